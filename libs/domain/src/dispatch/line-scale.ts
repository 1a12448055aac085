/**
 * The scale of a line's ladder: places are seconds of median scheduled running time from the first stop of the
 * direction's main pattern. Vehicles of its other patterns are put on the same scale by the stops that they share.
 */
import { type Pattern, type Schedule, firstDepartureSeconds } from '../gtfs/index.js';

export interface DirectionScale {
  /** `routeId/directionId`; a line without directions has direction 0. */
  readonly key: string;
  readonly route: number;
  readonly directionId: number;
  /** The pattern with most trips of the direction. */
  readonly mainPattern: number;
  readonly headsign: string;
  readonly lengthSeconds: number;
}

export interface PatternScale {
  readonly direction: DirectionScale;
  /** Median running time from the first stop of the pattern itself. */
  readonly runningSeconds: Float64Array;
  /** Place of each stop of the pattern on the direction's scale; never falls. */
  readonly places: Float64Array;
  /** Index of each stop among those of the main pattern, -1 where it is not one of them. */
  readonly mainIndexes: readonly number[];
  readonly tripCount: number;
}

export class LineScales {
  readonly #patterns: readonly PatternScale[];
  readonly #byRoute = new Map<number, DirectionScale[]>();

  constructor(readonly schedule: Schedule) {
    const trips = tripsByPattern(schedule);
    const running = schedule.patterns.map((pattern, i) => medianRunning(schedule, pattern, trips[i]!));
    const mains = findMainPatterns(schedule, trips);
    const directions = new Map<string, DirectionScale>();
    for (const [key, main] of mains) {
      const { route, directionId } = schedule.patterns[main]!;
      const direction = {
        key,
        route,
        directionId: Math.max(0, directionId),
        mainPattern: main,
        headsign: schedule.trips.headsigns[trips[main]![0]!] ?? '',
        lengthSeconds: running[main]!.at(-1) ?? 0,
      };
      directions.set(key, direction);
      this.#byRoute.set(route, [...(this.#byRoute.get(route) ?? []), direction]);
    }
    for (const list of this.#byRoute.values()) list.sort((a, b) => a.directionId - b.directionId);
    this.#patterns = schedule.patterns.map((pattern, i) => {
      const direction = directions.get(directionKey(schedule, pattern))!;
      const main = schedule.patterns[direction.mainPattern]!;
      const places =
        direction.mainPattern === i
          ? running[i]!
          : placeStops(pattern.stops, running[i]!, main.stops, running[direction.mainPattern]!);
      const mainIndexes = findShared(pattern.stops, main.stops);
      return { direction, runningSeconds: running[i]!, places, mainIndexes, tripCount: trips[i]!.length };
    });
  }

  ofPattern(pattern: number): PatternScale {
    return this.#patterns[pattern]!;
  }

  ofTrip(trip: number): PatternScale {
    return this.#patterns[this.schedule.trips.pattern[trip]!]!;
  }

  listDirections(route: number): readonly DirectionScale[] {
    return this.#byRoute.get(route) ?? [];
  }

  /** Place of a point of a pattern's line. */
  placeAt(pattern: number, metres: number): number {
    return interpolate(this.schedule.patterns[pattern]!.stopMetres, this.#patterns[pattern]!.places, metres);
  }

  /** Place where the timetable has a trip so many seconds after its first departure. */
  placeOfSeconds(trip: number, secondsFromStart: number): number {
    const { schedule } = this;
    const { places } = this.ofTrip(trip);
    const row = schedule.trips.firstStopTime[trip]!;
    const start = firstDepartureSeconds(schedule, trip);
    const { arrivalSeconds, departureSeconds } = schedule.stopTimes;
    for (let i = 1; i < places.length; i++) {
      const arrival = arrivalSeconds[row + i]! - start;
      if (secondsFromStart > arrival) continue;
      const left = departureSeconds[row + i - 1]! - start;
      const part = arrival > left ? (secondsFromStart - left) / (arrival - left) : 1;
      return places[i - 1]! + Math.max(0, Math.min(1, part)) * (places[i]! - places[i - 1]!);
    }
    return places.at(-1) ?? 0;
  }
}

export function directionKey({ routes }: Schedule, { route, directionId }: Pattern): string {
  return `${routes[route]!.routeId}/${Math.max(0, directionId)}`;
}

/** The value at `x` of the function that has `ys[i]` at the rising `xs[i]`; beyond the ends those of the ends. */
export function interpolate(xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (high < 0 || x <= xs[0]!) return ys[0] ?? 0;
  if (x >= xs[high]!) return ys[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const gap = xs[high]! - xs[low]!;
  return ys[low]! + (gap > 0 ? ((x - xs[low]!) / gap) * (ys[high]! - ys[low]!) : 0);
}

function tripsByPattern({ patterns, trips }: Schedule): number[][] {
  const lists: number[][] = patterns.map(() => []);
  trips.pattern.forEach((pattern, trip) => lists[pattern]!.push(trip));
  return lists;
}

function findMainPatterns(schedule: Schedule, trips: readonly (readonly number[])[]): Map<string, number> {
  const mains = new Map<string, number>();
  for (const [i, pattern] of schedule.patterns.entries()) {
    const key = directionKey(schedule, pattern);
    const main = mains.get(key);
    if (main === undefined || trips[i]!.length > trips[main]!.length) mains.set(key, i);
  }
  return mains;
}

function medianRunning(schedule: Schedule, { stops }: Pattern, trips: readonly number[]): Float64Array {
  const { stopTimes } = schedule;
  const median = new Float64Array(stops.length);
  const values = new Float64Array(trips.length);
  for (let stop = 1; stop < stops.length; stop++) {
    for (const [i, trip] of trips.entries()) {
      const row = schedule.trips.firstStopTime[trip]! + stop;
      values[i] = stopTimes.arrivalSeconds[row]! - firstDepartureSeconds(schedule, trip);
    }
    const sorted = values.slice().sort();
    const middle = sorted[sorted.length >> 1] ?? 0;
    median[stop] = Math.max(middle, median[stop - 1]!);
  }
  return median;
}

/** Of each stop its index in another list that goes the same way; -1 where it has none. */
function findShared(stops: Int32Array, mainStops: Int32Array): number[] {
  let from = 0;
  return Array.from(stops, (stop) => {
    const found = mainStops.indexOf(stop, from);
    if (found >= 0) from = found + 1;
    return found;
  });
}

/** Places of a branch's stops: of shared ones those of the main pattern, between and beyond by its own running time. */
function placeStops(
  stops: Int32Array,
  running: Float64Array,
  mainStops: Int32Array,
  mainPlaces: Float64Array,
): Float64Array {
  const own: number[] = [];
  const shared: number[] = [];
  for (const [i, found] of findShared(stops, mainStops).entries()) {
    if (found < 0) continue;
    own.push(running[i]!);
    shared.push(mainPlaces[found]!);
  }
  const most = mainPlaces.at(-1) ?? 0;
  if (own.length === 0) return running.map((seconds) => Math.min(seconds, most));
  return running.map((seconds) => {
    const before = seconds - own[0]!;
    const after = seconds - own.at(-1)!;
    const place =
      before < 0
        ? shared[0]! + before
        : after > 0
          ? shared.at(-1)! + after
          : interpolate(own, shared, seconds);
    return Math.max(0, Math.min(most, place));
  });
}
