/**
 * What reports of the dispatchers' side are made of: history and taps, summed as far as the database can sum them.
 * Readings are in transactions that only read; the pool's statement timeout bounds each.
 */
import pg from 'pg';
import { type PlainRow, streamRows } from '../stream-rows.js';
import { PERSONS } from '../ticketing/count-persons.js';

export interface VisitRow {
  readonly tripIdPerformed: string;
  readonly vehicleId: string;
  /** TIDES trip_stop_sequence, from 1. */
  readonly place: number;
  /** Epoch seconds. */
  readonly arrivalSeconds: number | undefined;
  readonly departureSeconds: number | undefined;
}

export interface DrivenRow {
  readonly vehicleId: string;
  readonly tripId: string | null;
  readonly seconds: number;
  readonly metres: number;
  readonly offRouteSeconds: number;
  readonly offRouteMetres: number;
  /** How often a vehicle left its line. */
  readonly departures: number;
}

export interface BoardingRow {
  readonly vehicleId: string | null;
  readonly routeId: string | null;
  readonly directionId: number | null;
  readonly stopId: string | null;
  readonly hour: string;
  readonly tripIdPerformed: string | null;
  readonly taps: number;
  readonly persons: number;
}

export interface StopTapsRow {
  readonly vehicleId: string | null;
  readonly routeId: string | null;
  readonly stopId: string;
  readonly taps: number;
}

export interface ScoreRow {
  readonly routeId: string;
  readonly horizon: string;
  readonly predictions: number;
  readonly maeSeconds: number | null;
  readonly biasSeconds: number | null;
  readonly within60Share: number | null;
  readonly coverageShare: number | null;
}

export interface QualityRow {
  readonly vehicleId: string;
  /** The trip that most of the positions were on. */
  readonly tripId: string | null;
  readonly positions: number;
  readonly withTrip: number;
  readonly intervals: number;
  readonly intervalSeconds: number;
  readonly delaySeconds: number;
  readonly silences: number;
}

/** From an instant until before another, epoch seconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Some tens of milliseconds of work: other services live in the same process. */
const FETCH_ROWS = 2_000;
/** Between reports farther apart than this it is not known where the vehicle was. */
const KNOWN_GAP = "interval '2 minutes'";
/** Silent for longer than a feed may say where a vehicle is. */
const SILENCE = "interval '90 seconds'";

export class ReportReader {
  constructor(private readonly pool: pg.Pool) {}

  /** Stops seen served on a service day (YYYYMMDD), some thousand at a time; resolves at the end. */
  async readVisits(
    date: string,
    routeId: string | undefined,
    take: (rows: readonly VisitRow[]) => void,
  ): Promise<void> {
    const line = routeId === undefined ? '' : `AND route_id = ${pg.escapeLiteral(routeId)}`;
    await streamRows(
      this.pool,
      `SELECT trip_id_performed, vehicle_id, trip_stop_sequence,
         extract(epoch FROM actual_arrival_time)::float8, extract(epoch FROM actual_departure_time)::float8
       FROM stop_visits WHERE service_date = ${pg.escapeLiteral(date)}::date ${line}`,
      (rows) => take(rows.map(toVisit)),
      FETCH_ROWS,
    );
  }

  /** What vehicles drove in service, and how much of it off their line, by vehicle and trip. */
  async listDriven({ from, to }: Period): Promise<DrivenRow[]> {
    const { rows } = await this.pool.query<DrivenRow>(DRIVEN, [from, to]);
    return rows;
  }

  /** Taps that let somebody ride, by where and when they were. @param timeZone of the hours */
  async listBoardings({ from, to }: Period, timeZone: string): Promise<BoardingRow[]> {
    const { rows } = await this.pool.query<BoardingRow>(BOARDINGS, [from, to, timeZone]);
    return rows;
  }

  /** Taps that let somebody in after one instant and up to another, by vehicle and stop; only where the stop is known. */
  async listTapsAtStops({ from, to }: Period): Promise<StopTapsRow[]> {
    const { rows } = await this.pool.query<StopTapsRow>(TAPS_AT_STOPS, [from, to]);
    return rows;
  }

  /** How right predictions were, by route ('' is the network) and horizon. */
  async listScores({ from, to }: Period): Promise<ScoreRow[]> {
    const { rows } = await this.pool.query<ScoreRow>(SCORES, [from, to]);
    return rows;
  }

  /** How well vehicles report. */
  async listQuality({ from, to }: Period): Promise<QualityRow[]> {
    const { rows } = await this.pool.query<QualityRow>(QUALITY, [from, to]);
    return rows;
  }
}

function toVisit([tripIdPerformed, vehicleId, place, arrival, departure]: PlainRow): VisitRow {
  return {
    tripIdPerformed: tripIdPerformed as string,
    vehicleId: vehicleId as string,
    place: place as number,
    arrivalSeconds: (arrival as number | null) ?? undefined,
    departureSeconds: (departure as number | null) ?? undefined,
  };
}

const OF_PERIOD =
  'event_timestamp >= to_timestamp($1::float8) AND event_timestamp < to_timestamp($2::float8)';
const RADIANS = 0.017453292519943295;
/** Great-circle distance between a fix and the one before it, metres (haversine, mean radius of IUGG). */
const METRES = `2 * 6371008.8 * asin(sqrt(least(1, power(sin((latitude - before_lat) * ${RADIANS} / 2), 2)
  + cos(latitude * ${RADIANS}) * cos(before_lat * ${RADIANS}) * power(sin((longitude - before_lon) * ${RADIANS} / 2), 2))))`;

