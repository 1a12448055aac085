/**
 * Media over their life: issued, blocked, lost, replaced, moved to another account. Whose medium it was when is kept in
 * intervals, so that a tap of last week is still priced for who had the card last week. Each change is one transaction
 * with its line of the audit, its entry of the deny list and the order to price again.
 */
import type { MediaType } from '@rukh/domain/taps';
import type pg from 'pg';
import { transact } from '../transact.js';
import { lockMedium, openAccount } from './lock-medium.js';
import { moveRights } from './move-rights.js';
import { writeAudit } from './write-audit.js';

export type MediumState = 'ISSUED' | 'ACTIVE' | 'BLOCKED' | 'LOST' | 'REPLACED' | 'EXPIRED';

export interface Medium {
  readonly tokenRef: Buffer;
  readonly mediaType: MediaType;
  readonly fareMediaId: string | null;
  readonly state: MediumState;
  readonly replacedBy: Buffer | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** Whose it is now; null where it is nobody's. */
  readonly accountId: number | null;
  readonly denyReasons: readonly string[];
}

export interface NewMedium {
  readonly tokenRef: Buffer;
  /** Sealed, as `sealListRef` makes it. */
  readonly listRef: Buffer;
  readonly mediaType: MediaType;
  readonly fareMediaId?: string;
  readonly expiresAt?: Date;
  /** Of its code for the rider's page. */
  readonly code?: { readonly salt: Buffer; readonly hash: Buffer };
}

export class MediaStore {
  constructor(private readonly pool: pg.Pool) {}

  async find(tokenRef: Buffer): Promise<Medium | undefined> {
    const { rows } = await this.pool.query<Medium>(`${SELECT_MEDIUM} WHERE medium.token_ref = $1`, [
      tokenRef,
    ]);
    return rows[0];
  }

  async listOfAccount(accountId: number): Promise<Medium[]> {
    const { rows } = await this.pool.query<Medium>(
      `${SELECT_MEDIUM} WHERE owner.account_id = $1 ORDER BY medium.created_at, medium.token_ref`,
      [accountId],
    );
    return rows;
  }

  /** Undefined where there is such a medium already. @param accountId an account that there is; else a new one */
  async issue(medium: NewMedium, actor: string, accountId?: number): Promise<number | undefined> {
    return transact(this.pool, async (client) => {
      if (!(await insertMedium(client, medium))) return undefined;
      const owner = accountId ?? (await openAccount(client, medium.mediaType));
      await client.query('INSERT INTO ticketing.media_accounts (token_ref, account_id) VALUES ($1, $2)', [
        medium.tokenRef,
        owner,
      ]);
      const { tokenRef, mediaType } = medium;
      await writeAudit(client, {
        actor,
        action: 'ISSUE',
        tokenRef,
        accountId: owner,
        details: { mediaType },
      });
      return owner;
    });
  }

