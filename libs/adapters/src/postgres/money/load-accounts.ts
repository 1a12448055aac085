/** Everything that prices of some accounts depend on, since an instant each, in a few statements for all of them. */
import { checkMinor } from '@rukh/domain/ledger';
import type { FareTap, Rider } from '@rukh/domain/fares';
import type { MediaType, TapExtra, TapKind } from '@rukh/domain/taps';
import type { DatabaseClient } from './in-transaction.js';

export interface WantedAccount {
  readonly accountId: string;
  readonly sinceMs: number;
}

export interface LoadedTap extends FareTap {
  readonly tokenRef: string;
}

/** The revision of a ride that holds. */
export interface StoredCharge {
  readonly chargeId: string;
  readonly rideRef: string;
  readonly revision: number;
  readonly accountId: string;
  readonly tappedAtMs: number;
  readonly fareDate: string;
  readonly disposition: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly billedMinor: number;
  readonly payer: string;
  readonly funded?: { readonly fundingBodyId: string; readonly amountMinor: number };
  readonly journeyRef: string;
  readonly tariffVersion: string;
  /** JSON as it was written. */
  readonly details: string;
}

interface TapRow {
  account_id: string;
  device_id: string;
  seq: string;
  at: number;
  kind: TapKind;
  media_type: MediaType;
  token: string;
  fare_media_id: string | null;
  extras: TapExtra[] | null;
  vehicle_id: string | null;
  operator_id: string | null;
  trip_id: string | null;
  route_id: string | null;
  direction_id: number | null;
  stop_id: string | null;
}

const TAP_COLUMNS = `owned.account_id, tap.device_id, tap.seq, tap.kind, tap.media_type,
  (extract(epoch FROM coalesce(fixed.tapped_at, tap.tapped_at)) * 1000)::float8 AS at,
  encode(tap.token_ref, 'hex') AS token, medium.fare_media_id, tap.extras,
  coalesce(context.vehicle_id, tap.vehicle_id) AS vehicle_id, coalesce(context.operator_id, tap.operator_id) AS operator_id,
  context.trip_id, context.route_id, context.direction_id, context.stop_id`;

const TAP_PARTS = `JOIN ticketing.media AS medium ON medium.token_ref = tap.token_ref
  LEFT JOIN LATERAL (
    SELECT tapped_at, outcome FROM ticketing.tap_corrections AS fixed
    WHERE fixed.device_id = tap.device_id AND fixed.seq = tap.seq ORDER BY revision DESC LIMIT 1
  ) AS fixed ON true
  LEFT JOIN LATERAL (
    SELECT trip_id, route_id, direction_id, stop_id, vehicle_id, operator_id FROM ticketing.tap_contexts AS context
    WHERE context.device_id = tap.device_id AND context.seq = tap.seq ORDER BY revision DESC LIMIT 1
  ) AS context ON true
  WHERE coalesce(fixed.outcome, tap.outcome) IN ('ACCEPTED', 'LATE_ACCEPTED')
  AND coalesce(fixed.tapped_at, tap.tapped_at) >= owned.since
  AND coalesce(fixed.tapped_at, tap.tapped_at) >= owned.valid_from
  AND coalesce(fixed.tapped_at, tap.tapped_at) < owned.valid_until`;

const OWNED = `SELECT wanted.account_id, wanted.since, owner.token_ref, owner.valid_from, owner.valid_until
  FROM unnest($1::bigint[], $2::timestamptz[]) AS wanted (account_id, since)
  JOIN ticketing.media_accounts AS owner USING (account_id)`;

