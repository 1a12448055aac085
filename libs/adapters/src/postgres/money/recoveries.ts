/** Debts: who begins to recover one, and what a debt that is given up was. */
import type { DatabaseClient } from './in-transaction.js';

/**
 * A tap of a card that owes is an occasion to ask for what it owes; once an hour, however often it is held. Not of what the
 * card's bank took back: that its holder disputed, and he alone may have it asked for again.
 */
export async function recoverByTap(client: DatabaseClient, accountIds: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE ticketing.pay_windows SET recover_at = clock_timestamp(), recover_by = 'TAP'
     WHERE account_id = ANY ($1::bigint[]) AND state = 'DEBT' AND recover_at > clock_timestamp()
       AND changed_at < clock_timestamp() - interval '1 hour'
       AND NOT EXISTS (
         SELECT FROM ticketing.settlements AS made WHERE made.pay_window_id = pay_windows.pay_window_id AND made.kind = 'CHARGEBACK'
       )`,
    [accountIds],
  );
}

/** The cardholder pays what he owes; answers how many windows that is. */
export async function recoverByCardholder(client: DatabaseClient, accountId: string): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE ticketing.pay_windows SET recover_at = '-infinity', recover_by = 'CARDHOLDER'
     WHERE account_id = $1 AND state = 'DEBT'`,
    [accountId],
  );
  return rowCount ?? 0;
}

export async function hasDebt(client: DatabaseClient, accountId: string): Promise<boolean> {
  const { rows } = await client.query<{ owes: boolean }>(
    `SELECT EXISTS (
       SELECT FROM ticketing.pay_windows WHERE account_id = $1 AND state IN ('DEBT', 'DEBT_FINAL') AND net_minor > settled_minor
     ) AS owes`,
    [accountId],
  );
  return rows[0]!.owes;
}

/**
 * By which versions of the deny list the rides of a window were decided, and since which the medium was in it (where
 * there is a deny list).
 */
export async function loadListVersions(
  client: DatabaseClient,
  payWindowId: string,
): Promise<{ versions: number[]; listedSince?: number }> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT DISTINCT tap.deny_list_version AS version FROM ticketing.pay_window_items AS item
     JOIN ticketing.taps AS tap
       ON tap.device_id = split_part(item.ride_ref, '/', 1) AND tap.seq = split_part(item.ride_ref, '/', 2)::bigint
     WHERE item.pay_window_id = $1`,
    [payWindowId],
  );
  const versions = rows.map(({ version }) => version);
  const { rows: there } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('ticketing.deny_listed') IS NOT NULL AS there",
  );
  if (!there[0]!.there) return { versions };
  const listed = await client.query<{ version: number | null }>(
    `SELECT min(added_version) AS version FROM ticketing.deny_listed AS listed
     JOIN ticketing.pay_windows AS pay USING (token_ref)
     WHERE pay.pay_window_id = $1`,
    [payWindowId],
  );
  const since = listed.rows[0]?.version;
  return since === null || since === undefined ? { versions } : { versions, listedSince: since };
}
