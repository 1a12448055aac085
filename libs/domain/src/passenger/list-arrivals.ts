/**
 * The arrivals at a stop: the timetable, and over it what the feeds say. A run that the feed knows is told as the
 * feed has it, however late; one that it does not know by the timetable, until its time is past.
 */
import type { StopIndex } from '../gtfs/index.js';
import { TripScheduleRelationship } from '../realtime/index.js';
import { type Arrival, isForBoarding, lineKeyOf } from './arrival.js';
import { describeCall, isOfFeed } from './describe-call.js';
import { EMPTY_LIVE, type LiveIndex } from './index-live.js';
import type { StopCalls } from './index-stops.js';
import { type ScheduledCall, listScheduledCalls } from './list-scheduled-calls.js';
import type { LiveCall, LiveTrip } from './read-live-trip.js';

export interface ArrivalsQuery {
  /** The places to tell of: a stop, or all of a station. */
  readonly stops: readonly StopIndex[];
  /** Epoch seconds. */
  readonly now: number;
  readonly limit: number;
  /** How far ahead. */
  readonly horizonSeconds: number;
  /** Route ids; all where not given. */
  readonly routeIds?: ReadonlySet<string>;
  /** Whether trips that nobody can board here, such as those that end, are left out. */
  readonly isBoardingOnly?: boolean;
  /** Whether what is cancelled and past is left out, which those who wait are told. */
  readonly isToComeOnly?: boolean;
}

/** A vehicle this late is still found: later ones would be the next day's. */
const MAX_DELAY_SECONDS = 3 * 3600;
/** A departure is shown this much longer: the vehicle may stand at the stop. */
const PAST_SECONDS = 15;
/** What is cancelled stays so much longer: who waits for a late one is told, and does not see it vanish. */
const CANCELLED_SECONDS = 30 * 60;

const { CANCELED, DELETED, REPLACEMENT } = TripScheduleRelationship;

/** By time, at most `limit`. `live` is undefined where the feeds are away: then all is by the timetable. */
export function listArrivals(calls: StopCalls, live: LiveIndex | undefined, query: ArrivalsQuery): Arrival[] {
  const index = live ?? EMPTY_LIVE;
  const found = query.stops.flatMap((stop) => [
    ...listOfTimetable(calls, index, stop, query),
    ...listExtra(calls, index, stop, query),
  ]);
  const { routeIds, now, isBoardingOnly = false, isToComeOnly = false } = query;
  const sorted = found
    .filter(({ routeId }) => routeIds === undefined || routeIds.has(routeId))
    .filter((arrival) => !isBoardingOnly || isForBoarding(arrival))
    .filter((arrival) => !(isToComeOnly && isPastCancelled(arrival, now)))
    .sort((a, b) => a.at - b.at || (a.routeName < b.routeName ? -1 : 1));
  return cut(sorted, query);
}

/** A quarter of the rows, and no more than these, are for the past while more is to come than the rest hold. */
const MOST_PAST = 2;

/** Of what is cancelled and past the latest; a small board is for what comes. */
function cut(sorted: readonly Arrival[], { now, limit }: ArrivalsQuery): Arrival[] {
  const past = sorted.filter((arrival) => isPastCancelled(arrival, now));
  const toCome = sorted.length - past.length;
  const kept = Math.max(Math.min(MOST_PAST, Math.floor(limit / 4)), limit - toCome);
  const dropped = new Set(past.slice(0, Math.max(0, past.length - kept)));
  return sorted.filter((arrival) => !dropped.has(arrival)).slice(0, limit);
}

/** Told to who waits for a late one, though its time is over. */
function isPastCancelled({ state, at }: Pick<Arrival, 'state' | 'at'>, now: number): boolean {
  return state === 'cancelled' && at < now - PAST_SECONDS;
}

function listOfTimetable(
  calls: StopCalls,
  live: LiveIndex,
  stop: StopIndex,
  query: ArrivalsQuery,
): Arrival[] {
  const { now, horizonSeconds } = query;
  const from = now - (live.trips.length > 0 ? MAX_DELAY_SECONDS : PAST_SECONDS);
  const planned = listScheduledCalls(calls, stop, from, now + horizonSeconds);
  const arrivals: Arrival[] = [];
  for (const call of planned) {
    if (call.headwaySeconds !== undefined) continue;
    const trip = findLive(live, call);
    const arrival = tell(calls, live, call, trip, query);
    if (arrival) arrivals.push(arrival);
  }
  return [...withoutOlder(arrivals, now), ...listByHeadway(calls, live, planned, query)];
}

/** Of what is cancelled and past, the last of each line and direction: of a whole day off, the board is not full of the past. */
function withoutOlder(arrivals: readonly Arrival[], now: number): Arrival[] {
  const isPast = (arrival: Arrival): boolean => isPastCancelled(arrival, now);
  // By departure: the last of a line stays.
  const last = new Map(arrivals.filter(isPast).map((arrival) => [lineKeyOf(arrival), arrival]));
  return arrivals.filter((arrival) => !isPast(arrival) || last.get(lineKeyOf(arrival)) === arrival);
}

/** The run of a call in the feed: same trip, day and, where trips repeat, start. */
function findLive(live: LiveIndex, { trip, serviceDate, startSeconds }: ScheduledCall): LiveTrip | undefined {
  return live.byTrip
    .get(trip)
    ?.find(
      (candidate) =>
        (candidate.serviceDate === undefined || candidate.serviceDate === serviceDate) &&
        candidate.startSeconds === startSeconds,
    );
}

