/**
 * Where the taps of accounts must be read from so that none of before can matter to a price: from an instant back over
 * their taps until a pause. Each step looks into an index for one pause's length.
 */
import type { DatabaseClient } from './in-transaction.js';
import { type WantedAccount, toColumns } from './wanted-accounts.js';

const REACH_BACK = `WITH RECURSIVE back (account_id, since) AS (
    SELECT * FROM unnest($1::bigint[], $2::timestamptz[])
    UNION ALL
    SELECT back.account_id, earlier.at FROM back, LATERAL (
      SELECT min(tap.tapped_at) AS at FROM ticketing.media_accounts AS owner,
        generate_series(ticketing.week_of(back.since - $3::interval), ticketing.week_of(back.since), '7 days') AS week,
        ticketing.taps AS tap
      WHERE owner.account_id = back.account_id AND ticketing.week_of(tap.tapped_at) = week
        AND tap.token_ref = owner.token_ref AND tap.tapped_at >= back.since - $3::interval AND tap.tapped_at < back.since
    ) AS earlier WHERE earlier.at IS NOT NULL
  )
  SELECT account_id AS "accountId", (extract(epoch FROM min(since)) * 1000)::float8 AS "sinceMs" FROM back GROUP BY 1`;

/**
 * Taps count at the time that they were accepted with: one that a correction moved from elsewhere into a pause does not
 * bridge it.
 */
export async function reachBack(
  client: DatabaseClient,
  wanted: readonly WantedAccount[],
  pauseMs: number,
): Promise<WantedAccount[]> {
  const { rows } = await client.query<WantedAccount>(REACH_BACK, [
    ...toColumns(wanted),
    `${pauseMs} milliseconds`,
  ]);
  return rows;
}
