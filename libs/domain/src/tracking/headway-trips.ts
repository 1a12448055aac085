import {
  type Frequency,
  type PatternIndex,
  type Schedule,
  type TripIndex,
  listFrequenciesOf,
} from '../gtfs/index.js';
import type { ServiceDate } from '../time/index.js';

/**
 * A trip that frequencies.txt runs without exact times (exact_times = 0), on one service day: a line, a pattern of
 * times and headways, but no departures. Its instances are made by the vehicles that run it.
 */
export interface HeadwayTrip {
  readonly trip: TripIndex;
  readonly pattern: PatternIndex;
  readonly serviceDate: ServiceDate;
  /** Epoch seconds at which the service day starts. */
  readonly dayStartSeconds: number;
  /** Rows of frequencies.txt, by start. */
  readonly periods: readonly Frequency[];
  /** Starts of the day that are taken, seconds of the service day. */
  readonly starts: Set<number>;
}

/** A start is remembered as taken until so many came after it: enough for hours of a busy line. */
const STARTS_KEPT = 5000;

export function createHeadwayTrip(
  schedule: Schedule,
  trip: TripIndex,
  serviceDate: ServiceDate,
  dayStartSeconds: number,
): HeadwayTrip {
  return {
    trip,
    pattern: schedule.trips.pattern[trip]!,
    serviceDate,
    dayStartSeconds,
    periods: listFrequenciesOf(schedule, trip),
    starts: new Set(),
  };
}

/** Headway in force at an instant, seconds; between and outside its periods undefined. */
export function findPlannedHeadway(
  { periods, dayStartSeconds }: HeadwayTrip,
  at: number,
): number | undefined {
  const second = at - dayStartSeconds;
  return periods.find(({ startSeconds, endSeconds }) => second >= startSeconds && second < endSeconds)
    ?.headwaySeconds;
}

/** Seconds by which an instant is outside all periods; 0 within one. */
export function secondsOutside({ periods, dayStartSeconds }: HeadwayTrip, at: number): number {
  const second = at - dayStartSeconds;
  return periods.reduce(
    (least, { startSeconds, endSeconds }) =>
      Math.min(least, Math.max(0, startSeconds - second, second - endSeconds)),
    Infinity,
  );
}

/** The first whole second of the day from a start on that no other instance of the trip has. */
export function findFreeStart({ starts }: HeadwayTrip, startSeconds: number): number {
  let start = Math.max(0, Math.round(startSeconds));
  while (starts.has(start)) start++;
  return start;
}

/** From now on no other instance gets this start. */
export function takeStart({ starts }: HeadwayTrip, startSeconds: number): void {
  starts.add(startSeconds);
  if (starts.size > STARTS_KEPT) starts.delete(starts.values().next().value!);
}