function tell(
  calls: StopCalls,
  live: LiveIndex,
  planned: ScheduledCall,
  trip: LiveTrip | undefined,
  { now, horizonSeconds }: ArrivalsQuery,
): Arrival | undefined {
  if (trip?.relationship === DELETED || trip?.relationship === REPLACEMENT) return undefined;
  const isToCome = planned.departureAt >= now - PAST_SECONDS;
  if (trip?.relationship === CANCELED) {
    return isAwaited(planned, trip, now)
      ? describeCall(calls, live, { state: 'cancelled', planned, trip, now })
      : undefined;
  }
  if (!trip) {
    return isToCome ? describeCall(calls, live, { state: 'scheduled', planned, trip, now }) : undefined;
  }
  const call = trip.calls.find(({ callIndex }) => callIndex === planned.callIndex);
  // Nothing told of a stop before the first told of: the vehicle has passed it.
  if (!call || call.stop !== planned.stop) {
    return !call && trip.calls.length === 0 && isToCome
      ? describeCall(calls, live, { state: 'scheduled', planned, trip, now })
      : undefined;
  }
  const arrival = describeCall(calls, live, { state: stateOf(call), planned, trip, call, now });
  const leavesAt = call.departureAt ?? findPassing(trip, call) ?? planned.departureAt;
  return leavesAt >= now - PAST_SECONDS && arrival.at <= now + horizonSeconds ? arrival : undefined;
}

/** Of a stop that is skipped, when the trip is expected at the next one that is not: until then somebody may wait for it. */
function findPassing({ calls }: LiveTrip, call: LiveCall): number | undefined {
  if (stateOf(call) !== 'skipped') return undefined;
  return calls.find((later) => later.callIndex > call.callIndex && later.arrivalAt !== undefined)?.arrivalAt;
}

/** Whether somebody may wait for a cancelled one: by the timetable, and where it was predicted as it was expected. */
function isAwaited(planned: ScheduledCall, { expected }: LiveTrip, now: number): boolean {
  const call = expected?.find(({ callIndex }) => callIndex === planned.callIndex);
  if (expected && !call) return false;
  return (call?.departureAt ?? call?.arrivalAt ?? planned.departureAt) >= now - CANCELLED_SECONDS;
}

function stateOf({ relationship, arrivalAt, departureAt }: LiveCall): Arrival['state'] {
  if (relationship === 1) return 'skipped';
  if (relationship === 2) return 'no_data';
  return arrivalAt === undefined && departureAt === undefined ? 'scheduled' : 'live';
}

/**
 * Trips that run by headway: the runs that the feed has, and after the last of them nominal ones. A nominal run and
 * a real one are not the same vehicle, so what is seen takes the place of what was only counted on.
 */
function listByHeadway(
  calls: StopCalls,
  live: LiveIndex,
  planned: readonly ScheduledCall[],
  query: ArrivalsQuery,
): Arrival[] {
  const { now, horizonSeconds } = query;
  const arrivals: Arrival[] = [];
  const nominal = Map.groupBy(
    planned.filter(({ headwaySeconds }) => headwaySeconds !== undefined),
    ({ trip, callIndex }) => `${trip} ${callIndex}`,
  );
  for (const runs of nominal.values()) {
    const [{ trip, callIndex }] = runs as [ScheduledCall];
    let lastAt = -Infinity;
    const cancelled = new Set<number>();
    for (const run of live.byTrip.get(trip) ?? []) {
      if (run.relationship === CANCELED && run.startSeconds !== undefined) cancelled.add(run.startSeconds);
      const call = run.calls.find((one) => one.callIndex === callIndex);
      const at = call?.departureAt ?? call?.arrivalAt;
      if (!call || at === undefined || at < now - PAST_SECONDS || at > now + horizonSeconds) continue;
      lastAt = Math.max(lastAt, at);
      arrivals.push(describeCall(calls, live, { state: stateOf(call), trip: run, call, now }));
    }
    for (const run of runs) {
      const isLater = run.departureAt > lastAt + run.headwaySeconds! / 2;
      if (run.departureAt < now - PAST_SECONDS || !isLater) continue;
      const state = cancelled.has(run.startSeconds) ? 'cancelled' : 'scheduled';
      arrivals.push(describeCall(calls, live, { state, planned: run, now }));
    }
  }
  return arrivals;
}

/** Calls that only the feed has: added and replaced trips, and stops put elsewhere. */
function listExtra(calls: StopCalls, live: LiveIndex, stop: StopIndex, query: ArrivalsQuery): Arrival[] {
  const { now, horizonSeconds } = query;
  return (live.extra.get(stop) ?? []).flatMap(({ live: trip, call }) => {
    const at = call.departureAt ?? call.scheduledDepartureAt ?? call.arrivalAt;
    if (at === undefined || at < now - PAST_SECONDS || at > now + horizonSeconds) return [];
    // A trip that was added and that no vehicle is on is planned, not seen.
    const isPlanned = isOfFeed(trip) && trip.vehicle === undefined && stateOf(call) === 'live';
    return [describeCall(calls, live, { state: isPlanned ? 'scheduled' : stateOf(call), trip, call, now })];
  });
}
