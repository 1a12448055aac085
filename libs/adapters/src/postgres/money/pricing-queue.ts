/** The queue of accounts to be priced. An entry is taken out only in the transaction that has priced it. */
import type pg from 'pg';
import { ACCOUNT_LOCK, type DatabaseClient } from './in-transaction.js';

export interface QueuedAccount {
  readonly accountId: string;
  readonly sinceMs: number;
  readonly causes: readonly string[];
  /** Of the entry: another one means that something was added to it. */
  readonly version: string;
  readonly failures: number;
}

interface QueueRow {
  account_id: string;
  since: Date;
  causes: string[];
  version: string;
  failures: number;
}

/**
 * Accounts with a corrected tap that an older transaction, e.g. one that brings another tap, may still come before: they wait,
 * so that what is asked for goes by the order in which things became durable. No longer than taps are waited for.
 */
const YOUNG_CORRECTIONS = `SELECT owner.account_id FROM ticketing.tap_corrections AS made JOIN ticketing.taps AS tap USING (device_id, seq)
  JOIN ticketing.media_accounts AS owner USING (token_ref)
  WHERE made.made_xid >= pg_snapshot_xmin(pg_current_snapshot()) AND made.made_xid < pg_snapshot_xmax(pg_current_snapshot())
    AND made.made_at > now() - interval '1 hour'`;

/**
 * Takes accounts that no other worker has, the longest waiting first, and keeps them to itself until the end of the
 * transaction. Nothing is locked that a writer of the queue waits for.
 */
export async function takeAccounts(client: DatabaseClient, limit: number): Promise<QueuedAccount[]> {
  const { rows } = await client.query<QueueRow>(
    `WITH young AS MATERIALIZED (${YOUNG_CORRECTIONS}), waiting AS MATERIALIZED (
       SELECT account_id, since, causes, xmin::text AS version, failures FROM ticketing.repricing
       WHERE not_before <= clock_timestamp() AND account_id NOT IN (SELECT account_id FROM young)
       ORDER BY queued_at, account_id LIMIT $1 * 8
     )
     SELECT * FROM waiting WHERE pg_try_advisory_xact_lock($2, hashint8(account_id)) LIMIT $1`,
    [limit, ACCOUNT_LOCK],
  );
  return rows.map(({ account_id: accountId, since, causes, version, failures }) => ({
    accountId,
    sinceMs: since.getTime(),
    causes,
    version,
    failures,
  }));
}

/** Takes entries out that nobody added to meanwhile. */
export async function leaveQueue(client: DatabaseClient, taken: readonly QueuedAccount[]): Promise<void> {
  await client.query(
    `DELETE FROM ticketing.repricing AS queued USING unnest($1::bigint[], $2::text[]) AS done (account_id, version)
     WHERE queued.account_id = done.account_id AND queued.xmin::text = done.version`,
    [taken.map(({ accountId }) => accountId), taken.map(({ version }) => version)],
  );
}

/** Puts an account off that cannot be priced, so that the others are. */
export async function putOff(
  pool: pg.Pool,
  { accountId, failures }: QueuedAccount,
  error: string,
): Promise<void> {
  const seconds = Math.min(3_600, 5 * 2 ** failures);
  await pool.query(
    `UPDATE ticketing.repricing SET failures = failures + 1, last_error = left($2, 500),
       not_before = clock_timestamp() + make_interval(secs => $3) WHERE account_id = $1`,
    [accountId, error, seconds],
  );
}

export interface QueueState {
  readonly waiting: number;
  readonly failing: number;
  /** Of the account that waits longest and did not fail, or the tap that none was put into the queue for yet; 0 where none does. */
  readonly oldestSeconds: number;
}

export async function readQueueState(pool: pg.Pool): Promise<QueueState> {
  const { rows } = await pool.query<{ waiting: number; failing: number; oldest: number }>(
    `SELECT count(*)::integer AS waiting, count(*) FILTER (WHERE failures > 0)::integer AS failing,
       coalesce(extract(epoch FROM clock_timestamp() - least(min(queued_at) FILTER (WHERE failures = 0), (
         SELECT next.received_at FROM ticketing.pricing_cursor AS here CROSS JOIN LATERAL (
           SELECT received_at FROM ticketing.taps AS tap
           WHERE tap.accepted_xid >= here.accepted_xid AND (tap.accepted_xid, tap.device_id, tap.seq) > (here.accepted_xid, here.device_id, here.seq)
           ORDER BY tap.accepted_xid LIMIT 1
         ) AS next
       ))), 0)::float8 AS oldest
     FROM ticketing.repricing`,
  );
  const { waiting, failing, oldest } = rows[0]!;
  return { waiting, failing, oldestSeconds: oldest };
}

/**
 * Since when taps are here that have no price yet; undefined where all have one. Accounts that cannot be priced are not
 * waited for.
 */
export async function findUnpricedSince(pool: pg.Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT least((SELECT min(since) FROM ticketing.repricing WHERE failures = 0), (
       SELECT min(tap.tapped_at) FROM ticketing.pricing_cursor AS here JOIN ticketing.taps AS tap
         ON tap.accepted_xid >= here.accepted_xid AND (tap.accepted_xid, tap.device_id, tap.seq) > (here.accepted_xid, here.device_id, here.seq)
     )) AS at`,
  );
  return rows[0]!.at?.getTime();
}

/** Queues every account that tapped since an instant, e.g. where a tariff was published for days that are past. */
export async function queueAllSince(client: DatabaseClient, sinceMs: number, cause: string): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO ticketing.repricing AS queued (account_id, since, causes)
     SELECT DISTINCT account_id, $1::timestamptz, ARRAY[$2::text] FROM ticketing.charges WHERE tapped_at >= $1
     ORDER BY account_id
     ON CONFLICT (account_id) DO UPDATE SET since = least(queued.since, excluded.since),
       causes = ARRAY(SELECT DISTINCT unnest(queued.causes || excluded.causes) ORDER BY 1)`,
    [new Date(sinceMs), cause],
  );
  return rowCount ?? 0;
}
