/** Who got in where on trips under way, by their taps: what the load of a vehicle is worked out from. */
import type { ValidatorOnBoard } from '@rukh/domain/taps';
import type pg from 'pg';
import { BoardingTaps } from './boarding-taps.js';
import { type TappedTrip, countBoardings } from './count-boardings.js';
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
  readonly route_type: string | null;
  readonly left: readonly (readonly [place: number, atMs: number])[] | null;
  readonly validators: readonly ValidatorOnBoard[] | null;
}

export class TripBoardingsStore {
  readonly #taps: BoardingTaps;

  constructor(private readonly pool: pg.Pool) {
    this.#taps = new BoardingTaps(pool);
  }

  /**
   * Of each vehicle whose validators were heard in the last `freshMinutes`, the trip tapped on last. A vehicle whose
   * validators are silent has none: their queue may hold everybody. One call after another.
   */
  async list(nowMs: number, freshMinutes: number): Promise<TripBoardings[]> {
    const trips = countBoardings(await this.#taps.list(nowMs), nowMs - freshMinutes * 60_000);
    const { rows } = await this.pool.query<Row>(SELECT_TRIPS, [
      new Date(nowMs).toISOString(),
      trips.map(({ last }) => last.vehicleId),
      trips.map(({ last }) => last.serviceDate),
      trips.map(({ last }) => last.tripIdPerformed),
    ]);
    const found = new Map(rows.map((row) => [row.vehicle_id, row]));
    return trips.flatMap((trip) => {
      const row = found.get(trip.last.vehicleId);
      return row?.left ? [toBoardings(trip, row, row.left)] : [];
    });
  }
}

/** How far the trips are that are not over, and what the validators on board have told. */
const SELECT_TRIPS = `
SELECT current.vehicle_id, trip.route_type,
  (SELECT json_agg(json_build_array(trip_stop_sequence, ${ms('actual_departure_time')}) ORDER BY trip_stop_sequence)
   FROM stop_visits AS visit
   WHERE visit.service_date = current.service_date AND visit.trip_id_performed = current.trip_id_performed
     AND actual_departure_time <= $1::timestamptz) AS left,
  (SELECT json_agg(json_strip_nulls(json_build_object('fromMs', ${ms('since')}, ${STANDING_FIELDS}))) FROM (
     SELECT greatest(place.valid_from, boot.started_at) AS since, ${STANDING} FROM ticketing.device_assignments AS place
     JOIN ticketing.devices AS device ON device.device_id = place.device_id AND device.kind = 'VALIDATOR'
     ${STANDING_JOINS}
     WHERE place.vehicle_id = current.vehicle_id AND place.valid_from <= $1::timestamptz
       AND coalesce(place.valid_until, 'infinity') > $1::timestamptz) AS on_board) AS validators
FROM unnest($2::text[], $3::date[], $4::text[]) AS current (vehicle_id, service_date, trip_id_performed)
LEFT JOIN trips_performed AS trip
  ON trip.service_date = current.service_date AND trip.trip_id_performed = current.trip_id_performed
WHERE trip.ended_at IS NULL`;

function toBoardings(
  { last: tap, entered, gotOut }: TappedTrip,
  row: Row,
  left: NonNullable<Row['left']>,
): TripBoardings {
  // Who got in where it still stands is counted when it has left: a word in between would follow each rider.
  const last = left.at(-1)![0];
  const places = Array.from({ length: last }, (_, index) => index + 1);
  const boardings = places.map((place) => entered.get(place) ?? 0);
  const exits = places.map((place) => gotOut.get(place) ?? 0);
  const leftAtMs = Array.from<number | undefined>({ length: last });
  for (const [place, atMs] of left) leftAtMs[place - 1] = atMs;
  return {
    vehicleId: tap.vehicleId,
    tripId: tap.tripId,
    tripIdPerformed: tap.tripIdPerformed,
    ...(row.route_type === null ? {} : { routeType: row.route_type }),
    place: last,
    boardings,
    leftAtMs,
    validators: row.validators ?? [],
    ...(exits.some((count) => count > 0) ? { exits } : {}),
  };
}
