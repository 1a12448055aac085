/** What reports are made of: TIDES tables, completeness of devices. Each of one operator, or of all. */
import pg from 'pg';
import { streamPages } from '../stream-rows.js';
import { PERSONS } from './count-persons.js';
import { NO_RIDES, countRiders } from './no-rides.js';
import { inWholeUnits } from './in-whole-units.js';

export type ReportRow = Readonly<Record<string, unknown>>;

export interface ReportScope {
  /** Local day, YYYY-MM-DD, in this zone. */
  readonly day: string;
  readonly timeZone: string;
  /** Undefined: all operators. */
  readonly operatorId?: string | undefined;
}

const DAY_MS = 86_400_000;

const DAY = ['$1::date::timestamp AT TIME ZONE $2', '($1::date + 1)::timestamp AT TIME ZONE $2'] as const;
/** No trip takes longer: what goes on over midnight is counted as a whole. */
const TRIPS = [`${DAY[0]} - interval '3 hours'`, `${DAY[1]} + interval '3 hours'`] as const;
const TAPS_OF_DAY = `ticketing.placed_between(${DAY.join(', ')})`;
const TAPS_OF_TRIPS = `ticketing.placed_between(${TRIPS.join(', ')})`;
const OF_DAY = `tap.tapped_at >= ${DAY[0]} AND tap.tapped_at < ${DAY[1]}
  AND ($3::text IS NULL OR tap.operator_id = $3)`;
const RODE = `tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED', 'LATE_EXPIRED') AND tap.reason LIKE 'OK\\_%'`;

/** Every column of TIDES, in its order. In order before prices are sought, each by itself: the first rows do not wait for the last. */
const FARE_TRANSACTIONS = `SELECT tap.device_id || '/' || tap.seq AS transaction_id,
    coalesce(tap.service_date, (tap.tapped_at AT TIME ZONE $2)::date)::text AS service_date,
    tap.tapped_at AS event_timestamp, NULL::text AS location_ping_id,
    coalesce(charge.amount_minor, 0)::float8 AS amount, charge.currency AS currency_type,
    CASE WHEN tap.kind = 'EXIT' THEN 'Exit' WHEN charge.disposition = 'FREE_TRANSFER' THEN 'Transfer entrance'
      WHEN tap.kind = 'ENTRY' THEN 'Enter' ELSE 'Unknown action type' END AS fare_action,
    tap.trip_id_performed, tap.trip_id AS trip_id_scheduled, NULL::text AS pattern_id, tap.trip_stop_sequence,
    tap.stop_sequence AS scheduled_stop_sequence, tap.vehicle_id, tap.device_id, NULL::text AS fare_id, tap.stop_id,
    CASE WHEN charge.disposition IN (${NO_RIDES}) THEN 0 ELSE ${PERSONS} END AS num_riders,
    CASE tap.media_type WHEN 'CASH' THEN 'Cash or coins' WHEN 'CLOSED_CARD' THEN 'Smart card or ticket'
      WHEN 'BANK_CARD' THEN 'Bank card' WHEN 'STATIC_QR' THEN 'Optical scan' WHEN 'DYNAMIC_QR' THEN 'Optical scan'
      WHEN 'PAPER' THEN 'Optical scan' ELSE 'Other type' END AS fare_media_id,
    nullif(charge.details->>'riderCategoryId', '') AS rider_category,
    nullif(charge.details->>'fareProductId', '') AS fare_product,
    NULL::text AS fare_period, coalesce(charge.disposition = 'CAPPED', false) AS fare_capped,
    encode(substring(sha256(pseudonym.key || tap.token_ref) FROM 1 FOR 16), 'hex') AS token_id,
    NULL::float8 AS balance
  FROM (
    SELECT * FROM ${TAPS_OF_DAY} AS tap WHERE ${OF_DAY} AND ${RODE} ORDER BY tapped_at, device_id, seq
  ) AS tap
  LEFT JOIN LATERAL (
    SELECT * FROM ticketing.charges WHERE ride_ref = tap.device_id || '/' || tap.seq ORDER BY revision DESC LIMIT 1
  ) AS charge ON charge.disposition <> 'VOID'
  LEFT JOIN ticketing.pseudonym_keys AS pseudonym ON pseudonym.month = date_trunc('month', $1::date)::date
  ORDER BY tap.tapped_at, tap.device_id, tap.seq`;

