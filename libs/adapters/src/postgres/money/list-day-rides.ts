/** Rides to choose from: those of a fare day, or of an account, by the revision of each that holds. */
import type pg from 'pg';
import { LEDGER_ZONE } from './ledger-zone.js';

export interface ListedRide {
  readonly rideRef: string;
  readonly accountId: string;
  readonly tappedAt: Date;
  readonly fareDate: string;
  readonly mediaType: string | null;
  readonly operatorId: string | null;
  readonly disposition: string;
  readonly revision: number;
  readonly currency: string;
  readonly nominalMinor: number;
  readonly amountMinor: number;
  readonly billedMinor: number;
  readonly fundedMinor: number;
}

/** What is not given does not matter. */
export interface RideWish {
  readonly day: string;
  readonly accountId?: string | undefined;
  readonly disposition?: string | undefined;
  readonly operatorId?: string | undefined;
  readonly fundingBodyId?: string | undefined;
  /** Only rides after this one in the order of the list. */
  readonly after?: { readonly tappedAt: string; readonly rideRef: string } | undefined;
  readonly limit: number;
}

/**
 * The newest first; a page ends where `after` the last one begins. A fare day begins on its date, by the local clock, and is
 * over before the next date ends.
 */
export async function listDayRides(pool: pg.Pool, wish: RideWish): Promise<ListedRide[]> {
  const { rows } = await pool.query<ListedRide>(
    `SELECT charge.ride_ref AS "rideRef", charge.account_id AS "accountId", charge.tapped_at AS "tappedAt",
       charge.fare_date::text AS "fareDate", tap.media_type AS "mediaType", charge.operator_id AS "operatorId",
       charge.disposition, charge.revision, charge.currency, charge.nominal_minor::float8 AS "nominalMinor",
       charge.amount_minor::float8 AS "amountMinor", charge.billed_minor::float8 AS "billedMinor",
       charge.funded_minor::float8 AS "fundedMinor"
     FROM ticketing.current_charges AS charge
     LEFT JOIN ticketing.taps AS tap ON tap.device_id = split_part(charge.ride_ref, '/', 1)
       AND tap.seq = split_part(charge.ride_ref, '/', 2)::bigint
     WHERE charge.fare_date = $1::date
       AND charge.tapped_at >= $1::date::timestamp AT TIME ZONE ${LEDGER_ZONE}
       AND charge.tapped_at < ($1::date + 2)::timestamp AT TIME ZONE ${LEDGER_ZONE}
       AND ($2::bigint IS NULL OR charge.account_id = $2) AND ($3::text IS NULL OR charge.disposition = $3)
       AND ($4::text IS NULL OR charge.operator_id = $4)
       AND ($8::text IS NULL OR charge.funding_body_id = $8)
       AND ($5::timestamptz IS NULL OR (charge.tapped_at, charge.ride_ref) < ($5, $6::text))
     ORDER BY charge.tapped_at DESC, charge.ride_ref DESC LIMIT $7`,
    [
      ...[wish.day, wish.accountId ?? null, wish.disposition ?? null, wish.operatorId ?? null],
      ...[wish.after?.tappedAt ?? null, wish.after?.rideRef ?? null, wish.limit],
      wish.fundingBodyId ?? null,
    ],
  );
  return rows;
}
