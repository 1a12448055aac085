/**
 * The first departure after the time that a board looks ahead: who stands at a stop at night, or on a Sunday at a stop
 * of weekdays, is told when anything comes at all, rather than that nothing does.
 */
import type { StopIndex } from '../gtfs/index.js';
import type { Arrival } from './arrival.js';
import type { LiveIndex } from './index-live.js';
import type { StopCalls } from './index-stops.js';
import { listArrivals } from './list-arrivals.js';

const DAY_SECONDS = 86_400;
/** A week has every weekday; one more day holds what leaves at this hour of it. */
const MAX_DAYS = 8;

export interface NextArrivalQuery {
  readonly stops: readonly StopIndex[];
  /** Epoch seconds. */
  readonly now: number;
  readonly routeIds?: ReadonlySet<string>;
}

/** Undefined where nothing that runs and can be boarded leaves within eight days. */
export function findNextArrival(
  calls: StopCalls,
  live: LiveIndex | undefined,
  { now, ...query }: NextArrivalQuery,
): Arrival | undefined {
  for (let day = 0; day < MAX_DAYS; day++) {
    const asked = { ...query, now: now + day * DAY_SECONDS, horizonSeconds: DAY_SECONDS, limit: Infinity };
    // What the feed tells is of today; of other days there is the timetable.
    const found = listArrivals(calls, day === 0 ? live : undefined, { ...asked, isBoardingOnly: true });
    const next = found.find(({ state }) => state !== 'cancelled' && state !== 'skipped');
    if (next) return next;
  }
  return undefined;
}
