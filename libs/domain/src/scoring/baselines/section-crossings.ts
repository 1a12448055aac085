import type { ObservedArrivals } from '../observed-arrivals.js';

/**
 * How long vehicles took from stop to stop, for methods that learn from those before. A section is two stops that
 * follow each other in what was observed of some trip; where an observation is missing in between, trips that were
 * seen at both ends count too. A crossing is known from the moment its vehicle arrived at the far end.
 */
export interface Crossing {
  readonly seconds: number;
  /** Arrival at the far end, epoch seconds. */
  readonly endedAtSeconds: number;
  /** Index in the observed trips. */
  readonly trip: number;
}

/** Stops between two observations over which a crossing is still that of the section. */
const MOST_BETWEEN = 3;

export class SectionCrossings {
  readonly #crossings: Crossing[][] = [];
  /** By the numbers of both stops. */
  readonly #sectionByStops = new Map<number, number>();
  /** The section that ends at a visit; -1 at the first of a trip. */
  readonly #sectionOf: Int32Array;

  constructor(private readonly truth: ObservedArrivals) {
    this.#sectionOf = new Int32Array(truth.count).fill(-1);
    for (const { visits } of truth.trips) {
      for (let i = 1; i < visits.length; i++) {
        this.#sectionOf[visits[i]!] = this.#addSection(this.#nameOf(visits[i - 1]!, visits[i]!));
      }
    }
    for (const [trip, { visits }] of truth.trips.entries()) this.#addTrip(trip, visits);
    for (const crossings of this.#crossings) crossings.sort((a, b) => a.endedAtSeconds - b.endedAtSeconds);
  }

  /**
   * Crossings of the section that ends at a visit, of those that had ended by a moment, the latest first, at most
   * `most`. Throws where the visit is the first of its trip.
   */
  listBefore(visit: number, atSeconds: number, most: number): readonly Crossing[] {
    const crossings = this.#crossings[this.#sectionOf[visit]!];
    if (!crossings) throw new RangeError('No section ends at the first visit of a trip.');
    const end = countUntil(crossings, atSeconds);
    const latest: Crossing[] = [];
    for (let i = end - 1; i >= 0 && latest.length < most; i--) latest.push(crossings[i]!);
    return latest;
  }

  #addSection(name: number): number {
    const known = this.#sectionByStops.get(name);
    if (known !== undefined) return known;
    this.#sectionByStops.set(name, this.#crossings.length);
    return this.#crossings.push([]) - 1;
  }

  #addTrip(trip: number, visits: readonly number[]): void {
    const { arrivalSeconds } = this.truth;
    for (let i = 0; i < visits.length; i++) {
      for (let k = i + 1; k <= Math.min(i + 1 + MOST_BETWEEN, visits.length - 1); k++) {
        const section = this.#sectionByStops.get(this.#nameOf(visits[i]!, visits[k]!));
        const endedAtSeconds = arrivalSeconds[visits[k]!]!;
        const seconds = endedAtSeconds - arrivalSeconds[visits[i]!]!;
        // Observations out of order are no time that anybody drove.
        if (section !== undefined && seconds > 0) {
          this.#crossings[section]!.push({ seconds, endedAtSeconds, trip });
        }
      }
    }
  }

  #nameOf(from: number, to: number): number {
    const { stopOf, stops } = this.truth;
    return stopOf[from]! * stops + stopOf[to]!;
  }
}

/** How many had ended by a moment, of crossings in order. */
function countUntil(crossings: readonly Crossing[], atSeconds: number): number {
  let low = 0;
  let high = crossings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (crossings[middle]!.endedAtSeconds <= atSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
