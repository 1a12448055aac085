import type { ObservedArrivals } from '../observed-arrivals.js';
import type { Baseline } from './baseline.js';
import type { SectionCrossings } from './section-crossings.js';
import { SectionBaseline } from './sum-sections.js';

const CROSSINGS = 10;

/** Each section takes the median of its last ten crossings by any vehicle, or of as many as there were. */
export function medianBaseline(truth: ObservedArrivals, crossings: SectionCrossings): Baseline {
  return new SectionBaseline('median-10', truth, () => (_from, to, atSeconds) => {
    const seconds = crossings.listBefore(to, atSeconds, CROSSINGS).map((crossing) => crossing.seconds);
    return seconds.length === 0 ? undefined : medianOf(seconds);
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