const PASSENGER_EVENTS = `SELECT counted.service_date || ':' || trip_id_performed || ':' || place || ':' || kind AS passenger_event_id,
    service_date, event_timestamp, NULL::text AS location_ping_id, trip_id_performed, trip_id_scheduled,
    place AS trip_stop_sequence, scheduled_stop_sequence,
    CASE kind WHEN 'EXIT' THEN 'Passenger alighted' ELSE 'Passenger boarded' END AS event_type, vehicle_id,
    NULL::text AS device_id, NULL::text AS train_car_id, stop_id, NULL::text AS pattern_id, event_count
  FROM (
    SELECT tap.service_date::text AS service_date, tap.trip_id_performed, tap.trip_stop_sequence AS place,
      CASE tap.kind WHEN 'EXIT' THEN 'EXIT' ELSE 'ENTRY' END AS kind, min(tap.trip_id) AS trip_id_scheduled,
      min(tap.stop_sequence) AS scheduled_stop_sequence, min(tap.vehicle_id) AS vehicle_id, min(tap.stop_id) AS stop_id,
      min(tap.tapped_at) AS event_timestamp, sum(${countRiders(...DAY)})::integer AS event_count
    FROM ${TAPS_OF_DAY} AS tap
    WHERE ${OF_DAY} AND ${RODE} AND tap.service_date IS NOT NULL AND tap.trip_id_performed IS NOT NULL
      AND tap.trip_stop_sequence IS NOT NULL AND tap.vehicle_id IS NOT NULL
    GROUP BY 1, 2, 3, 4
  ) AS counted WHERE event_count >= $4 ORDER BY event_timestamp, passenger_event_id`;

/**
 * Visits of trips on which somebody tapped; who got in and out there is counted. Of a trip that goes on over midnight all visits are
 * told, so that its load is known, and which of them are of the day. A name that comes twice is read as the later.
 */
const STOP_VISITS = `WITH counted AS MATERIALIZED (
    SELECT tap.service_date, tap.trip_id_performed, tap.trip_stop_sequence, count(*)::integer AS taps,
      coalesce(sum(riders) FILTER (WHERE tap.kind <> 'EXIT'), 0)::integer AS entered,
      coalesce(sum(riders) FILTER (WHERE tap.kind = 'EXIT'), 0)::integer AS got_out
    FROM (SELECT tap.*, ${countRiders(...TRIPS)} AS riders FROM ${TAPS_OF_TRIPS} AS tap) AS tap
    WHERE ($3::text IS NULL OR tap.operator_id = $3) AND ${RODE} AND tap.service_date IS NOT NULL AND tap.trip_id_performed IS NOT NULL
      AND tap.trip_stop_sequence IS NOT NULL
    GROUP BY 1, 2, 3
  )
  SELECT visit.*, visit.service_date::text AS service_date, performed.trip_end_stop_id, coalesce(counted.entered, 0) AS boarding_1, counted.taps AS number_of_transactions,
    CASE WHEN bool_or(counted.got_out > 0) OVER trip THEN coalesce(counted.got_out, 0) END AS alighting_1,
    (coalesce(actual_arrival_time, actual_departure_time, schedule_arrival_time, schedule_departure_time) AT TIME ZONE $2)::date
      = $1::date AS is_of_day
  FROM tides_stop_visits AS visit
  JOIN (SELECT DISTINCT service_date, trip_id_performed FROM counted) AS tapped USING (service_date, trip_id_performed)
  LEFT JOIN counted USING (service_date, trip_id_performed, trip_stop_sequence)
  LEFT JOIN trips_performed AS performed USING (service_date, trip_id_performed)
  WINDOW trip AS (PARTITION BY visit.service_date, visit.trip_id_performed)
  ORDER BY visit.service_date, visit.trip_id_performed, visit.trip_stop_sequence`;

