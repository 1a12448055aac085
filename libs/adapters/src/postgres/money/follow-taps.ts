/**
 * Follows the table of taps: each tap that is there for good puts the account of its medium into the queue of pricing,
 * once, whoever accepted it and in whatever order. A medium that nobody knows gets an account here.
 */
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from './in-transaction.js';

export interface FollowedTaps {
  readonly taps: number;
  readonly newAccounts: number;
}

interface NewTap {
  device_id: string;
  seq: string;
  xid: string;
  token: string;
  media_type: string;
  tapped_at: Date;
  outcome: string;
}

/** One step, of `limit` taps at most; none where another process is at it. */
export async function followTaps(pool: pg.Pool, limit: number): Promise<FollowedTaps> {
  return inTransaction(pool, async (client) => {
    const taps = await readNext(client, limit);
    const last = taps.at(-1);
    if (!last) return { taps: 0, newAccounts: 0 };
    const newAccounts = await openAccounts(client, taps);
    await queueAccounts(client, taps);
    await client.query('UPDATE ticketing.pricing_cursor SET accepted_xid = $1, device_id = $2, seq = $3', [
      last.xid,
      last.device_id,
      last.seq,
    ]);
    return { taps: taps.length, newAccounts };
  });
}

/**
 * Only what was accepted by transactions older than any that still runs: so none slips in before the cursor. From the
 * cursor on, in a subquery that cannot be taken apart: joined, PostgreSQL went through all taps there ever were, in order.
 */
async function readNext(client: DatabaseClient, limit: number): Promise<NewTap[]> {
  const { rows } = await client.query<NewTap>(
    `WITH here AS (SELECT * FROM ticketing.pricing_cursor FOR UPDATE SKIP LOCKED)
     SELECT tap.device_id, tap.seq, tap.accepted_xid::text AS xid, encode(tap.token_ref, 'hex') AS token,
       tap.media_type, tap.tapped_at, tap.outcome
     FROM here CROSS JOIN LATERAL (
       SELECT * FROM ticketing.taps AS next
       WHERE next.accepted_xid >= here.accepted_xid
         AND (next.accepted_xid, next.device_id, next.seq) > (here.accepted_xid, here.device_id, here.seq)
         AND next.accepted_xid < pg_snapshot_xmin(pg_current_snapshot())
       ORDER BY next.accepted_xid, next.device_id, next.seq LIMIT $1
     ) AS tap ORDER BY tap.accepted_xid, tap.device_id, tap.seq`,
    [limit],
  );
  return rows;
}

/** Hexadecimal digits of what a medium is kept under. A row that somebody else wrote under less is of no medium: it must not hold up all others. */
const TOKEN_DIGITS = 32;

/** Media seen for the first time, and media that have no account yet. Bank cards are asked after the ride. */
async function openAccounts(client: DatabaseClient, taps: readonly NewTap[]): Promise<number> {
  const types = new Map(taps.map(({ token, media_type: type }) => [token, type]));
  const tokens = [...types.keys()].filter(({ length }) => length === TOKEN_DIGITS).sort();
  const values = [tokens, tokens.map((token) => types.get(token))];
  await client.query(
    `INSERT INTO ticketing.media (token_ref, media_type)
     SELECT decode(token, 'hex'), type FROM unnest($1::text[], $2::text[]) AS given (token, type)
     ON CONFLICT DO NOTHING`,
    values,
  );
  const { rows } = await client.query<{ token: string }>(
    `SELECT token FROM unnest($1::text[]) AS token WHERE NOT EXISTS (
       SELECT FROM ticketing.media_accounts WHERE token_ref = decode(token, 'hex')
     )`,
    [tokens],
  );
  if (rows.length === 0) return 0;
  const missing = rows.map(({ token }) => token);
  const { rowCount } = await client.query(
    `WITH numbered AS (
       SELECT token, type, nextval(pg_get_serial_sequence('ticketing.accounts', 'account_id')) AS account_id
       FROM unnest($1::text[], $2::text[]) AS given (token, type)
     ), made AS (
       INSERT INTO ticketing.accounts (account_id, funding) OVERRIDING SYSTEM VALUE
       SELECT account_id, CASE WHEN type = 'BANK_CARD' THEN 'GATEWAY' ELSE 'PREPAID' END FROM numbered
       RETURNING account_id
     )
     INSERT INTO ticketing.media_accounts (token_ref, account_id)
     SELECT decode(token, 'hex'), account_id FROM numbered JOIN made USING (account_id)
     ON CONFLICT DO NOTHING`,
    [missing, missing.map((token) => types.get(token))],
  );
  return rowCount ?? 0;
}

/** Taps that are never charged put nothing into the queue. */
async function queueAccounts(client: DatabaseClient, taps: readonly NewTap[]): Promise<void> {
  const counted = taps.filter(({ outcome }) => outcome === 'ACCEPTED' || outcome === 'LATE_ACCEPTED');
  if (counted.length === 0) return;
  await client.query(
    `INSERT INTO ticketing.repricing AS queued (account_id, since, causes)
     SELECT owner.account_id, min(given.at), array_agg(DISTINCT given.cause ORDER BY given.cause)
     FROM unnest($1::text[], $2::timestamptz[], $3::text[]) AS given (token, at, cause)
     JOIN ticketing.media_accounts AS owner
       ON owner.token_ref = decode(given.token, 'hex')
       AND given.at >= owner.valid_from AND given.at < owner.valid_until
     GROUP BY owner.account_id ORDER BY owner.account_id
     ON CONFLICT (account_id) DO UPDATE SET
       since = least(queued.since, excluded.since),
       causes = ARRAY(SELECT DISTINCT unnest(queued.causes || excluded.causes) ORDER BY 1),
       not_before = '-infinity'`,
    [
      counted.map(({ token }) => token),
      counted.map(({ tapped_at: at }) => at),
      counted.map(({ outcome }) => (outcome === 'LATE_ACCEPTED' ? 'LATE_TAP' : 'TAP')),
    ],
  );
}
