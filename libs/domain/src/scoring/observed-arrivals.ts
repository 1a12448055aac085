import type { ObservedArrival, StopVisitKey, TripKey } from './arrivals.js';
import { ObservedTripFinder } from './find-observed-trip.js';

/**
 * What was observed, found by trip, day and stop. A prediction names its stop by stop_sequence; where it has none,
 * or the observations have none, by stop_id, unless the trip calls there twice. A day of a city has half a million
 * visits, so they are columns and are spoken of by their row.
 */

/** Why a prediction has nothing to be held against. */
export type Unmatched =
  'no_start_date' | 'trip_not_observed' | 'ambiguous_trip' | 'stop_not_observed' | 'ambiguous_stop';

/** One trip of one day, where it runs by headway one round of it. */
export interface ObservedTrip extends TripKey {
  /** Rows of its visits in the order of travel: by stop_sequence where they have one, otherwise by time. */
  readonly visits: readonly number[];
}

const NO_SEQUENCE = -1;

export class ObservedArrivals {
  /** Rows that are kept; columns below have this length. */
  readonly count: number;
  /** Rows of a visit that another row had already told; the first is kept. */
  readonly repeated: number;
  readonly withoutSchedule: number;
  /** Epoch seconds. */
  readonly arrivalSeconds: Float64Array;
  /** Epoch seconds; NaN where the timetable has no time for the visit. */
  readonly scheduledSeconds: Float64Array;
  readonly stopIds: readonly string[];
  /** The same stop has the same number; they are less than `stops`. */
  readonly stopOf: Int32Array;
  readonly stops: number;
  /** Index in `trips`. */
  readonly tripOf: Int32Array;
  /** Index in the visits of its trip. */
  readonly positionOf: Int32Array;
  readonly trips: readonly ObservedTrip[];
  readonly #sequences: Int32Array;
  /** By trip. */
  readonly #lastArrivals: Float64Array;
  readonly #finder = new ObservedTripFinder();
  /** The trip asked for last: predictions come trip by trip. */
  #asked: (TripKey & { readonly trip: ReturnType<ObservedTripFinder['find']> }) | undefined;

  constructor(rows: Iterable<ObservedArrival>) {
    const kept = collect(rows);
    this.count = kept.arrivals.length;
    this.repeated = kept.repeated;
    this.arrivalSeconds = Float64Array.from(kept.arrivals);
    this.scheduledSeconds = Float64Array.from(kept.scheduled);
    this.withoutSchedule = this.scheduledSeconds.reduce((sum, at) => sum + (Number.isNaN(at) ? 1 : 0), 0);
    this.stopIds = kept.stopIds;
    const numbers = new Map<string, number>();
    for (const stopId of this.stopIds) if (!numbers.has(stopId)) numbers.set(stopId, numbers.size);
    this.stopOf = Int32Array.from(this.stopIds, (stopId) => numbers.get(stopId)!);
    this.stops = numbers.size;
    this.#sequences = Int32Array.from(kept.sequences);
    this.tripOf = Int32Array.from(kept.trips);
    this.positionOf = new Int32Array(this.count);
    for (const { visits } of kept.byTrip) {
      visits.sort((a, b) => this.#compareVisits(a, b));
      for (const [position, visit] of visits.entries()) this.positionOf[visit] = position;
    }
    this.trips = kept.byTrip;
    for (const [index, trip] of this.trips.entries()) {
      const first = trip.visits[0]!;
      const late = this.arrivalSeconds[first]! - this.scheduledSeconds[first]!;
      this.#finder.add(trip, index, Number.isNaN(late) ? 0 : late);
    }
    this.#lastArrivals = Float64Array.from(kept.byTrip, ({ visits }) =>
      visits.reduce((last, visit) => Math.max(last, this.arrivalSeconds[visit]!), -Infinity),
    );
  }