const DRIVEN = `WITH fixes AS (
    SELECT vehicle_id, trip_id_scheduled, event_timestamp, latitude, longitude, trip_type, coalesce(off_route, false) AS off,
      lag(event_timestamp) OVER fixes AS before_at, lag(latitude) OVER fixes AS before_lat,
      lag(longitude) OVER fixes AS before_lon, lag(trip_type) OVER fixes AS before_type,
      coalesce(lag(off_route) OVER fixes, false) AS before_off
    FROM vehicle_locations WHERE ${OF_PERIOD}
    WINDOW fixes AS (PARTITION BY vehicle_id ORDER BY event_timestamp)
  ), legs AS (
    SELECT vehicle_id, trip_id_scheduled, off, before_off, extract(epoch FROM event_timestamp - before_at) AS seconds,
      ${METRES} AS metres
    FROM fixes WHERE trip_type = 'In service' AND before_type = 'In service' AND event_timestamp - before_at <= ${KNOWN_GAP}
  )
  SELECT vehicle_id AS "vehicleId", trip_id_scheduled AS "tripId", sum(seconds)::float8 AS seconds,
    sum(metres)::float8 AS metres, coalesce(sum(seconds) FILTER (WHERE off AND before_off), 0)::float8 AS "offRouteSeconds",
    coalesce(sum(metres) FILTER (WHERE off AND before_off), 0)::float8 AS "offRouteMetres",
    (count(*) FILTER (WHERE off AND NOT before_off))::int AS departures
  FROM legs GROUP BY vehicle_id, trip_id_scheduled`;

const BOARDINGS = `SELECT vehicle_id AS "vehicleId", route_id AS "routeId", direction_id::int AS "directionId",
    stop_id AS "stopId", to_char(tapped_at AT TIME ZONE $3, 'HH24') AS hour, trip_id_performed AS "tripIdPerformed",
    count(*)::int AS taps,
    sum(${PERSONS})::int AS persons
  FROM ticketing.placed_between(to_timestamp($1::float8), to_timestamp($2::float8)) AS tap
  WHERE tapped_at < to_timestamp($2::float8) AND kind <> 'EXIT'
    AND outcome IN ('ACCEPTED', 'LATE_ACCEPTED', 'LATE_EXPIRED') AND reason LIKE 'OK\\_%'
  GROUP BY 1, 2, 3, 4, 5, 6`;

/** By the time that the device said: those of few clocks were corrected since, and few of those from hour to hour. */
const TAPS_AT_STOPS = `SELECT coalesce(assigned.vehicle_id, tap.vehicle_id) AS "vehicleId", context.route_id AS "routeId",
    context.stop_id AS "stopId", count(*)::int AS taps
  FROM ticketing.taps AS tap
  CROSS JOIN LATERAL (SELECT route_id, stop_id FROM ticketing.tap_contexts AS c
    WHERE c.device_id = tap.device_id AND c.seq = tap.seq ORDER BY revision DESC LIMIT 1) AS context
  LEFT JOIN LATERAL (SELECT vehicle_id FROM ticketing.device_assignments AS a
    WHERE a.device_id = tap.device_id AND a.valid_from <= tap.tapped_at
      AND coalesce(a.valid_until, 'infinity') > tap.tapped_at
    ORDER BY valid_from DESC LIMIT 1) AS assigned ON true
  WHERE tap.tapped_at > to_timestamp($1::float8) AND tap.tapped_at <= to_timestamp($2::float8)
    AND tap.kind <> 'EXIT' AND tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED', 'LATE_EXPIRED')
    AND tap.reason LIKE 'OK\\_%' AND context.stop_id IS NOT NULL
  GROUP BY 1, 2, 3`;

const SCORES = `SELECT route_id AS "routeId", horizon, sum(predictions)::int AS predictions,
    (sum(mean_absolute_error_seconds * predictions) / nullif(sum(predictions), 0))::float8 AS "maeSeconds",
    (sum(bias_seconds * predictions) / nullif(sum(predictions), 0))::float8 AS "biasSeconds",
    (sum(within_60_share * predictions) / nullif(sum(predictions), 0))::float8 AS "within60Share",
    (sum(interval_coverage * predictions) / nullif(sum(predictions), 0))::float8 AS "coverageShare"
  FROM prediction_scores WHERE hour >= to_timestamp($1::float8) AND hour < to_timestamp($2::float8)
  GROUP BY route_id, horizon`;

const QUALITY = `WITH fixes AS (
    SELECT vehicle_id, event_timestamp, received_at, trip_id_scheduled, trip_type,
      event_timestamp - lag(event_timestamp) OVER (PARTITION BY vehicle_id ORDER BY event_timestamp) AS since
    FROM vehicle_locations WHERE ${OF_PERIOD}
  )
  SELECT vehicle_id AS "vehicleId", mode() WITHIN GROUP (ORDER BY trip_id_scheduled) AS "tripId", count(*)::int AS positions, count(trip_id_scheduled)::int AS "withTrip",
    (count(*) FILTER (WHERE since <= interval '10 minutes'))::int AS intervals,
    coalesce(sum(extract(epoch FROM since)) FILTER (WHERE since <= interval '10 minutes'), 0)::float8 AS "intervalSeconds",
    sum(extract(epoch FROM received_at - event_timestamp))::float8 AS "delaySeconds",
    (count(*) FILTER (WHERE since > ${SILENCE} AND trip_type = 'In service'))::int AS silences
  FROM fixes GROUP BY vehicle_id`;
