/** Pay windows as pricing fills them: what a charge adds goes to the open one of its fare day, or opens one. */
import { checkMinor } from '@rukh/domain/ledger';
import type { DatabaseClient } from './in-transaction.js';

export interface WindowKey {
  readonly accountId: string;
  readonly fareDate: string;
}

export interface NewWindow extends WindowKey {
  readonly tokenRef: string;
  readonly currency: string;
  readonly openedAtMs: number;
  readonly closesAtMs: number;
}

/** The open windows of some accounts, by `{accountId} {fareDate}`. */
export async function loadOpenWindows(
  client: DatabaseClient,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; id: string }>(
    `SELECT account_id || ' ' || fare_date AS key, pay_window_id AS id FROM ticketing.pay_windows
     WHERE account_id = ANY ($1::bigint[]) AND state = 'OPEN'`,
    [accountIds],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

export function windowKey({ accountId, fareDate }: WindowKey): string {
  return `${accountId} ${fareDate}`;
}

/** Opens windows, of fare days that have none open; their ids by key. */
export async function openWindows(
  client: DatabaseClient,
  windows: readonly NewWindow[],
): Promise<Map<string, string>> {
  if (windows.length === 0) return new Map();
  const { rows } = await client.query<{ key: string; id: string }>(
    `INSERT INTO ticketing.pay_windows
       (account_id, fare_date, number, token_ref, currency, opened_at, closes_at)
     SELECT given.account_id, given.fare_date, 1 + (
         SELECT count(*) FROM ticketing.pay_windows AS earlier
         WHERE earlier.account_id = given.account_id AND earlier.fare_date = given.fare_date
       ), decode(given.token, 'hex'), given.currency, given.opened_at, given.closes_at
     FROM unnest($1::bigint[], $2::date[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
       AS given (account_id, fare_date, token, currency, opened_at, closes_at)
     RETURNING account_id || ' ' || fare_date AS key, pay_window_id AS id`,
    [
      windows.map(({ accountId }) => accountId),
      windows.map(({ fareDate }) => fareDate),
      windows.map(({ tokenRef }) => tokenRef),
      windows.map(({ currency }) => currency),
      windows.map(({ openedAtMs }) => new Date(openedAtMs)),
      windows.map(({ closesAtMs }) => new Date(closesAtMs)),
    ],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

export interface RideShare {
  readonly payWindowId: string;
  readonly shareMinor: number;
}

/** What of each ride stands in which window, the newest window first. */
export async function loadShares(
  client: DatabaseClient,
  rideRefs: readonly string[],
): Promise<Map<string, RideShare[]>> {
  const shares = new Map<string, RideShare[]>(rideRefs.map((ref) => [ref, []]));
  if (rideRefs.length === 0) return shares;
  const { rows } = await client.query<{ ride_ref: string; id: string; share: string }>(
    `SELECT ride_ref, pay_window_id AS id, sum(delta_minor) AS share FROM ticketing.pay_window_items
     WHERE ride_ref = ANY ($1::text[]) GROUP BY ride_ref, pay_window_id ORDER BY pay_window_id DESC`,
    [rideRefs],
  );
  for (const { ride_ref: ref, id, share } of rows) {
    shares.get(ref)!.push({ payWindowId: id, shareMinor: checkMinor(Number(share)) });
  }
  return shares;
}

export interface WindowItem {
  readonly payWindowId: string;
  readonly rideRef: string;
  readonly chargeId: string;
  readonly refundId?: string;
  readonly deltaMinor: number;
}

/** Adds items, and to the sums of their windows. */
export async function addItems(client: DatabaseClient, items: readonly WindowItem[]): Promise<void> {
  if (items.length === 0) return;
  await client.query(
    `WITH given AS (
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
         AS given (pay_window_id, ride_ref, charge_id, refund_id, delta_minor)
     ), kept AS (
       INSERT INTO ticketing.pay_window_items (pay_window_id, ride_ref, charge_id, refund_id, delta_minor)
       SELECT * FROM given
     )
     UPDATE ticketing.pay_windows AS pay SET net_minor = pay.net_minor + summed.delta, changed_at = clock_timestamp()
     FROM (SELECT pay_window_id, sum(delta_minor) AS delta FROM given GROUP BY pay_window_id) AS summed
     WHERE pay.pay_window_id = summed.pay_window_id`,
    [
      items.map(({ payWindowId }) => payWindowId),
      items.map(({ rideRef }) => rideRef),
      items.map(({ chargeId }) => chargeId),
      items.map(({ refundId }) => refundId),
      items.map(({ deltaMinor }) => deltaMinor),
    ],
  );
}