/** Accepted taps by account, each with its last correction and its last context. */
export async function loadTaps(
  client: DatabaseClient,
  wanted: readonly WantedAccount[],
): Promise<Map<string, LoadedTap[]>> {
  const values = toColumns(wanted);
  const byTime = await client.query<TapRow>(
    `WITH owned AS (${OWNED}) SELECT ${TAP_COLUMNS} FROM owned
     JOIN ticketing.taps AS tap ON tap.token_ref = owned.token_ref AND tap.tapped_at >= owned.since
       AND ticketing.week_of(tap.tapped_at) >= ticketing.week_of(owned.since) ${TAP_PARTS}`,
    values,
  );
  // Taps that a correction brought after the instant; there are few corrections.
  const byCorrection = await client.query<TapRow>(
    `WITH owned AS (${OWNED}) SELECT ${TAP_COLUMNS} FROM (
       SELECT DISTINCT device_id, seq FROM ticketing.tap_corrections
       WHERE tapped_at >= (SELECT min(since) FROM unnest($2::timestamptz[]) AS since)
     ) AS moved
     JOIN ticketing.taps AS tap USING (device_id, seq)
     JOIN owned ON owned.token_ref = tap.token_ref AND tap.tapped_at < owned.since ${TAP_PARTS}`,
    values,
  );
  const taps = new Map<string, LoadedTap[]>(wanted.map(({ accountId }) => [accountId, []]));
  for (const row of [...byTime.rows, ...byCorrection.rows]) taps.get(row.account_id)!.push(toTap(row));
  return taps;
}

function toTap(row: TapRow): LoadedTap {
  return {
    ref: `${row.device_id}/${row.seq}`,
    deviceId: row.device_id,
    seq: Number(row.seq),
    atMs: row.at,
    kind: row.kind,
    mediaType: row.media_type,
    extras: row.extras ?? [],
    tokenRef: row.token,
    mediumRef: row.token,
    ...given('fareMediaId', row.fare_media_id),
    ...given('vehicleId', row.vehicle_id),
    ...given('operatorId', row.operator_id),
    ...given('routeId', row.route_id),
    ...given('tripId', row.trip_id),
    ...given('directionId', row.direction_id),
    ...given('stopId', row.stop_id),
  };
}

function given<K extends string, V>(name: K, value: V | null): { [key in K]?: V } {
  return value === null ? {} : ({ [name]: value } as { [key in K]?: V });
}

/** What is known of the riders; accounts without anything have an empty one. */
export async function loadRiders(
  client: DatabaseClient,
  accountIds: readonly string[],
): Promise<Map<string, Rider>> {
  const entitlements = await client.query<EntitlementRow>(
    `SELECT account_id, entitlement_id AS id, rider_category_id, funding_body_id, ${epoch('valid_from')} AS from_ms,
       ${epoch("least(valid_until, coalesce(revoked_at, 'infinity'))")} AS until_ms
     FROM ticketing.entitlements WHERE account_id = ANY ($1::bigint[]) ORDER BY entitlement_id`,
    [accountIds],
  );
  const products = await client.query<ProductRow>(
    `SELECT account_id, held_product_id AS id, fare_product_id, rides, is_ticket, ${epoch('valid_from')} AS from_ms,
       ${epoch('valid_until')} AS until_ms
     FROM ticketing.held_products WHERE account_id = ANY ($1::bigint[]) AND state = 'ACTIVE' ORDER BY held_product_id`,
    [accountIds],
  );
  const riders = new Map<string, MutableRider>(
    accountIds.map((id) => [id, { entitlements: [], products: [] }]),
  );
  for (const { account_id: accountId, ...row } of entitlements.rows) {
    if (row.until_ms !== null && row.until_ms <= (row.from_ms ?? -8.64e15)) continue;
    riders.get(accountId)!.entitlements.push({
      id: row.id,
      riderCategoryId: row.rider_category_id,
      fromMs: row.from_ms ?? -8.64e15,
      ...given('fundingBodyId', row.funding_body_id),
      ...given('untilMs', row.until_ms),
    });
  }
  for (const { account_id: accountId, ...row } of products.rows) {
    riders.get(accountId)!.products.push({
      id: row.id,
      fareProductId: row.fare_product_id,
      fromMs: row.from_ms ?? -8.64e15,
      ...given('rides', row.rides),
      ...(row.is_ticket && { isTicket: true }),
      ...given('untilMs', row.until_ms),
    });
  }
  return riders;
}

interface MutableRider {
  entitlements: Rider['entitlements'][number][];
  products: Rider['products'][number][];
}
interface EntitlementRow {
  account_id: string;
  id: string;
  rider_category_id: string;
  funding_body_id: string | null;
  from_ms: number | null;
  until_ms: number | null;
}
interface ProductRow {
  account_id: string;
  id: string;
  fare_product_id: string;
  rides: number | null;
  is_ticket: boolean;
  from_ms: number | null;
  until_ms: number | null;
}

