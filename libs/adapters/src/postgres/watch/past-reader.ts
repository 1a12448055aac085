/**
 * History as the dispatchers' screen is made of it again: positions with what tracking said of them, stops passed,
 * trips, what riders were told. Long answers come some thousand rows at a time: other services live in the process.
 */
import type { PastFix, PastPrediction, PastRun, PastTrip, PastVisit } from '@rukh/domain/dispatch';
import type { ServiceDate } from '@rukh/domain/time';
import pg from 'pg';
import { type PlainRow as Row, streamRows } from '../stream-rows.js';

/** After an instant and up to another, epoch seconds. */
export interface PastPeriod {
  readonly after: number;
  readonly to: number;
}

/** A position that reached us later than this after it was measured changes nothing of the picture. */
const LATE_SECONDS = 120;
/** Clocks of vehicles may be so far ahead of ours. */
const AHEAD_SECONDS = 30;
/** A stop may be passed so much before or after its time by the timetable, which is the axis of the table. */
const OFF_TIMETABLE_SECONDS = 7_200;

export class PastReader {
  /** `pool` must give statements some seconds. */
  constructor(private readonly pool: pg.Pool) {}

  /** The first service day (YYYYMMDD) that anything is kept of, not before `keptFrom`; undefined where there is none. */
  async findFirstDay(keptFrom: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ day: string | null }>(
      `SELECT to_char(min(service_date), 'YYYYMMDD') AS day FROM trips_performed
       WHERE service_date >= to_date($1, 'YYYYMMDD')`,
      [keptFrom],
    );
    return rows[0]?.day ?? undefined;
  }

  /** Positions by when they reached us. */
  async readFixes({ after, to }: PastPeriod, take: (fix: PastFix) => void): Promise<void> {
    await this.#stream(
      `SELECT ${FIX} FROM vehicle_locations
       WHERE event_timestamp > ${instant(after - LATE_SECONDS)} AND event_timestamp <= ${instant(to + AHEAD_SECONDS)}
         AND received_at > ${instant(after)} AND received_at <= ${instant(to)}
         AND event_timestamp BETWEEN received_at - interval '${LATE_SECONDS} s' AND received_at + interval '${AHEAD_SECONDS} s'
       ORDER BY received_at, event_timestamp, vehicle_id`,
      (row) => take(toFix(row)),
    );
  }

  /** The last position of each vehicle that reached us in a period. */
  async readLastFixes({ after, to }: PastPeriod, take: (fix: PastFix) => void): Promise<void> {
    await this.#stream(
      `SELECT DISTINCT ON (vehicle_id) ${FIX} FROM vehicle_locations
       WHERE event_timestamp > ${instant(after)} AND event_timestamp <= ${instant(to)} AND received_at <= ${instant(to)}
       ORDER BY vehicle_id, event_timestamp DESC`,
      (row) => take(toFix(row)),
    );
  }

  /** Stops by when they were passed; of one line only where `routeId` is given. */
  async readVisits(
    { after, to }: PastPeriod,
    take: (visit: PastVisit) => void,
    routeId?: string,
  ): Promise<void> {
    const line = routeId === undefined ? '' : `AND route_id = ${pg.escapeLiteral(routeId)}`;
    await this.#stream(
      `SELECT * FROM (SELECT trip_id_performed, trip_id_scheduled, to_char(service_date, 'YYYYMMDD'), vehicle_id,
           trip_stop_sequence, extract(epoch FROM coalesce(actual_departure_time, actual_arrival_time))::float8 AS at
         FROM stop_visits
         WHERE schedule_arrival_time > ${instant(after - OFF_TIMETABLE_SECONDS)}
           AND schedule_arrival_time <= ${instant(to + OFF_TIMETABLE_SECONDS)} ${line}) AS visits
       WHERE at > ${after} AND at <= ${to} ORDER BY at, vehicle_id, trip_stop_sequence`,
      ([performed, tripId, serviceDate, vehicleId, place, at]) =>
        take({
          run: toRun(performed as string, tripId as string, serviceDate as ServiceDate, vehicleId as string),
          vehicleId: vehicleId as string,
          stopIndex: (place as number) - 1,
          at: at as number,
        }),
    );
  }

  /** Runs of trips of service days (YYYYMMDD) first seen up to an instant, as far as they had come then. */
  async readTrips(dates: readonly string[], to: number, take: (trip: PastTrip) => void): Promise<void> {
    if (dates.length === 0) return;
    const days = dates.map((date) => `to_date(${pg.escapeLiteral(date)}, 'YYYYMMDD')`).join(', ');
    await this.#stream(
      `SELECT trip_id_performed, trip_id_scheduled, to_char(service_date, 'YYYYMMDD'), vehicle_id,
         extract(epoch FROM first_seen_at)::float8,
         CASE WHEN actual_trip_start <= ${instant(to)} THEN extract(epoch FROM actual_trip_start)::float8 END,
         CASE WHEN actual_trip_end <= ${instant(to)} THEN extract(epoch FROM actual_trip_end)::float8 END
       FROM trips_performed WHERE service_date IN (${days}) AND first_seen_at <= ${instant(to)}
       ORDER BY first_seen_at, trip_id_performed`,
      ([performed, tripId, serviceDate, vehicleId, firstSeenAt, departedAt, arrivedAt]) =>
        take({
          run: toRun(performed as string, tripId as string, serviceDate as ServiceDate, vehicleId as string),
          vehicleId: vehicleId as string,
          firstSeenAt: firstSeenAt as number,
          ...(departedAt === null ? {} : { departedAt: departedAt as number }),
          ...(arrivedAt === null ? {} : { arrivedAt: arrivedAt as number }),
        }),
    );
  }

  /** What riders were told at one instant of sampling. */
  async readPredictions(madeAt: number, take: (row: PastPrediction) => void): Promise<void> {
    await this.#stream(
      `SELECT trip_id_performed, to_char(service_date, 'YYYYMMDD'), vehicle_id, trips_ahead, trip_stop_sequence,
         extract(epoch FROM predicted_arrival_time)::float8, interval_seconds
       FROM prediction_samples WHERE made_at = ${instant(madeAt)}
       ORDER BY vehicle_id, trips_ahead, trip_id_performed, trip_stop_sequence`,
      ([performed, serviceDate, vehicleId, ahead, place, arrivalSeconds, interval]) =>
        take({
          run: toRun(performed as string, undefined, serviceDate as ServiceDate, vehicleId as string),
          vehicleId: vehicleId as string,
          madeAt,
          ahead: ahead as number,
          stopIndex: (place as number) - 1,
          arrivalSeconds: arrivalSeconds as number,
          uncertaintySeconds: interval as number,
        }),
    );
  }

  #stream(select: string, take: (row: Row) => void): Promise<void> {
    return streamRows(this.pool, select, (rows) => {
      for (const row of rows) take(row);
    });
  }
}