const DEVICES = `SELECT device_id, NULL::text AS stop_id,
    (SELECT vehicle_id FROM ticketing.device_assignments AS place WHERE place.device_id = device.device_id
       AND valid_from < ($1::date + 1)::timestamp AT TIME ZONE $2
       AND coalesce(valid_until, 'infinity') >= $1::date::timestamp AT TIME ZONE $2
     ORDER BY valid_from DESC LIMIT 1) AS vehicle_id,
    NULL::text AS train_car_id,
    CASE kind WHEN 'VALIDATOR' THEN 'Farebox' WHEN 'DRIVER_TERMINAL' THEN 'Fare vending machine' ELSE 'Other' END AS device_type,
    NULL::text AS device_vendor, NULL::text AS device_model, NULL::text AS device_location
  FROM ticketing.devices AS device WHERE ($3::text IS NULL OR operator_id = $3) ORDER BY device_id`;

/**
 * A gap counts on the day of the tap after it; a number that was settled without a tap, being none, is no gap. What a
 * device said that it has and that is not here counts on the day when it said so: nothing that came since shows when it
 * was made. Only what follows no tap of the day is asked for the tap before it.
 */
const COMPLETENESS = `WITH tapped AS (
    SELECT tap.device_id, tap.operator_id, tap.trip_id, tap.seq,
      lag(tap.seq) OVER (PARTITION BY tap.device_id ORDER BY tap.seq) = tap.seq - 1 AS follows
    FROM ${TAPS_OF_DAY} AS tap
    WHERE ${OF_DAY}
  ), numbered AS (
    SELECT tap.device_id, tap.operator_id, tap.trip_id, CASE WHEN follows THEN 0 ELSE tap.seq - prior.seq - 1 - (
        SELECT count(*) FROM ticketing.tap_tombstones AS gone
        WHERE gone.device_id = tap.device_id AND gone.seq > prior.seq AND gone.seq < tap.seq AND NOT is_lost
          AND NOT EXISTS (SELECT FROM ticketing.taps AS mended WHERE mended.device_id = gone.device_id AND mended.seq = gone.seq)
      ) END AS missing
    FROM tapped AS tap
    LEFT JOIN LATERAL (
      SELECT max(seq) AS seq FROM ticketing.taps AS prior
      WHERE prior.device_id = tap.device_id AND prior.seq < tap.seq AND follows IS NOT TRUE
    ) AS prior ON true
  ), received AS (
    SELECT device_id, min(operator_id) AS operator_id, count(*) AS received, coalesce(sum(missing), 0) AS missing,
      count(*) FILTER (WHERE trip_id IS NULL) AS unlabelled
    FROM numbered GROUP BY device_id
  ), unsent AS (
    SELECT status.device_id, device.operator_id, status.queue_length,
      status.last_seq - greatest(
        (SELECT max(seq) FROM ticketing.taps AS tap WHERE tap.device_id = status.device_id),
        (SELECT max(seq) FROM ticketing.tap_tombstones AS gone WHERE gone.device_id = status.device_id AND NOT is_lost), 0
      ) AS tail
    FROM ticketing.device_status AS status JOIN ticketing.devices AS device USING (device_id)
    WHERE status.heard_at >= $1::date::timestamp AT TIME ZONE $2
      AND status.heard_at < ($1::date + 1)::timestamp AT TIME ZONE $2 AND ($3::text IS NULL OR device.operator_id = $3)
  ), refused AS (
    SELECT gone.device_id, device.operator_id, count(*) AS rejected_form
    FROM ticketing.tap_tombstones AS gone JOIN ticketing.devices AS device USING (device_id)
    WHERE gone.received_at >= $1::date::timestamp AT TIME ZONE $2
      AND gone.received_at < ($1::date + 1)::timestamp AT TIME ZONE $2 AND ($3::text IS NULL OR device.operator_id = $3)
      AND NOT gone.is_lost AND NOT EXISTS (SELECT FROM ticketing.taps AS mended WHERE mended.device_id = gone.device_id AND mended.seq = gone.seq)
    GROUP BY 1, 2
  ), joined AS (
    SELECT device_id, coalesce(received.operator_id, unsent.operator_id, refused.operator_id) AS operator_id,
      coalesce(received, 0) AS received, coalesce(missing, 0) + greatest(coalesce(tail, 0), 0) AS missing,
      coalesce(unlabelled, 0) AS unlabelled, coalesce(rejected_form, 0) AS rejected_form, queue_length
    FROM received FULL JOIN unsent USING (device_id) FULL JOIN refused USING (device_id)
    WHERE received IS NOT NULL OR tail > 0 OR rejected_form > 0
  )
  SELECT device_id, operator_id, received::integer, missing::integer, (received + missing)::integer AS expected,
    unlabelled::integer, rejected_form::integer, queue_length FROM joined ORDER BY device_id`;

