import type { ObservedArrivals } from '../observed-arrivals.js';
import type { Baseline, BaselineName } from './baseline.js';

/**
 * Turns times of sections into arrivals: from the last stop where the trip was seen, section after section; before
 * it was seen, from the scheduled time of its first stop, or from now where that has passed. What would already have
 * happened happens now. Where a section has no time of its own, the timetable's is taken.
 */

/** Seconds from one visit to the next of its trip as known at a moment; undefined where nothing is known. */
export type SectionTime = (from: number, to: number, atSeconds: number) => number | undefined;

export class SectionBaseline implements Baseline {
  #projected: { trip: number; at: number; arrivals: readonly (number | undefined)[] } | undefined;

  /** `start` gives a fresh function for each projection: a method may carry something from section to section. */
  constructor(
    readonly name: BaselineName,
    private readonly truth: ObservedArrivals,
    private readonly start: () => SectionTime,
  ) {}

  predict(visit: number, madeAtSeconds: number): number | undefined {
    const { tripOf, positionOf, arrivalSeconds } = this.truth;
    const trip = tripOf[visit]!;
    const position = positionOf[visit]!;
    // Arriving this very second: what is known of the visit itself must not be used.
    if (arrivalSeconds[visit]! <= madeAtSeconds) {
      return this.#project(trip, madeAtSeconds, position)[position];
    }
    if (this.#projected?.trip !== trip || this.#projected.at !== madeAtSeconds) {
      const arrivals = this.#project(trip, madeAtSeconds, Infinity);
      this.#projected = { trip, at: madeAtSeconds, arrivals };
    }
    return this.#projected.arrivals[position];
  }

  /** Arrivals by position. */
  #project(trip: number, atSeconds: number, beforePosition: number): readonly (number | undefined)[] {
    const { visits } = this.truth.trips[trip]!;
    const { scheduledSeconds, arrivalSeconds, positionOf } = this.truth;
    const arrivals = new Array<number | undefined>(visits.length).fill(undefined);
    const seen = this.truth.findLastSeen(trip, atSeconds, beforePosition);
    const first = seen === undefined ? 0 : positionOf[seen]!;
    let at = seen === undefined ? Math.max(atSeconds, scheduledSeconds[visits[0]!]!) : arrivalSeconds[seen]!;
    if (seen === undefined && !Number.isNaN(at)) arrivals[0] = at;
    const sectionTime = this.start();
    for (let i = first + 1; i < visits.length && !Number.isNaN(at); i++) {
      const [from, to] = [visits[i - 1]!, visits[i]!];
      const planned = Math.max(0, scheduledSeconds[to]! - scheduledSeconds[from]!);
      at = Math.max(atSeconds, at + (sectionTime(from, to, atSeconds) ?? planned));
      if (!Number.isNaN(at)) arrivals[i] = at;
    }
    return arrivals;
  }
}
