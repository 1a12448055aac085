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

/** Of taps that a correction moved: there are few, and none of their indexes goes by card. */
const MOVED_INTO = `WITH wanted (account_id, since) AS (SELECT * FROM unnest($1::bigint[], $2::timestamptz[]))
  SELECT wanted.account_id AS "accountId", (extract(epoch FROM min(made.tapped_at)) * 1000)::float8 AS "sinceMs"
  FROM ticketing.tap_corrections AS made
  JOIN ticketing.taps AS tap USING (device_id, seq)
  JOIN ticketing.media_accounts AS owner USING (token_ref)
  JOIN wanted USING (account_id)
  WHERE made.tapped_at >= (SELECT min(since) FROM wanted) - $3::interval
    AND made.tapped_at < (SELECT max(since) FROM wanted)
    AND made.tapped_at >= wanted.since - $3::interval AND made.tapped_at < wanted.since
  GROUP BY 1`;

/**
 * Taps count at the time that they were accepted with and, where a correction moved them, at that of each correction
 * too: one that was moved away, or moved twice, is read from farther back than need be, which changes no price.
 */
export async function reachBack(
  client: DatabaseClient,
  wanted: readonly WantedAccount[],
  pauseMs: number,
): Promise<WantedAccount[]> {
  const reached = new Map<string, number>();
  for (let from = wanted; from.length > 0;) {
    for (const { accountId, sinceMs } of await ask(client, REACH_BACK, from, pauseMs)) {
      reached.set(accountId, sinceMs);
    }
    // A tap that was moved into the pause before joins what lies on its other side.
    from = await ask(
      client,
      MOVED_INTO,
      from.map(({ accountId }) => ({ accountId, sinceMs: reached.get(accountId)! })),
      pauseMs,
    );
  }
  return wanted.map(({ accountId }) => ({ accountId, sinceMs: reached.get(accountId)! }));
}

async function ask(
  client: DatabaseClient,
  text: string,
  wanted: readonly WantedAccount[],
  pauseMs: number,
): Promise<WantedAccount[]> {
  const { rows } = await client.query<WantedAccount>(text, [...toColumns(wanted), `${pauseMs} milliseconds`]);
  return rows;
}
