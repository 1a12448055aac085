import type { ObservedArrivals } from '../observed-arrivals.js';
import type { Baseline, BaselineName } from './baseline.js';
import { constantBaseline, lastDelayBaseline, timetableBaseline } from './delay-baselines.js';
import { medianBaseline } from './median-of-crossings.js';
import { SectionCrossings } from './section-crossings.js';
import { kalmanBaseline } from './transitclock-kalman.js';

export { type Baseline, type BaselineName, BASELINE_NAMES } from './baseline.js';
export { type KalmanEstimate, filterSection } from './transitclock-kalman.js';

/** Baselines that do nothing but shift the timetable. */
const NEEDING_TIMETABLE: readonly BaselineName[] = ['timetable', 'last-delay', 'constant'];

/** Baselines by name. Those that can answer nothing, because the observations have no scheduled times, are named. */
export function createBaselines(
  truth: ObservedArrivals,
  names: readonly BaselineName[],
): { readonly baselines: readonly Baseline[]; readonly withoutTimetable: readonly BaselineName[] } {
  const hasTimetable = truth.withoutSchedule < truth.count;
  const crossings = new SectionCrossings(truth);
  const create: Readonly<Record<BaselineName, () => Baseline>> = {
    timetable: () => timetableBaseline(truth),
    'last-delay': () => lastDelayBaseline(truth),
    constant: () => constantBaseline(truth),
    kalman: () => kalmanBaseline(truth, crossings),
    'median-10': () => medianBaseline(truth, crossings),
  };
  const isUsable = (name: BaselineName): boolean => hasTimetable || !NEEDING_TIMETABLE.includes(name);
  return {
    baselines: names.filter(isUsable).map((name) => create[name]()),
    withoutTimetable: names.filter((name) => !isUsable(name)),
  };
}
