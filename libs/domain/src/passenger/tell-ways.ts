/**
 * Which way one goes from a stop: stops on both sides of a street have one name. The ends of most trips that go on from
 * here, those of most trips first; where a trip ends here it goes nowhere.
 */
import type { StopIndex } from '../gtfs/index.js';
import { type StopCalls, cleanName } from './index-stops.js';

/** More are no help to choose by. */
const MOST_WAYS = 3;

const known = new WeakMap<StopCalls, ReadonlyMap<StopIndex, readonly string[]>>();

/** Where trips from the stop, or from a child of it, go, in the words of their headsigns, else the last stop's name. */
export function tellWays(calls: StopCalls, stop: StopIndex): readonly string[] {
  let ways = known.get(calls);
  if (!ways) known.set(calls, (ways = listWays(calls)));
  return ways.get(stop) ?? [];
}

function listWays(calls: StopCalls): Map<StopIndex, string[]> {
  const counts = new Map<StopIndex, Map<string, number>>();
  for (const [pattern, ends] of countEnds(calls)) {
    const { stops } = calls.schedule.patterns[pattern]!;
    for (const stop of new Set(stops.slice(0, -1))) {
      const parent = calls.schedule.stops.parent[stop]!;
      for (const place of parent < 0 ? [stop] : [stop, parent]) add(counts, place, ends);
    }
  }
  return new Map([...counts].map(([stop, ends]) => [stop, mostOf(ends)]));
}

/** How many trips of each pattern end where, by what they show. */
function countEnds({ schedule: { trips, patterns, stops } }: StopCalls): Map<number, Map<string, number>> {
  const counts = new Map<number, Map<string, number>>();
  for (const [trip, pattern] of trips.pattern.entries()) {
    const shown = trips.headsigns[trip]!;
    const end = cleanName(shown === '' ? stops.names[patterns[pattern]!.stops.at(-1)!]! : shown);
    add(counts, pattern, new Map([[end, 1]]));
  }
  return counts;
}

function add(counts: Map<number, Map<string, number>>, key: number, ends: ReadonlyMap<string, number>): void {
  const sums = counts.get(key) ?? new Map<string, number>();
  counts.set(key, sums);
  for (const [end, count] of ends) sums.set(end, (sums.get(end) ?? 0) + count);
}

function mostOf(ends: ReadonlyMap<string, number>): string[] {
  const sorted = [...ends].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.slice(0, MOST_WAYS).map(([end]) => end);
}
