/**
 * Vehicles that come here, but on which trip nobody can tell: of a row of buses of one line it may be in doubt which is the late
 * one. Then no time is predicted, and the timetable alone would be told, though the vehicle is seen to come.
 */
import { type Pattern, type StopIndex, patternOf } from '../gtfs/index.js';
import { type Arrival, type Mode, isForBoarding, lineKeyOf } from './arrival.js';
import { describeCall } from './describe-call.js';
import type { LiveIndex } from './index-live.js';
import type { StopCalls } from './index-stops.js';
import { listScheduledCalls } from './list-scheduled-calls.js';

export interface ApproachingVehicle {
  readonly routeId: string;
  readonly routeName: string;
  readonly mode: Mode;
  readonly headsign: string;
  /** Stops from the vehicle to this one, this one too. */
  readonly stopsAway: number;
  readonly vehicleId: string;
  readonly label?: string;
}

/** Farther away, another vehicle comes first, or this one turns before. */
const MOST_STOPS_AWAY = 12;
/** Trips that call at a vehicle's next stop this long before and after now may be its own. */
const AROUND_SECONDS = 5400;

export interface ApproachingQuery {
  /** The places to tell of. */
  readonly stops: readonly StopIndex[];
  /** What is told there already. */
  readonly arrivals: readonly Arrival[];
  /** Route ids; all where not given. */
  readonly routeIds: ReadonlySet<string> | undefined;
  /** Epoch seconds. */
  readonly now: number;
}

/**
 * Nearest first: vehicles from whose next stop every trip of their line and direction leads here in these hours. A line that does
 * not halt here now is left out, and so is who waits for its trip to begin.
 */
export function listApproaching(
  calls: StopCalls,
  live: LiveIndex | undefined,
  query: ApproachingQuery,
): ApproachingVehicle[] {
  if (!live) return [];
  const { routeIds, arrivals } = query;
  const off = listLinesOff(arrivals);
  const lines = new Map<string, LineHere | undefined>();
  const found: ApproachingVehicle[] = [];
  for (const { trip, vehicle, stopId } of live.vehicles.values()) {
    const { routeId, directionId, tripId } = trip ?? {};
    if (routeId === undefined || tripId !== undefined || vehicle?.id === undefined) continue;
    const key = lineKeyOf({ routeId, directionId });
    if (off.has(key) || (routeIds && !routeIds.has(routeId))) continue;
    if (!lines.has(key)) lines.set(key, findLine(calls, live, query, { routeId, directionId }));
    const line = lines.get(key);
    const stopsAway = line && stopsTo(calls, line, calls.schedule.stops.indexOf.get(stopId ?? ''), query.now);
    if (stopsAway === undefined || stopsAway > MOST_STOPS_AWAY) continue;
    const { routeName, mode, headsign } = line!.told;
    const named = vehicle.label === undefined ? {} : { label: vehicle.label };
    found.push({ routeId, routeName, mode, headsign, stopsAway, vehicleId: vehicle.id, ...named });
  }
  return found.sort((a, b) => a.stopsAway - b.stopsAway || (a.vehicleId < b.vehicleId ? -1 : 1));
}

/** Lines and directions that pass without a halt now, or of which nothing runs. */
function listLinesOff(arrivals: readonly Arrival[]): Set<string> {
  const going = new Set(arrivals.filter(({ state }) => state !== 'cancelled').map(lineKeyOf));
  const isOff = (one: Arrival): boolean => one.state === 'skipped' || !going.has(lineKeyOf(one));
  return new Set(arrivals.filter(isOff).map(lineKeyOf));
}

interface Line {
  readonly routeId: string;
  readonly directionId: number | undefined;
}

/** A line and direction that calls here, and how far it is from where its vehicles may be, as far as asked. */
interface LineHere {
  /** A call here as it would be told. */
  readonly told: Arrival;
  readonly place: StopIndex;
  readonly isOf: (pattern: Pattern) => boolean;
  readonly stopsFrom: Map<StopIndex, number | undefined>;
}

/** Undefined where it has no call here in these hours that takes somebody on. */
function findLine(
  calls: StopCalls,
  live: LiveIndex,
  { stops, now }: ApproachingQuery,
  { routeId, directionId = -1 }: Line,
): LineHere | undefined {
  const route = calls.schedule.routeIndexOf.get(routeId);
  if (route === undefined) return undefined;
  const isOf = (pattern: Pattern): boolean => pattern.route === route && pattern.directionId === directionId;
  for (const place of stops) {
    if (!calls.routesAt.get(place)?.includes(route)) continue;
    for (const planned of listScheduledCalls(calls, place, now - AROUND_SECONDS, now + AROUND_SECONDS)) {
      const pattern = patternOf(calls.schedule, planned.trip);
      if (!isOf(pattern)) continue;
      const told = describeCall(calls, live, { state: 'scheduled', planned, now });
      if (!isForBoarding(told)) continue;
      return { told, place, isOf, stopsFrom: new Map() };
    }
  }
  return undefined;
}

/** Undefined where not every trip that a vehicle before that stop may be on leads here, or it has not set out. */
function stopsTo(
  calls: StopCalls,
  { place, isOf, stopsFrom }: LineHere,
  next: StopIndex | undefined,
  now: number,
): number | undefined {
  if (next === undefined) return undefined;
  if (stopsFrom.has(next)) return stopsFrom.get(next);
  let farthest = -Infinity;
  for (const { trip, callIndex } of listScheduledCalls(
    calls,
    next,
    now - AROUND_SECONDS,
    now + AROUND_SECONDS,
  )) {
    const pattern = patternOf(calls.schedule, trip);
    if (isOf(pattern)) farthest = Math.max(farthest, countFrom(pattern.stops, callIndex, place));
  }
  const stopsAway = Number.isFinite(farthest) ? farthest : undefined;
  stopsFrom.set(next, stopsAway);
  return stopsAway;
}

/** Infinite from a first stop, and where the place does not come after. */
function countFrom(stops: ArrayLike<StopIndex>, callIndex: number, place: StopIndex): number {
  if (callIndex === 0) return Infinity;
  for (let i = callIndex; i < stops.length; i++) if (stops[i] === place) return i - callIndex + 1;
  return Infinity;
}
