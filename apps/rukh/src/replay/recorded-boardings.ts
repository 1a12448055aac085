import type { TripBoardings } from '@rukh/domain/prediction';
import type { Schedule } from '@rukh/domain/gtfs';
import { type CsvRows, cutRows, findColumns } from './csv-rows.js';

/** Who got in at each stop, as recorded: told when the vehicle leaves, as validators with a network do. */
const COLUMNS = ['vehicle_id', 'trip_id', 'stop_sequence', 'departure_ts', 'boarded'] as const;
type Places = Readonly<Record<(typeof COLUMNS)[number], number>>;
/** Seconds until the taps of a stop are known, at the least. */
const KNOWN_AFTER_SECONDS = 15;

interface Boarding {
  readonly vehicleId: string;
  readonly tripId: string;
  readonly stopIndex: number;
  readonly knownAt: number;
  readonly persons: number;
}

export class RecordedBoardings {
  readonly #trips = new Map<string, { tripId: string; boarded: (number | null)[] }>();
  #next = 0;

  private constructor(private readonly rows: readonly Boarding[]) {}

  /** Throws an Error naming the file where it cannot be read or lacks a column. Trips not in the schedule are left out. */
  static async read(path: string, schedule: Schedule): Promise<RecordedBoardings> {
    const rows: Boarding[] = [];
    let places: Places | undefined;
    try {
      for await (const batch of cutRows(path)) {
        while (batch.next()) {
          if (!places) places = findColumns(batch, COLUMNS);
          else rows.push(...readBoarding(batch, places, schedule));
        }
      }
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
    return new RecordedBoardings(rows.sort((a, b) => a.knownAt - b.knownAt));
  }

  /** Of each vehicle of which something became known by `now`, all that is known of its trip. */
  takeUntil(now: number): TripBoardings[] {
    const changed = new Set<string>();
    for (let row = this.rows[this.#next]; row && row.knownAt <= now; row = this.rows[++this.#next]) {
      const { vehicleId, tripId, stopIndex, persons } = row;
      let trip = this.#trips.get(vehicleId);
      if (trip?.tripId !== tripId) this.#trips.set(vehicleId, (trip = { tripId, boarded: [] }));
      while (trip.boarded.length <= stopIndex) trip.boarded.push(null);
      trip.boarded[stopIndex] = persons;
      changed.add(vehicleId);
    }
    return [...changed].map((vehicleId) => ({ vehicleId, ...this.#trips.get(vehicleId)! }));
  }
}

/** None where nobody can have got in, as at a last stop, or where the trip or its stop is not in the schedule. */
function readBoarding(row: CsvRows, at: Places, { trips, stopTimes }: Schedule): Boarding[] {
  const vehicleId = row.id(at.vehicle_id);
  const tripId = row.id(at.trip_id);
  const departedAt = row.number(at.departure_ts);
  const persons = row.number(at.boarded);
  const index = tripId === undefined ? undefined : trips.indexOf.get(tripId);
  if (vehicleId === undefined || tripId === undefined || index === undefined) return [];
  if (departedAt === undefined || persons === undefined) return [];
  const first = trips.firstStopTime[index]!;
  const all = stopTimes.stopSequence.subarray(first, trips.firstStopTime[index + 1]);
  const stopIndex = all.indexOf(row.number(at.stop_sequence) ?? NaN);
  if (stopIndex < 0) return [];
  return [{ vehicleId, tripId, stopIndex, knownAt: departedAt + KNOWN_AFTER_SECONDS, persons }];
}
