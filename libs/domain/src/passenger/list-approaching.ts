/**
 * Vehicles that come here, but on which trip nobody can tell: of a row of buses of one line it may be in doubt which is the late
 * one. Then no time is predicted, and the timetable alone would be told, though the vehicle is seen to come.
 */
import type { Pattern, StopIndex } from '../gtfs/index.js';
import type { Mode } from './arrival.js';
import type { LiveIndex } from './index-live.js';
import { type StopCalls, nameOf } from './index-stops.js';
import { type PassengerVehicle, listVehicles } from './list-vehicles.js';

export interface ApproachingVehicle {
  readonly routeId: string;
  readonly routeName: string;
  readonly mode: Mode;
  /** Where its line ends. */
  readonly headsign: string;
  /** Stops from the vehicle to this one, this one too. */
  readonly stopsAway: number;
  readonly vehicleId: string;
  readonly label?: string;
}

/** Farther away, another vehicle comes first, or this one turns before. */
const MOST_STOPS_AWAY = 12;

/** Nearest first; of the routes asked for, all where none are. Who ends here is left out. */
export function listApproaching(
  calls: StopCalls,
  live: LiveIndex | undefined,
  stops: readonly StopIndex[],
  routeIds?: ReadonlySet<string>,
): ApproachingVehicle[] {
  if (!live) return [];
  const places = new Set(stops);
  return listVehicles(calls, live)
    .filter(({ tripId, routeId }) => tripId === undefined && isAsked(routeId, routeIds))
    .flatMap((vehicle) => approach(calls, vehicle, places) ?? [])
    .sort((a, b) => a.stopsAway - b.stopsAway || (a.routeName < b.routeName ? -1 : 1));
}

function isAsked(routeId: string | undefined, routeIds: ReadonlySet<string> | undefined): boolean {
  return routeId !== undefined && (routeIds === undefined || routeIds.has(routeId));
}

/** The shortest way to one of the places that a pattern of the vehicle's line has. */
function approach(
  { schedule }: StopCalls,
  { vehicleId, label, routeId, routeName, mode, directionId, stopId }: PassengerVehicle,
  places: ReadonlySet<StopIndex>,
): ApproachingVehicle | undefined {
  const route = schedule.routeIndexOf.get(routeId ?? '');
  const next = schedule.stops.indexOf.get(stopId ?? '');
  if (route === undefined || next === undefined || mode === undefined) return undefined;
  let best: { pattern: Pattern; stopsAway: number } | undefined;
  for (const pattern of schedule.patterns) {
    if (pattern.route !== route || pattern.directionId !== directionId) continue;
    const stopsAway = countStops(pattern, next, places);
    if (stopsAway <= (best?.stopsAway ?? MOST_STOPS_AWAY)) best = { pattern, stopsAway };
  }
  if (!best) return undefined;
  const headsign = nameOf(schedule, best.pattern.stops.at(-1)!);
  const line = { routeId: routeId!, routeName: routeName!, mode, headsign };
  return { ...line, stopsAway: best.stopsAway, vehicleId, ...(label === undefined ? {} : { label }) };
}

/** From the next stop of a vehicle to the first of the places after it, both counted; infinite where there is no such way. */
function countStops({ stops }: Pattern, next: StopIndex, places: ReadonlySet<StopIndex>): number {
  const from = stops.indexOf(next);
  if (from < 0) return Infinity;
  const to = stops.findIndex((stop, i) => i >= from && i < stops.length - 1 && places.has(stop));
  return to < 0 ? Infinity : to - from + 1;
}
