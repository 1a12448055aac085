/**
 * Versions of the deny list: made from what changed among the entries, and read by whoever hands them out. One process
 * makes them at a time, by a lock that goes with its transaction; any number read.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { transact } from '../transact.js';

/** Works out the 8 bytes by which devices know a medium; undefined where what is noted of it cannot be opened. */
export type Fingerprinter = (salt: Buffer, tokenRef: Buffer, sealedListRef: Buffer) => Buffer;

export interface ListVersion {
  readonly version: number;
  readonly epoch: number;
  /** Fingerprints, 8 bytes each. */
  readonly added: Buffer;
  readonly removed: Buffer;
  readonly changedAt: Date;
  readonly publishedAt: Date;
}

export interface WholeList {
  readonly version: number;
  readonly epoch: number;
  readonly salt: Buffer;
  readonly fingerprints: readonly Buffer[];
}

const LOCK_KEY = 7_205_117_007;
/** Of one version: what is more comes in the next. */
const MOST_CHANGES = 20_000;

export class DenyListVersions {
  constructor(private readonly pool: pg.Pool) {}

  /** Makes the next version where something changed; answers it. Undefined where nothing did, or another is at it. */
  async publish(makeFingerprint: Fingerprinter): Promise<ListVersion | undefined> {
    return transact(this.pool, async (client) => {
      if (!(await takeLock(client))) return undefined;
      await beginAndEndEntries(client);
      const changed = await takeChanges(client);
      if (changed.tokenRefs.length === 0) return undefined;
      const { epoch, salt, version: last } = await readCurrent(client);
      const { added, removed } = await compare(client, changed.tokenRefs);
      if (added.length === 0 && removed.length === 0) return undefined;
      const version = last + 1;
      const entries = added.map(({ tokenRef, listRef }) => ({
        tokenRef,
        fingerprint: makeFingerprint(salt, tokenRef, listRef),
      }));
      await client.query(
        `INSERT INTO ticketing.deny_listed (token_ref, added_version, fingerprint)
         SELECT token_ref, $1, fingerprint FROM unnest($2::bytea[], $3::bytea[]) AS new (token_ref, fingerprint)`,
        [version, entries.map((one) => one.tokenRef), entries.map((one) => one.fingerprint)],
      );
      await client.query(
        `UPDATE ticketing.deny_listed SET removed_version = $1
         WHERE token_ref = ANY ($2) AND removed_version IS NULL`,
        [version, removed.map((one) => one.tokenRef)],
      );
      return addVersion(client, {
        version,
        epoch,
        added: pack(entries.map((one) => one.fingerprint)),
        removed: pack(removed.map((one) => one.fingerprint)),
        changedAt: changed.since,
      });
    });
  }

  /** A new salt: every device takes a snapshot, and lists of before and after cannot be laid side by side. */
  async beginEpoch(makeFingerprint: Fingerprinter, actor: string): Promise<number> {
    return transact(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
      const { epoch: before, version } = await readCurrent(client);
      const epoch = before + 1;
      const salt = randomBytes(16);
      await client.query(
        'INSERT INTO ticketing.deny_list_epochs (epoch, salt, first_version) VALUES ($1, $2, $3)',
        [epoch, salt, version + 1],
      );
      const { rows } = await client.query<{ token_ref: Buffer; list_ref: Buffer }>(
        `SELECT token_ref, list_ref FROM ticketing.deny_listed JOIN ticketing.list_refs USING (token_ref)
         WHERE removed_version IS NULL`,
      );
      await client.query(
        `UPDATE ticketing.deny_listed AS listed SET fingerprint = new.fingerprint
         FROM unnest($1::bytea[], $2::bytea[]) AS new (token_ref, fingerprint)
         WHERE listed.token_ref = new.token_ref AND removed_version IS NULL`,
        [
          rows.map(({ token_ref: tokenRef }) => tokenRef),
          rows.map((row) => makeFingerprint(salt, row.token_ref, row.list_ref)),
        ],
      );
      const empty = Buffer.alloc(0);
      const next = { version: version + 1, epoch, added: empty, removed: empty, changedAt: new Date() };
      await addVersion(client, next);
      await client.query(
        `INSERT INTO ticketing.audit (actor, action, details) VALUES ($1, 'DENY_LIST_EPOCH', $2)`,
        [actor, JSON.stringify({ epoch })],
      );
      return epoch;
    });
  }

  /** Has every medium that is or should be listed looked at again: what ends by the calendar leaves no change behind. */
  async lookAtAll(): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.deny_list_changes (token_ref)
       SELECT token_ref FROM ticketing.deny_listed WHERE removed_version IS NULL
       UNION SELECT token_ref FROM ticketing.deny_list_entries WHERE removed_at IS NULL AND scope = 'TOKEN'
       UNION SELECT owner.token_ref FROM ticketing.deny_list_entries AS entry
         JOIN ticketing.media_accounts AS owner USING (account_id)
         WHERE entry.removed_at IS NULL AND entry.scope = 'ACCOUNT'
       UNION SELECT owner.token_ref FROM ticketing.deny_list_entries AS entry
         JOIN ticketing.entitlements AS given USING (funding_body_id)
         JOIN ticketing.media_accounts AS owner ON owner.account_id = given.account_id
         WHERE entry.removed_at IS NULL AND entry.scope = 'FUNDING_BODY'`,
    );
  }

  /** The whole list, as of one version. */
  async readWhole(): Promise<WholeList> {
    return transact(this.pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const current = await readCurrent(client);
      const { rows } = await client.query<{ fingerprint: Buffer }>(
        'SELECT fingerprint FROM ticketing.deny_listed WHERE removed_version IS NULL',
      );
      return { ...current, fingerprints: rows.map(({ fingerprint }) => fingerprint) };
    });
  }

  /** Versions after one, in order. */
  async listAfter(version: number): Promise<ListVersion[]> {
    const { rows } = await this.pool.query<ListVersion>({
      name: 'list-deny-versions',
      text: `SELECT version, epoch, added, removed, changed_at AS "changedAt", published_at AS "publishedAt"
        FROM ticketing.deny_list_versions WHERE version > $1 ORDER BY version LIMIT 1000`,
      values: [version],
    });
    return rows;
  }

  /** Media that should be on the list and cannot be yet, since nobody who had the token noted its name. */
  async countUnlisted(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ticketing.deny_list_entries AS entry
       WHERE removed_at IS NULL AND scope = 'TOKEN'
         AND NOT EXISTS (SELECT FROM ticketing.list_refs AS known WHERE known.token_ref = entry.token_ref)`,
    );
    return rows[0]!.count;
  }
}

