/**
 * Vehicles that come here, but on which trip nobody can tell: of a row of buses of one line it may be in doubt which is the late
 * one. Then no time is predicted, and the timetable alone would be told, though the vehicle is seen to come.
 */
import { type StopIndex, patternOf } from '../gtfs/index.js';
import type { VehiclePositionEntity } from '../realtime/index.js';
import type { Arrival, Mode } from './arrival.js';
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

/**
 * Nearest first: vehicles of the lines that are among `arrivals` and halt here, from whose next stop every trip of these hours
 * leads here. Who waits for its trip to begin is not on its way.
 */
export function listApproaching(
  calls: StopCalls,
  live: LiveIndex | undefined,
  arrivals: readonly Arrival[],
  now: number,
): ApproachingVehicle[] {
  const lines = listLines(arrivals);
  const found: ApproachingVehicle[] = [];
  for (const vehicle of live?.vehicles.values() ?? []) {
    if (!vehicle.trip || vehicle.trip.tripId !== undefined || vehicle.vehicle?.id === undefined) continue;
    const line = lines.get(`${vehicle.trip.routeId} ${vehicle.trip.directionId}`);
    const stopsAway = line && stopsTo(calls, vehicle, line, now);
    if (stopsAway === undefined || stopsAway > MOST_STOPS_AWAY) continue;
    const { routeId, routeName, mode, headsign } = line!;
    const { id, label } = vehicle.vehicle;
    const named = label === undefined ? {} : { label };
    found.push({ routeId, routeName, mode, headsign, stopsAway, vehicleId: id, ...named });
  }
  return found.sort((a, b) => a.stopsAway - b.stopsAway || (a.vehicleId < b.vehicleId ? -1 : 1));
}

/** The next arrival of each line and direction, of those that take somebody on here. */
function listLines(arrivals: readonly Arrival[]): Map<string, Arrival> {
  const lines = new Map<string, Arrival>();
  const passing = new Set<string>();
  for (const arrival of arrivals) {
    const key = `${arrival.routeId} ${arrival.directionId}`;
    if (arrival.state === 'skipped') passing.add(key);
    if (arrival.state !== 'cancelled' && !arrival.isLast && !lines.has(key)) lines.set(key, arrival);
  }
  for (const key of passing) lines.delete(key);
  return lines;
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
