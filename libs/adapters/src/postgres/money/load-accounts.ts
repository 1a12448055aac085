/** Everything that prices of some accounts depend on, since an instant each, in a few statements for all of them. */
import { checkMinor } from '@rukh/domain/ledger';
import type { Rider } from '@rukh/domain/fares';
import type { DatabaseClient } from './in-transaction.js';
import { given } from './given.js';
import { type WantedAccount, toColumns } from './wanted-accounts.js';

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
  /** Of a ride that ended because its medium went to another account: what was asked for it until then, and of whom. */
  readonly movedFrom?: MovedRide;
}

export interface MovedRide {
  readonly currency: string;
  readonly amountMinor: number;
  readonly billedMinor: number;
  readonly disposition: string;
  readonly payer: string;
  readonly tapRefs: readonly string[];
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
  charge.funding_body_id, charge.journey_ref, charge.tariff_version, charge.details::text AS details,
  CASE WHEN charge.disposition = 'VOID' AND charge.details ->> 'mediumMoved' = 'true' THEN (
    SELECT json_build_object('currency', was.currency, 'amountMinor', was.amount_minor, 'billedMinor', was.billed_minor,
      'disposition', was.disposition, 'payer', was.payer, 'tapRefs', was.tap_refs)
    FROM ticketing.charges AS was WHERE was.charge_id = charge.supersedes
  ) END AS moved_from`;

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
  moved_from: MovedRide | null;
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
    ...given('movedFrom', row.moved_from),
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
