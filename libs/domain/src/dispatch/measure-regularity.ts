/**
 * How evenly a direction was served of late. A rider who comes at random waits the sum of squared headways over twice
 * their sum; what they wait more than the timetable would have it is the excess waiting time (TfL's EWT).
 */
import type { ServiceWatch } from './service-watch.js';

const WINDOW_SECONDS = 3600;
/** Fewer vehicles at a stop say nothing. */
const FEWEST_PASSAGES = 3;

export interface Regularity {
  readonly excessWaitSeconds?: number;
  readonly headwayVariation?: number;
}

/** Mean wait of who comes at random, seconds; undefined without headways. */
export function meanWait(headways: readonly number[]): number | undefined {
  const sum = headways.reduce((total, headway) => total + headway, 0);
  const squares = headways.reduce((total, headway) => total + headway * headway, 0);
  return sum > 0 ? squares / (2 * sum) : undefined;
}

/** Standard deviation over mean of headways; undefined for fewer than two. */
export function headwayVariation(headways: readonly number[]): number | undefined {
  if (headways.length < 2) return undefined;
  const mean = headways.reduce((total, headway) => total + headway, 0) / headways.length;
  const variance = headways.reduce((total, headway) => total + (headway - mean) ** 2, 0) / headways.length;
  return mean > 0 ? Math.sqrt(variance) / mean : undefined;
}

/** Over the stops of a direction, of the last hour. */
export function measureRegularity(
  watch: ServiceWatch,
  key: string,
  mainPattern: number,
  now: number,
): Regularity {
  const from = now - WINDOW_SECONDS;
  const planned = listPlanned(watch, key, from, now);
  const excesses: number[] = [];
  const all: number[] = [];
  for (const stop of watch.schedule.patterns[mainPattern]!.stops) {
    const passages = watch.passages.list(key, stop, from, now);
    if (passages.length < FEWEST_PASSAGES) continue;
    const headways = differences(passages);
    all.push(...headways);
    const actual = meanWait(headways);
    const scheduled = meanWait(differences(planned.get(stop) ?? [])) ?? plannedHalf(watch, key, now);
    if (actual !== undefined && scheduled !== undefined) excesses.push(actual - scheduled);
  }
  const variation = headwayVariation(all);
  const excess = excesses.reduce((total, value) => total + value, 0) / excesses.length;
  return {
    ...(excesses.length > 0 ? { excessWaitSeconds: Math.round(excess) } : {}),
    ...(variation === undefined ? {} : { headwayVariation: Math.round(variation * 100) / 100 }),
  };
}

/** Departures of the timetable at each stop, rising. */
function listPlanned(watch: ServiceWatch, key: string, from: number, to: number): Map<number, number[]> {
  const times = new Map<number, number[]>();
  for (const trip of watch.planned.listWithin(key, from, to)) {
    for (const [i, stop] of watch.schedule.patterns[trip.pattern]!.stops.entries()) {
      const at = watch.timetable.departureAt(trip, i);
      if (at < from || at >= to) continue;
      const list = times.get(stop);
      if (list) list.push(at);
      else times.set(stop, [at]);
    }
  }
  for (const list of times.values()) list.sort((a, b) => a - b);
  return times;
}

function plannedHalf(watch: ServiceWatch, key: string, now: number): number | undefined {
  const headway = watch.planned.headwayAt(key, now);
  return headway === undefined ? undefined : headway / 2;
}

function differences(times: readonly number[]): number[] {
  return times.slice(1).map((at, i) => at - times[i]!);
}
