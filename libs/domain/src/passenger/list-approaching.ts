/**
 * Vehicles that come here, but on which trip nobody can tell: of a row of buses of one line it may be in doubt which is the late
 * one. Then no time is predicted, and the timetable alone would be told, though the vehicle is seen to come.
 */
import { type StopIndex, patternOf } from '../gtfs/index.js';
import type { VehiclePositionEntity } from '../realtime/index.js';
import type { Arrival, Mode } from './arrival.js';
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
  const { routeIds, arrivals, now } = query;
  const off = listLinesOff(arrivals);
  const lines = new Map<string, Arrival | undefined>();
  const found: ApproachingVehicle[] = [];
  for (const vehicle of live.vehicles.values()) {
    const { routeId = '', directionId, tripId } = vehicle.trip ?? {};
    const key = keyOf({ routeId, directionId });
    if (tripId !== undefined || vehicle.vehicle?.id === undefined || off.has(key)) continue;
    if (routeIds && !routeIds.has(routeId)) continue;
    if (!lines.has(key)) lines.set(key, findLine(calls, live, query, key));
    const line = lines.get(key);
    const stopsAway = line && stopsTo(calls, vehicle, line, now);
    if (stopsAway === undefined || stopsAway > MOST_STOPS_AWAY) continue;
    const { routeName, mode, headsign } = line!;
    const { id, label } = vehicle.vehicle;
    const named = label === undefined ? {} : { label };
    found.push({ routeId, routeName, mode, headsign, stopsAway, vehicleId: id, ...named });
  }
  return found.sort((a, b) => a.stopsAway - b.stopsAway || (a.vehicleId < b.vehicleId ? -1 : 1));
}

function keyOf({ routeId, directionId }: { routeId: string; directionId?: number | undefined }): string {
  return `${routeId} ${directionId}`;
}

/** Lines and directions that pass without a halt now, or of which nothing runs. */
function listLinesOff(arrivals: readonly Arrival[]): Set<string> {
  const runs = new Set(arrivals.filter(({ state }) => state !== 'cancelled').map(keyOf));
  return new Set(arrivals.filter((one) => one.state === 'skipped' || !runs.has(keyOf(one))).map(keyOf));
}

/** A call here of the line in these hours, as it would be told; undefined where it has none that takes somebody on. */
function findLine(
  calls: StopCalls,
  live: LiveIndex,
  { stops, now }: ApproachingQuery,
  key: string,
): Arrival | undefined {
  const { schedule, routesAt } = calls;
  for (const stop of stops) {
    const isHere = routesAt.get(stop)?.some((route) => key.startsWith(`${schedule.routes[route]!.routeId} `));
    if (!isHere) continue;
    for (const planned of listScheduledCalls(calls, stop, now - AROUND_SECONDS, now + AROUND_SECONDS)) {
      const { stops: all, route, directionId } = patternOf(schedule, planned.trip);
      if (keyOf({ routeId: schedule.routes[route]!.routeId, directionId }) !== key) continue;
      if (planned.callIndex < all.length - 1) {
        return describeCall(calls, live, { state: 'scheduled', planned, now });
      }
    }
  }
  return undefined;
}

/** Undefined where not every trip that may be its own leads here, or it has not set out. */
function stopsTo(
  calls: StopCalls,
  { stopId }: VehiclePositionEntity,
  { routeId, directionId, stopId: here }: Arrival,
  now: number,
): number | undefined {
  const { schedule } = calls;
  const next = schedule.stops.indexOf.get(stopId ?? '');
  const place = schedule.stops.indexOf.get(here);
  if (next === undefined || place === undefined) return undefined;
  const counts = listScheduledCalls(calls, next, now - AROUND_SECONDS, now + AROUND_SECONDS)
    .map(({ trip, callIndex }) => ({ trip, callIndex, pattern: patternOf(schedule, trip) }))
    .filter(({ pattern }) => schedule.routes[pattern.route]!.routeId === routeId)
    .filter(({ pattern }) => pattern.directionId === directionId)
    .map(({ pattern, callIndex }) => countFrom(pattern.stops, callIndex, place));
  const farthest = Math.max(...counts);
  return Number.isFinite(farthest) ? farthest : undefined;
}

/** Infinite from a first stop, and where the place does not come after. */
function countFrom(stops: ArrayLike<StopIndex>, callIndex: number, place: StopIndex): number {
  if (callIndex === 0) return Infinity;
  for (let i = callIndex; i < stops.length; i++) if (stops[i] === place) return i - callIndex + 1;
  return Infinity;
}
