/** What clearing is made of: the charges of a fare day, the trips that were run, the sales of a period. */
import type { ProductSales, RideToClear } from '@rukh/domain/fares';
import type pg from 'pg';
import { PERSONS } from './count-persons.js';
import { NO_RIDES } from './no-rides.js';

/** A ride with the trip that it was on, as far as that is known. */
export interface PlacedRide extends RideToClear {
  readonly serviceDate: string | null;
  readonly tripIdPerformed: string | null;
}

/** A journey in one fare day, as it was known at a moment. */
export interface JourneyAt {
  readonly journeyRef: string;
  readonly accountId: string;
  readonly fareDay: string;
  readonly asOf: Date;
}

/** A trip as far as it was seen. */
export interface RunTrip {
  readonly tripIdPerformed: string;
  /** Whose the vehicle was; '' where that is not known. */
  readonly operatorId: string;
  /** Along the shape, from the first to the last position on the trip. */
  readonly metres: number;
}

/**
 * Of what a ride was asked for, the part that was granted back until a moment. What a refund and a price that fell gave
 * back twice was asked for again.
 */
const refunded = (until: string): string => `least(charge.billed_minor, coalesce((
    SELECT sum(amount_minor) FROM ticketing.refunds AS refund
    WHERE refund.ride_ref = charge.ride_ref AND refund.account_id = charge.account_id AND state IN ('APPROVED', 'PAID')
      AND coalesce(decided_at, requested_at) <= ${until}
  ), 0))`;

/**
 * @param charges where charges are taken from, with a condition on them
 * @param until the moment as of which
 */
const rides = (
  charges: string,
  until: string,
): string => `SELECT charge.ride_ref AS "rideRef", charge.journey_ref AS "journeyRef",
    coalesce(charge.operator_id, '') AS "operatorId", charge.currency, coalesce(${PERSONS}, 1) AS persons,
    charge.disposition NOT IN (${NO_RIDES}) AS "isRide",
    (charge.amount_minor - ${refunded(until)})::float8 AS "amountMinor", charge.funded_minor::float8 AS "fundedMinor", (
      SELECT told -> 'inputs' ->> 'product' FROM json_array_elements(charge.details -> 'reasons') AS every (told)
      WHERE told ->> 'code' = 'COVERED_BY_PASS' LIMIT 1
    ) AS "productId", context.service_date::text AS "serviceDate", context.trip_id_performed AS "tripIdPerformed"
  FROM ${charges} AS charge
  LEFT JOIN ticketing.taps AS tap ON tap.device_id = split_part(charge.ride_ref, '/', 1)
    AND tap.seq = split_part(charge.ride_ref, '/', 2)::bigint
  LEFT JOIN LATERAL (
    SELECT service_date, trip_id_performed FROM ticketing.tap_contexts AS each
    WHERE each.device_id = tap.device_id AND each.seq = tap.seq ORDER BY revision DESC LIMIT 1
  ) AS context ON true
  WHERE charge.disposition <> 'VOID' AND charge.fare_date = $1
    AND charge.tapped_at >= $1::date - interval '2 days' AND charge.tapped_at < $1::date + interval '3 days'
  ORDER BY charge.ride_ref COLLATE "C"`;
const RIDES = rides('ticketing.current_charges', 'now()');
/** As they stood at a moment: of each ride of the journey the last revision until then. */
const JOURNEY = rides(
  `(
    SELECT * FROM ticketing.charges AS held WHERE journey_ref = $2 AND account_id = $3 AND made_at <= $4 AND NOT EXISTS (
      SELECT FROM ticketing.charges AS later
      WHERE later.ride_ref = held.ride_ref AND later.revision > held.revision AND later.made_at <= $4
    )
  )`,
  '$4',
);

const TRIPS = `WITH run AS (
    SELECT trip_id_performed, min(vehicle_id) AS vehicle_id, min(event_timestamp) AS began,
      max(shape_dist_traveled) - min(shape_dist_traveled) AS metres
    FROM vehicle_locations
    WHERE service_date = $1 AND event_timestamp >= $1::date - interval '1 day'
      AND event_timestamp < $1::date + interval '3 days'
      AND trip_id_performed IS NOT NULL AND shape_dist_traveled IS NOT NULL
      AND ($2::text[] IS NULL OR trip_id_performed = ANY ($2))
    GROUP BY trip_id_performed
  )
  SELECT trip_id_performed AS "tripIdPerformed", round(metres)::float8 AS metres, coalesce((
      SELECT operator_id FROM ticketing.device_assignments AS place
      WHERE place.vehicle_id = run.vehicle_id AND valid_from <= run.began AND coalesce(valid_until, 'infinity') > run.began
      ORDER BY valid_from DESC, device_id LIMIT 1
    ), '') AS "operatorId"
  FROM run ORDER BY trip_id_performed COLLATE "C"`;

const SALES = `SELECT product AS "productId", currency, sum(amount)::float8 AS "amountMinor" FROM (
    SELECT fare_product_id AS product, currency, price_minor AS amount, sold_at AS at FROM ticketing.travel_rights
    UNION ALL SELECT fare_product_id, currency, price_minor, sold_at FROM ticketing.tickets
    UNION ALL SELECT fare_product_id, currency, -refunded_minor, refunded_at FROM ticketing.travel_rights
      WHERE state = 'REFUNDED'
  ) AS moved, ticketing.ledger_settings
  WHERE at >= $1::date::timestamp AT TIME ZONE time_zone AND at < ($2::date + 1)::timestamp AT TIME ZONE time_zone
  GROUP BY 1, 2 HAVING sum(amount) <> 0 ORDER BY product COLLATE "C", currency`;

export class ClearingReader {
  constructor(private readonly pool: pg.Pool) {}

  /** Rides whose fare day it is, in a fixed order. */
  async listRides(fareDay: string): Promise<PlacedRide[]> {
    return (await this.pool.query<PlacedRide>(RIDES, [fareDay])).rows;
  }

  /** Rides of a journey whose fare day it is, as they stood at a moment. */
  async listJourney({ journeyRef, accountId, fareDay, asOf }: JourneyAt): Promise<PlacedRide[]> {
    return (await this.pool.query<PlacedRide>(JOURNEY, [fareDay, journeyRef, accountId, asOf])).rows;
  }

  /** Trips of a service day by what was seen of them: all, or those named. */
  async listTrips(serviceDay: string, named?: readonly string[]): Promise<RunTrip[]> {
    return (await this.pool.query<RunTrip>(TRIPS, [serviceDay, named ?? null])).rows;
  }

  /** What was sold on local days, both included, less what was given back on them. */
  async listSales(fromDay: string, toDay: string): Promise<ProductSales[]> {
    return (await this.pool.query<ProductSales>(SALES, [fromDay, toDay])).rows;
  }
}