const FIX = `vehicle_id, extract(epoch FROM event_timestamp)::float8, extract(epoch FROM received_at)::float8, latitude,
  longitude, heading, speed, occupancy_status, unassigned_reason, trip_type::text, trip_id_scheduled,
  trip_id_performed, to_char(service_date, 'YYYYMMDD'), trip_stop_sequence, shape_dist_traveled, offset_metres,
  confidence, current_status::text, off_route, schedule_deviation, headway_deviation, planned_headway`;

function toFix(row: Row): PastFix {
  const [vehicleId, at, receivedAt, lat, lon, bearing, speed, occupancy, reason, tripType] = row;
  return {
    vehicleId: vehicleId as string,
    at: at as number,
    receivedAt: receivedAt as number,
    lat: lat as number,
    lon: lon as number,
    bearing: numberOf(bearing),
    speedMetresPerSecond: numberOf(speed),
    occupancyStatus: numberOf(occupancy),
    unassignedReason: textOf(reason),
    tripType: textOf(tripType),
    trip: toPlace(vehicleId as string, row.slice(10)),
  };
}

function toPlace(vehicleId: string, row: Row): PastFix['trip'] {
  const [tripId, performed, serviceDate, place, shapeMetres, offset, confidence, status, offRoute] = row;
  const [deviation, headwayDeviation, plannedHeadway] = row.slice(9);
  if (typeof tripId !== 'string' || typeof serviceDate !== 'string' || typeof place !== 'number') {
    return undefined;
  }
  const day = serviceDate as ServiceDate;
  return {
    run:
      typeof performed === 'string' ? toRun(performed, tripId, day, vehicleId) : { tripId, serviceDate: day },
    nextStopIndex: place - 1,
    shapeMetres: numberOf(shapeMetres) ?? 0,
    offsetMetres: numberOf(offset) ?? 0,
    confidence: numberOf(confidence) ?? 1,
    stopStatus: textOf(status),
    isOffRoute: offRoute === true,
    deviationSeconds: numberOf(deviation),
    headwayDeviationSeconds: numberOf(headwayDeviation),
    plannedHeadwaySeconds: numberOf(plannedHeadway),
  };
}

/** trip_id_performed is the trip, its start where it has several, and the vehicle: `T1@07:30:00/1279`. */
function toRun(
  performed: string,
  tripId: string | undefined,
  serviceDate: ServiceDate,
  vehicleId: string,
): PastRun {
  const key = performed.slice(0, -(vehicleId.length + 1));
  if (key === tripId) return { tripId, serviceDate };
  const start = /^(.*)@(\d{1,3}:\d\d:\d\d)$/s.exec(key);
  return start ? { tripId: start[1]!, serviceDate, startTime: start[2]! } : { tripId: key, serviceDate };
}

type Value = Row[number] | undefined;
const numberOf = (value: Value): number | undefined => (typeof value === 'number' ? value : undefined);
const textOf = (value: Value): string | undefined => (typeof value === 'string' ? value : undefined);

function instant(epochSeconds: number): string {
  return `to_timestamp(${epochSeconds}::float8)`;
}
