import type { ObservedArrival, StopVisitKey } from './arrivals.js';

/** Why a prediction has nothing to be held against. */
export type Unmatched = 'no_start_date' | 'trip_not_observed' | 'stop_not_observed' | 'ambiguous_stop';

/**
 * What was observed, found by trip, day and stop. A prediction names its stop by stop_sequence; where it has none,
 * by stop_id, unless the trip calls there twice.
 */
export class ObservedArrivals {
  readonly all: readonly ObservedArrival[];
  /** Rows of a visit that another row had already told; the first is kept. */
  readonly repeated: number;
  readonly #trips = new Map<string, ObservedTrip>();

  constructor(rows: Iterable<ObservedArrival>) {
    const all: ObservedArrival[] = [];
    let repeated = 0;
    for (const row of rows) {
      if (this.#tripOf(row).add(row)) all.push(row);
      else repeated++;
    }
    for (const trip of this.#trips.values()) trip.sort();
    this.all = all;
    this.repeated = repeated;
  }

  find(visit: StopVisitKey): ObservedArrival | Unmatched {
    if (visit.startDate === '') return 'no_start_date';
    return this.#trips.get(`${visit.tripId} ${visit.startDate}`)?.find(visit) ?? 'trip_not_observed';
  }

  /**
   * How late the trip was when it was last seen at a stop by a moment, seconds; undefined where it had not been
   * seen, or the timetable has no time for where it was.
   */
  lastDelaySeconds({ tripId, startDate }: StopVisitKey, atSeconds: number): number | undefined {
    return this.#trips.get(`${tripId} ${startDate}`)?.lastDelaySeconds(atSeconds);
  }

  #tripOf({ tripId, startDate }: StopVisitKey): ObservedTrip {
    const key = `${tripId} ${startDate}`;
    let trip = this.#trips.get(key);
    if (!trip) this.#trips.set(key, (trip = new ObservedTrip()));
    return trip;
  }
}

class ObservedTrip {
  readonly #bySequence = new Map<number, ObservedArrival>();
  readonly #byStop = new Map<string, ObservedArrival[]>();
  readonly #inOrder: ObservedArrival[] = [];

  /** False where the visit is known already. */
  add(arrival: ObservedArrival): boolean {
    const { stopSequence, stopId } = arrival;
    const atStop = this.#byStop.get(stopId) ?? [];
    if (stopSequence === undefined ? atStop.length > 0 : this.#bySequence.has(stopSequence)) return false;
    if (stopSequence !== undefined) this.#bySequence.set(stopSequence, arrival);
    this.#byStop.set(stopId, [...atStop, arrival]);
    this.#inOrder.push(arrival);
    return true;
  }

  sort(): void {
    this.#inOrder.sort((a, b) => a.arrivalSeconds - b.arrivalSeconds);
  }

  find({ stopSequence, stopId }: StopVisitKey): ObservedArrival | Unmatched {
    const bySequence = stopSequence === undefined ? undefined : this.#bySequence.get(stopSequence);
    if (bySequence) return bySequence;
    if (stopSequence !== undefined && this.#bySequence.size > 0) return 'stop_not_observed';
    const atStop = this.#byStop.get(stopId) ?? [];
    if (atStop.length > 1) return 'ambiguous_stop';
    return atStop[0] ?? 'stop_not_observed';
  }

  lastDelaySeconds(atSeconds: number): number | undefined {
    let delay: number | undefined;
    for (const { arrivalSeconds, scheduledSeconds } of this.#inOrder) {
      if (arrivalSeconds > atSeconds) break;
      if (scheduledSeconds !== undefined) delay = arrivalSeconds - scheduledSeconds;
    }
    return delay;
  }
}