export class ControlReports {
  constructor(private readonly pool: pg.Pool) {}

  /** Answers whether it was made: for an operator that there is not, none is. */
  async addToken(tokenHash: Buffer, label: string, operatorId: string | undefined): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO ticketing.report_tokens (token_hash, label, operator_id) SELECT $1::bytea, $2::text, $3::text
       WHERE $3::text IS NULL OR EXISTS (SELECT FROM ticketing.operators WHERE operator_id = $3)`,
      [tokenHash, label, operatorId ?? null],
    );
    return rowCount === 1;
  }

  /** Whose reports a token opens: one operator's, or all where none is named; undefined for a token of nobody. */
  async findScope(tokenHash: Buffer): Promise<{ readonly operatorId?: string } | undefined> {
    const { rows } = await this.pool.query<{ operator_id: string | null }>(
      'SELECT operator_id FROM ticketing.report_tokens WHERE token_hash = $1 AND revoked_at IS NULL',
      [tokenHash],
    );
    const [row] = rows;
    if (!row) return undefined;
    return row.operator_id === null ? {} : { operatorId: row.operator_id };
  }

  /**
   * Page after page, as fast as they are taken. Pseudonyms are of one month; `newKey` becomes that month's where it has
   * none. Months that are over stay forgotten.
   */
  async *readFareTransactions(
    scope: ReportScope,
    newKey: Buffer,
  ): AsyncGenerator<readonly ReportRow[], void, undefined> {
    const values = valuesOf(scope);
    await this.pool.query(
      `INSERT INTO ticketing.pseudonym_keys (month, key) SELECT date_trunc('month', $1::date)::date, $2
       WHERE date_trunc('month', $1::date) >= date_trunc('month', now() - interval '1 month') ON CONFLICT DO NOTHING`,
      [scope.day, newKey],
    );
    const select = FARE_TRANSACTIONS.replaceAll(/\$(\d)/g, (_, place) => literal(values[Number(place) - 1]));
    for await (const rows of streamPages(this.pool, select)) yield rows.map(inWholeUnits);
  }

  /** Boardings and alightings at each stop; fewer than `least` at a stop are left out. */
  async listPassengerEvents(scope: ReportScope, least: number): Promise<ReportRow[]> {
    return this.#list(PASSENGER_EVENTS, scope, least);
  }

  /** Visits of trips on which somebody tapped, in the order of their trips, by TIDES but for `departure_load`, `trip_end_stop_id` and `is_of_day`. */
  async listStopVisits(scope: ReportScope): Promise<ReportRow[]> {
    return this.#list(STOP_VISITS, scope);
  }

  async listDevices(scope: ReportScope): Promise<ReportRow[]> {
    return this.#list(DEVICES, scope);
  }

  async listCompleteness(scope: ReportScope): Promise<ReportRow[]> {
    return this.#list(COMPLETENESS, scope);
  }

  async #list(text: string, scope: ReportScope, ...more: unknown[]): Promise<ReportRow[]> {
    return (await this.pool.query<ReportRow>(text, [...valuesOf(scope), ...more])).rows;
  }
}

function valuesOf({ day, timeZone, operatorId }: ReportScope): (string | null)[] {
  if (!Number.isFinite(Date.parse(day)) || Date.parse(day) % DAY_MS !== 0) {
    throw new RangeError(`${day} is no day`);
  }
  return [day, timeZone, operatorId ?? null];
}

function literal(value: string | null | undefined): string {
  return value == null ? 'NULL' : pg.escapeLiteral(value);
}