  /** The row of a visit, or why there is none. */
  find(key: StopVisitKey): number | Unmatched {
    const { startDate, stopSequence, stopId } = key;
    if (startDate === '') return 'no_start_date';
    const trip = this.#findTrip(key);
    if (typeof trip === 'string') return trip;
    const { visits } = this.trips[trip]!;
    if (stopSequence !== undefined && this.#sequences[visits[0]!] !== NO_SEQUENCE) {
      return this.#findSequence(visits, stopSequence) ?? 'stop_not_observed';
    }
    const atStop = visits.filter((visit) => this.stopIds[visit] === stopId);
    return atStop.length > 1 ? 'ambiguous_stop' : (atStop[0] ?? 'stop_not_observed');
  }

  /**
   * The farthest visit of a trip that had happened by a moment, among those before a position; undefined where the
   * trip had not been seen yet.
   */
  findLastSeen(trip: number, atSeconds: number, beforePosition = Infinity): number | undefined {
    const { visits } = this.trips[trip]!;
    for (let i = Math.min(visits.length, beforePosition) - 1; i >= 0; i--) {
      if (this.arrivalSeconds[visits[i]!]! <= atSeconds) return visits[i];
    }
    return undefined;
  }

  /** The last arrival that was observed of a visit's trip, epoch seconds. */
  lastArrivalSeconds(visit: number): number {
    return this.#lastArrivals[this.tripOf[visit]!]!;
  }

  #findTrip({ tripId, startDate, startTime, vehicleId }: TripKey): number | Unmatched {
    const last = this.#asked;
    if (
      last?.tripId === tripId &&
      last.startDate === startDate &&
      last.startTime === startTime &&
      last.vehicleId === vehicleId
    ) {
      return last.trip;
    }
    const trip = this.#finder.find({ tripId, startDate, startTime, vehicleId });
    this.#asked = { tripId, startDate, startTime, vehicleId, trip };
    return trip;
  }

  #findSequence(visits: readonly number[], stopSequence: number): number | undefined {
    let low = 0;
    let high = visits.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#sequences[visits[middle]!]!;
      if (found === stopSequence) return visits[middle];
      if (found < stopSequence) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  #compareVisits(a: number, b: number): number {
    return (
      this.#sequences[a]! - this.#sequences[b]! || this.arrivalSeconds[a]! - this.arrivalSeconds[b]! || a - b
    );
  }
}

interface Collected {
  readonly arrivals: number[];
  readonly scheduled: number[];
  readonly stopIds: string[];
  readonly sequences: number[];
  readonly trips: number[];
  readonly byTrip: (TripKey & { readonly visits: number[] })[];
  repeated: number;
}

function collect(rows: Iterable<ObservedArrival>): Collected {
  const kept: Collected = {
    arrivals: [],
    scheduled: [],
    stopIds: [],
    sequences: [],
    trips: [],
    byTrip: [],
    repeated: 0,
  };
  const told = new Set<string>();
  const indexes = new Map<string, number>();
  for (const row of rows) {
    const { tripId, startDate, startTime, vehicleId, stopSequence, stopId } = row;
    const trip = `${tripId} ${startDate} ${startTime ?? ''}`;
    const visit = `${trip} ${stopSequence ?? `at ${stopId}`}`;
    if (told.has(visit)) {
      kept.repeated++;
      continue;
    }
    told.add(visit);
    let index = indexes.get(trip);
    if (index === undefined) {
      indexes.set(trip, (index = kept.byTrip.length));
      kept.byTrip.push({ tripId, startDate, startTime, vehicleId, visits: [] });
    }
    kept.byTrip[index]!.visits.push(kept.arrivals.length);
    kept.trips.push(index);
    kept.arrivals.push(row.arrivalSeconds);
    kept.scheduled.push(row.scheduledSeconds ?? NaN);
    kept.stopIds.push(stopId);
    kept.sequences.push(stopSequence ?? NO_SEQUENCE);
  }
  return kept;
}