/** Milliseconds of an instant; null where it is never. */
function epoch(instant: string): string {
  return `CASE WHEN isfinite(${instant}) THEN (extract(epoch FROM ${instant}) * 1000)::float8 END`;
}

const CHARGE_COLUMNS = `charge.charge_id, charge.ride_ref, charge.revision, charge.account_id,
  (extract(epoch FROM charge.tapped_at) * 1000)::float8 AS at, charge.fare_date::text AS fare_date,
  charge.disposition, charge.currency, charge.amount_minor, charge.billed_minor, charge.payer, charge.funded_minor,
  charge.funding_body_id, charge.journey_ref, charge.tariff_version, charge.details::text AS details`;

/**
 * The charges of accounts since an instant each, of rides that are not another account's by now. A ride of which it was
 * forgotten whose it was (012) stays as it was charged: without its taps it would look as if it had never been.
 */
export async function loadCharges(
  client: DatabaseClient,
  wanted: readonly WantedAccount[],
): Promise<StoredCharge[]> {
  const { rows } = await client.query<ChargeRow>(
    `SELECT ${CHARGE_COLUMNS} FROM unnest($1::bigint[], $2::timestamptz[]) AS wanted (account_id, since)
     JOIN ticketing.current_charges AS charge
       ON charge.account_id = wanted.account_id AND charge.tapped_at >= wanted.since
     WHERE NOT EXISTS (
       SELECT FROM ticketing.taps AS tap WHERE tap.device_id = split_part(charge.ride_ref, '/', 1)
         AND tap.seq = split_part(charge.ride_ref, '/', 2)::bigint AND tap.is_unlinked
     )`,
    toColumns(wanted),
  );
  return rows.map(toStored);
}

/** The charges that hold of rides, whosever they are. */
export async function loadChargesOfRides(
  client: DatabaseClient,
  rideRefs: readonly string[],
): Promise<StoredCharge[]> {
  if (rideRefs.length === 0) return [];
  const { rows } = await client.query<ChargeRow>(
    `SELECT DISTINCT ON (charge.ride_ref) ${CHARGE_COLUMNS} FROM ticketing.charges AS charge
     WHERE charge.ride_ref = ANY ($1::text[]) ORDER BY charge.ride_ref, charge.revision DESC`,
    [rideRefs],
  );
  return rows.map(toStored);
}

interface ChargeRow {
  charge_id: string;
  ride_ref: string;
  revision: number;
  account_id: string;
  at: number;
  fare_date: string;
  disposition: string;
  currency: string;
  amount_minor: string;
  billed_minor: string;
  payer: string;
  funded_minor: string;
  funding_body_id: string | null;
  journey_ref: string;
  tariff_version: string;
  details: string;
}

function toStored(row: ChargeRow): StoredCharge {
  return {
    chargeId: row.charge_id,
    rideRef: row.ride_ref,
    revision: row.revision,
    accountId: row.account_id,
    tappedAtMs: row.at,
    fareDate: row.fare_date,
    disposition: row.disposition,
    currency: row.currency,
    amountMinor: checkMinor(Number(row.amount_minor)),
    billedMinor: checkMinor(Number(row.billed_minor)),
    payer: row.payer,
    journeyRef: row.journey_ref,
    tariffVersion: row.tariff_version,
    details: row.details,
    ...(row.funding_body_id === null
      ? {}
      : {
          funded: { fundingBodyId: row.funding_body_id, amountMinor: checkMinor(Number(row.funded_minor)) },
        }),
  };
}

/** How each account pays. */
export async function loadFunding(
  client: DatabaseClient,
  accountIds: readonly string[],
): Promise<Map<string, 'PREPAID' | 'GATEWAY'>> {
  const { rows } = await client.query<{ account_id: string; funding: 'PREPAID' | 'GATEWAY' }>(
    'SELECT account_id, funding FROM ticketing.accounts WHERE account_id = ANY ($1::bigint[])',
    [accountIds],
  );
  return new Map(rows.map(({ account_id: id, funding }) => [id, funding]));
}

function toColumns(wanted: readonly WantedAccount[]): [string[], Date[]] {
  return [wanted.map(({ accountId }) => accountId), wanted.map(({ sinceMs }) => new Date(sinceMs))];
}