  /** Notes how devices name media; those that are known stay. */
  async noteListRefs(
    refs: readonly { readonly tokenRef: Buffer; readonly listRef: Buffer }[],
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.list_refs (token_ref, list_ref) SELECT * FROM unnest($1::bytea[], $2::bytea[])
       ON CONFLICT DO NOTHING`,
      [refs.map(({ tokenRef }) => tokenRef), refs.map(({ listRef }) => listRef)],
    );
  }

  /** A lost medium is refused from now on. False where there is no such medium or it was replaced already. */
  async lose(tokenRef: Buffer, actor: string): Promise<boolean> {
    return this.#shut(tokenRef, 'LOST', 'LOST', actor);
  }

  /** As its rider or the office wishes; taken back by `unblock`. */
  async block(
    tokenRef: Buffer,
    reason: 'BLOCKED_BY_RIDER' | 'ADMINISTRATION',
    actor: string,
  ): Promise<boolean> {
    return this.#shut(tokenRef, 'BLOCKED', reason, actor);
  }

  /**
   * Found again: rides from now on are its rider's. Entries for other reasons, such as debt, stay.
   * @param wasMistake it was in its rider's hands all the time: so are the rides since it was reported
   */
  async unblock(tokenRef: Buffer, actor: string, wasMistake = false): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE ticketing.media SET state = 'ACTIVE' WHERE token_ref = $1 AND state IN ('BLOCKED', 'LOST')`,
        [tokenRef],
      );
      if (rowCount === 0) return false;
      if (wasMistake) {
        await client.query(
          `UPDATE ticketing.deny_list_entries SET valid_until = valid_from
           WHERE token_ref = $1 AND reason IN ('LOST', 'BLOCKED_BY_RIDER') AND removed_at IS NULL`,
          [tokenRef],
        );
      }
      for (const reason of ['LOST', 'BLOCKED_BY_RIDER', 'ADMINISTRATION']) {
        await client.query('SELECT ticketing.undeny($1, $2, $3)', [tokenRef, reason, actor]);
      }
      await writeAudit(client, { actor, action: 'UNBLOCK', tokenRef, details: { wasMistake } });
      return true;
    });
  }

  /**
   * A new medium takes the place of one: the account goes on under it with its balance, entitlements and passes.
   * 'UNKNOWN' where the old one is nobody's, 'TAKEN' where the new one is somebody's.
   */
  async replace(
    tokenRef: Buffer,
    next: NewMedium,
    actor: string,
  ): Promise<number | 'UNKNOWN' | 'REPLACED' | 'TAKEN'> {
    return transact(this.pool, async (client) => {
      const accountId = await lockMedium(client, tokenRef);
      if (accountId === undefined) return 'UNKNOWN';
      // Asked for twice, a lost card would be two cards that ride.
      const { rowCount } = await client.query(
        `SELECT FROM ticketing.media WHERE token_ref = $1 AND state = 'REPLACED'`,
        [tokenRef],
      );
      if (rowCount === 1) return 'REPLACED';
      if (!(await insertMedium(client, next))) return 'TAKEN';
      await client.query('INSERT INTO ticketing.media_accounts (token_ref, account_id) VALUES ($1, $2)', [
        next.tokenRef,
        accountId,
      ]);
      await client.query(
        `UPDATE ticketing.media SET state = 'REPLACED', replaced_by = $2 WHERE token_ref = $1`,
        [tokenRef, next.tokenRef],
      );
      await client.query(`SELECT ticketing.deny($1, 'REPLACED', $2)`, [tokenRef, actor]);
      const details = { by: next.tokenRef.toString('hex') };
      await writeAudit(client, { actor, action: 'REPLACE', tokenRef, accountId, details });
      return accountId;
    });
  }

  /**
   * Gives a medium to an account from a moment on. Who was charged as two persons is charged as one after that: both
   * accounts are priced again. An account that no medium is left of hands on what it may. False where there is no such
   * medium or account, or the medium is that account's.
   */
  async merge(tokenRef: Buffer, accountId: number, since: Date, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const from = await lockMedium(client, tokenRef, accountId);
      if (from === undefined || from === accountId) return false;
      await moveMedium(client, tokenRef, accountId, since);
      await moveRights(client, from, accountId, since);
      for (const account of [from, accountId]) {
        await client.query(`SELECT ticketing.reprice($1, $2, 'MERGE')`, [account, since]);
      }
      await writeAudit(client, { actor, action: 'MERGE', tokenRef, accountId, details: { from, since } });
      return true;
    });
  }

  async #shut(tokenRef: Buffer, state: MediumState, reason: string, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE ticketing.media SET state = $2 WHERE token_ref = $1 AND state NOT IN ('REPLACED', 'EXPIRED')`,
        [tokenRef, state],
      );
      if (rowCount === 0) return false;
      await client.query('SELECT ticketing.deny($1, $2, $3)', [tokenRef, reason, actor]);
      await writeAudit(client, { actor, action: state === 'LOST' ? 'LOSE' : 'BLOCK', tokenRef });
      return true;
    });
  }
}

const SELECT_MEDIUM = `SELECT medium.token_ref AS "tokenRef", media_type AS "mediaType", fare_media_id AS "fareMediaId",
    medium.state, replaced_by AS "replacedBy", expires_at AS "expiresAt", medium.created_at AS "createdAt",
    owner.account_id::float8 AS "accountId",
    ARRAY(SELECT ticketing.deny_reasons(medium.token_ref)) AS "denyReasons"
  FROM ticketing.media AS medium
  LEFT JOIN ticketing.media_accounts AS owner ON owner.token_ref = medium.token_ref
    AND now() >= owner.valid_from AND now() < owner.valid_until`;

async function insertMedium(client: pg.ClientBase, medium: NewMedium): Promise<boolean> {
  const { tokenRef, listRef, mediaType, fareMediaId, expiresAt, code } = medium;
  const { rowCount } = await client.query(
    `INSERT INTO ticketing.media (token_ref, media_type, fare_media_id, expires_at, state)
     VALUES ($1, $2, $3, $4, 'ACTIVE') ON CONFLICT DO NOTHING`,
    [tokenRef, mediaType, fareMediaId ?? null, expiresAt ?? null],
  );
  if (rowCount === 0) return false;
  await client.query('INSERT INTO ticketing.list_refs VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    tokenRef,
    listRef,
  ]);
  if (code) {
    await client.query('INSERT INTO ticketing.media_codes (token_ref, salt, code_hash) VALUES ($1, $2, $3)', [
      tokenRef,
      code.salt,
      code.hash,
    ]);
  }
  return true;
}

/** Cuts the intervals of a medium at a moment and gives what comes after to the account. */
async function moveMedium(
  client: pg.ClientBase,
  tokenRef: Buffer,
  accountId: number,
  since: Date,
): Promise<void> {
  const cut = await client.query<{ valid_until: string }>(
    `UPDATE ticketing.media_accounts AS owner SET valid_until = $2 FROM ticketing.media_accounts AS was
     WHERE owner.token_ref = $1 AND owner.valid_from < $2 AND owner.valid_until > $2
       AND was.token_ref = owner.token_ref AND was.valid_from = owner.valid_from
     RETURNING was.valid_until::text`,
    [tokenRef, since],
  );
  await client.query(
    'UPDATE ticketing.media_accounts SET account_id = $3 WHERE token_ref = $1 AND valid_from >= $2',
    [tokenRef, since, accountId],
  );
  for (const { valid_until: until } of cut.rows) {
    await client.query('INSERT INTO ticketing.media_accounts VALUES ($1, $2, $3, $4)', [
      tokenRef,
      accountId,
      since,
      until,
    ]);
  }
}