async function takeLock(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [
    LOCK_KEY,
  ]);
  return rows[0]!.taken;
}

/** Entries whose day has come, or is over: their triggers note the change. */
async function beginAndEndEntries(client: pg.ClientBase): Promise<void> {
  await client.query(
    `UPDATE ticketing.deny_list_entries SET is_begun = true
     WHERE removed_at IS NULL AND NOT is_begun AND valid_from <= clock_timestamp()`,
  );
  await client.query(
    `UPDATE ticketing.deny_list_entries SET removed_at = clock_timestamp(), removed_by = 'end'
     WHERE removed_at IS NULL AND valid_until < 'infinity' AND valid_until <= clock_timestamp()`,
  );
}

async function takeChanges(client: pg.ClientBase): Promise<{ tokenRefs: Buffer[]; since: Date }> {
  const { rows } = await client.query<{ token_ref: Buffer; changed_at: Date }>(
    `DELETE FROM ticketing.deny_list_changes WHERE change_id IN (
       SELECT change_id FROM ticketing.deny_list_changes ORDER BY change_id LIMIT $1
     ) RETURNING token_ref, changed_at`,
    [MOST_CHANGES],
  );
  const since = rows.reduce((least, row) => Math.min(least, row.changed_at.getTime()), Date.now());
  return { tokenRefs: rows.map((row) => row.token_ref), since: new Date(since) };
}

async function readCurrent(client: pg.ClientBase): Promise<{ version: number; epoch: number; salt: Buffer }> {
  const { rows } = await client.query<{ version: number; epoch: number; salt: Buffer }>(
    `SELECT version, epoch, salt FROM ticketing.deny_list_versions JOIN ticketing.deny_list_epochs USING (epoch)
     ORDER BY version DESC LIMIT 1`,
  );
  return rows[0]!;
}

interface Difference {
  readonly added: readonly { readonly tokenRef: Buffer; readonly listRef: Buffer }[];
  readonly removed: readonly { readonly tokenRef: Buffer; readonly fingerprint: Buffer }[];
}

/** How these media are against how they should be. */
async function compare(client: pg.ClientBase, tokenRefs: readonly Buffer[]): Promise<Difference> {
  const { rows } = await client.query<{
    token_ref: Buffer;
    list_ref: Buffer | null;
    fingerprint: Buffer | null;
    is_denied: boolean;
  }>(
    `SELECT changed.token_ref, known.list_ref, listed.fingerprint,
       ticketing.is_to_be_listed(changed.token_ref) AS is_denied
     FROM (SELECT DISTINCT unnest($1::bytea[]) AS token_ref) AS changed
     LEFT JOIN ticketing.list_refs AS known USING (token_ref)
     LEFT JOIN ticketing.deny_listed AS listed
       ON listed.token_ref = changed.token_ref AND listed.removed_version IS NULL`,
    [tokenRefs],
  );
  return {
    added: rows.flatMap(({ token_ref: tokenRef, list_ref: listRef, fingerprint, is_denied: isDenied }) =>
      isDenied && listRef && !fingerprint ? [{ tokenRef, listRef }] : [],
    ),
    removed: rows.flatMap(({ token_ref: tokenRef, fingerprint, is_denied: isDenied }) =>
      !isDenied && fingerprint ? [{ tokenRef, fingerprint }] : [],
    ),
  };
}

async function addVersion(
  client: pg.ClientBase,
  { version, epoch, added, removed, changedAt }: Omit<ListVersion, 'publishedAt'>,
): Promise<ListVersion> {
  const { rows } = await client.query<{ published_at: Date }>(
    `INSERT INTO ticketing.deny_list_versions (version, epoch, added, removed, changed_at)
     VALUES ($1, $2, $3, $4, $5) RETURNING published_at`,
    [version, epoch, added, removed, changedAt],
  );
  await client.query(`NOTIFY ticketing_deny_list`);
  return { version, epoch, added, removed, changedAt, publishedAt: rows[0]!.published_at };
}

function pack(fingerprints: readonly Buffer[]): Buffer {
  return Buffer.concat([...fingerprints].sort((a, b) => Buffer.compare(a, b)));
}
