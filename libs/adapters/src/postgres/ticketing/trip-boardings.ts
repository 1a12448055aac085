/** Who got in where on trips under way, by their taps: what the load of a vehicle is worked out from. */
import type { ValidatorOnBoard } from '@rukh/domain/taps';
import type pg from 'pg';
import { PERSONS } from './count-persons.js';
import { STANDING, STANDING_FIELDS, STANDING_JOINS, ms } from './validator-standing.js';

/** The trip that a vehicle was tapped on last. */
export interface TripBoardings {
  readonly vehicleId: string;
  readonly tripId: string;
  readonly tripIdPerformed: string;
  /** TIDES route_type, e.g. Bus. */
  readonly routeType?: string;
  /** Place of the last stop that it left, from 1. */
  readonly place: number;
  /** Persons who tapped, with companions, by place from 1. */
  readonly boardings: readonly number[];
  /** Persons who tapped out; undefined where nobody did. */
  readonly exits?: readonly number[];
  /** When it left its stops, by place from 1, milliseconds since 1970 UTC; undefined where that was not seen. */
  readonly leftAtMs: readonly (number | undefined)[];
  readonly validators: readonly ValidatorOnBoard[];
}

interface Row {
  readonly vehicle_id: string;
  readonly trip_id: string;
  readonly trip_id_performed: string;
  readonly route_type: string | null;
  readonly left: readonly (readonly [place: number, atMs: number])[] | null;
  readonly places: readonly (readonly [number, number, number])[];
  readonly validators: readonly ValidatorOnBoard[] | null;
}

export class TripBoardingsStore {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Of each vehicle whose validators were heard in the last `freshMinutes`, the trip tapped on last. A vehicle whose
   * validators are silent has none: their queue may hold everybody.
   */
  async list(nowMs: number, freshMinutes: number): Promise<TripBoardings[]> {
    const { rows } = await this.pool.query<Row>(SELECT_BOARDINGS, [
      new Date(nowMs).toISOString(),
      `${freshMinutes} minutes`,
    ]);
    return rows.flatMap((row) => (row.left === null ? [] : [toBoardings(row, row.left)]));
  }
}

const SELECT_BOARDINGS = `
WITH recent AS MATERIALIZED (
  SELECT vehicle_id, trip_id, service_date, trip_id_performed, trip_stop_sequence AS place, kind, tapped_at, received_at,
    ${PERSONS} AS persons
  FROM ticketing.placed_between($1::timestamptz - interval '3 hours', $1::timestamptz) AS tap
  WHERE trip_id_performed IS NOT NULL AND trip_stop_sequence IS NOT NULL
    AND reason LIKE 'OK\\_%' AND outcome IN ('ACCEPTED', 'LATE_ACCEPTED')
), current AS (
  SELECT DISTINCT ON (vehicle_id) vehicle_id, trip_id, service_date, trip_id_performed FROM recent
  WHERE vehicle_id IN (SELECT vehicle_id FROM recent WHERE received_at > $1::timestamptz - $2::interval
    AND tapped_at > $1::timestamptz - $2::interval)
  ORDER BY vehicle_id, tapped_at DESC
)
SELECT current.vehicle_id, current.trip_id, current.trip_id_performed, trip.route_type,
  (SELECT json_agg(json_build_array(trip_stop_sequence, ${ms('actual_departure_time')}) ORDER BY trip_stop_sequence)
   FROM stop_visits AS visit
   WHERE visit.service_date = current.service_date AND visit.trip_id_performed = current.trip_id_performed
     AND actual_departure_time <= $1::timestamptz) AS left,
  (SELECT json_agg(json_strip_nulls(json_build_object('fromMs', ${ms('since')}, ${STANDING_FIELDS}))) FROM (
     SELECT greatest(place.valid_from, boot.started_at) AS since, ${STANDING} FROM ticketing.device_assignments AS place
     JOIN ticketing.devices AS device ON device.device_id = place.device_id AND device.kind = 'VALIDATOR'
     ${STANDING_JOINS}
     WHERE place.vehicle_id = current.vehicle_id AND place.valid_from <= $1::timestamptz
       AND coalesce(place.valid_until, 'infinity') > $1::timestamptz) AS on_board) AS validators,
  (SELECT json_agg(json_build_array(place, entered, got_out)) FROM (
     SELECT place, coalesce(sum(persons) FILTER (WHERE kind <> 'EXIT'), 0) AS entered,
       coalesce(sum(persons) FILTER (WHERE kind = 'EXIT'), 0) AS got_out
     FROM recent WHERE recent.trip_id_performed = current.trip_id_performed
       AND recent.service_date = current.service_date GROUP BY place) AS counted) AS places
FROM current
LEFT JOIN trips_performed AS trip
  ON trip.service_date = current.service_date AND trip.trip_id_performed = current.trip_id_performed
WHERE trip.ended_at IS NULL`;

function toBoardings(row: Row, left: NonNullable<Row['left']>): TripBoardings {
  // Who got in where it still stands is counted when it has left: a word in between would follow each rider.
  const last = left.at(-1)![0];
  const boardings = Array.from({ length: last }, () => 0);
  const exits = Array.from({ length: last }, () => 0);
  for (const [place, entered, gotOut] of row.places) {
    if (place > last) continue;
    boardings[place - 1] = entered;
    exits[place - 1] = gotOut;
  }
  const leftAtMs = Array.from<number | undefined>({ length: last });
  for (const [place, atMs] of left) leftAtMs[place - 1] = atMs;
  return {
    vehicleId: row.vehicle_id,
    tripId: row.trip_id,
    tripIdPerformed: row.trip_id_performed,
    ...(row.route_type === null ? {} : { routeType: row.route_type }),
    place: last,
    boardings,
    leftAtMs,
    validators: row.validators ?? [],
    ...(exits.some((count) => count > 0) ? { exits } : {}),
  };
}
