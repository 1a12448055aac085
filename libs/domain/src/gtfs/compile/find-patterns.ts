import type { Draft } from './draft.js';
import type { SelectedTrips } from './select-trips.js';

/** What trips of a pattern share, before it is drawn. */
export interface PatternDraft {
  readonly route: number;
  readonly directionId: number;
  /** -1 where the trips have no shape. */
  readonly shape: number;
  readonly stops: Int32Array;
  /** Draft index of the first trip of the pattern, whose times and distances help to place its stops. */
  readonly exampleTrip: number;
}

export interface FoundPatterns {
  readonly patterns: readonly PatternDraft[];
  /** Pattern of each trip kept. */
  readonly patternOf: Int32Array;
}

/** Groups trips by route, direction, shape and the exact list of their stops. */
export function findPatterns(draft: Draft, selected: SelectedTrips): FoundPatterns {
  const patterns: PatternDraft[] = [];
  const byHash = new Map<number, number[]>();
  const patternOf = selected.trips.map((trip) => {
    const candidate = describeTrip(draft, selected, trip);
    const hash = hashPattern(candidate);
    const same = byHash.get(hash) ?? [];
    const known = same.find((index) => isSamePattern(patterns[index]!, candidate));
    if (known !== undefined) return known;
    same.push(patterns.length);
    byHash.set(hash, same);
    return patterns.push(candidate) - 1;
  });
  return { patterns, patternOf };
}

function describeTrip({ trips, stopTimes }: Draft, { ordered }: SelectedTrips, trip: number): PatternDraft {
  const rows = ordered.rows.subarray(ordered.first[trip], ordered.first[trip + 1]);
  return {
    route: trips.route[trip]!,
    directionId: trips.directionId[trip]!,
    shape: trips.shape[trip]!,
    stops: rows.map((row) => stopTimes.stop.get(row)),
    exampleTrip: trip,
  };
}

/** FNV-1a over the numbers: building a text of forty stops for each of 100,000 trips would cost more. */
function hashPattern({ route, directionId, shape, stops }: PatternDraft): number {
  let hash = 0x811c9dc5;
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193);
  };
  mix(route);
  mix(directionId);
  mix(shape);
  for (const stop of stops) mix(stop);
  return hash;
}

function isSamePattern(a: PatternDraft, b: PatternDraft): boolean {
  return (
    a.route === b.route &&
    a.directionId === b.directionId &&
    a.shape === b.shape &&
    a.stops.length === b.stops.length &&
    a.stops.every((stop, i) => stop === b.stops[i])
  );
}
