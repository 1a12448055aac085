/**
 * The first departure after the time that a board looks ahead: who stands at a stop at night, or on a Sunday at a stop
 * of weekdays, is told when anything comes at all, rather than that nothing does.
 */
import type { StopIndex } from '../gtfs/index.js';
import { type Arrival, isForBoarding, isRunning } from './arrival.js';
import { describeCall } from './describe-call.js';
import { EMPTY_LIVE, type LiveIndex } from './index-live.js';
import type { StopCalls } from './index-stops.js';
import { listArrivals } from './list-arrivals.js';
import { listScheduledCalls } from './list-scheduled-calls.js';

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
  query: NextArrivalQuery,
): Arrival | undefined {
  const { stops, now, routeIds } = query;
  const { routes } = calls.schedule;
  const isAsked = (route: number): boolean => routeIds === undefined || routeIds.has(routes[route]!.routeId);
  // Where no line asked for calls at all, days are not looked through for it.
  if (!stops.some((stop) => calls.routesAt.get(stop)?.some(isAsked))) return undefined;
  // What the feed tells is of today; of other days there is the timetable.
  const asked = { ...query, horizonSeconds: DAY_SECONDS, limit: Infinity, isBoardingOnly: true };
  const today = listArrivals(calls, live, asked).find(isRunning);
  if (today) return today;
  for (let day = 1; day < MAX_DAYS; day++) {
    const next = findScheduled(calls, stops, now + day * DAY_SECONDS, isAsked);
    if (next) return next;
  }
  return undefined;
}

/** The first of a day by the timetable: of all its calls that one alone is described. */
function findScheduled(
  calls: StopCalls,
  stops: readonly StopIndex[],
  from: number,
  isAsked: (route: number) => boolean,
): Arrival | undefined {
  const { trips } = calls.schedule;
  const planned = stops
    .flatMap((stop) => listScheduledCalls(calls, stop, from, from + DAY_SECONDS))
    .filter(({ trip }) => isAsked(trips.route[trip]!))
    .sort((a, b) => a.arrivalAt - b.arrivalAt);
  for (const call of planned) {
    const next = describeCall(calls, EMPTY_LIVE, { state: 'scheduled', planned: call, now: from });
    if (isForBoarding(next)) return next;
  }
  return undefined;
}
