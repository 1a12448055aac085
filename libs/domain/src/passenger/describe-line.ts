/** A route as a line of stops in each direction, with its vehicles between them. */
import type { Pattern, RouteIndex, StopIndex } from '../gtfs/index.js';
import { type Mode, modeOf } from './arrival.js';
import type { LiveIndex } from './index-live.js';
import { type StopCalls, cleanName } from './index-stops.js';
import { type PassengerVehicle, listVehicles } from './list-vehicles.js';

export interface RouteLabel {
  readonly routeId: string;
  readonly name: string;
  readonly longName: string;
  readonly mode: Mode;
  /** `#rrggbb`. */
  readonly color?: string;
}

export interface LineDirection {
  readonly directionId: number;
  readonly headsign: string;
  readonly stops: readonly StopIndex[];
}

/** A stop of the line, and the vehicles that are at it or on their way to it. */
export interface LinePlace {
  readonly stop: StopIndex;
  readonly vehicles: readonly PassengerVehicle[];
}

export interface DrawnDirection {
  readonly directionId: number;
  readonly headsign: string;
  readonly places: readonly LinePlace[];
  /** Vehicles of this direction whose next stop is not on the line: on another variant, or off it. */
  readonly elsewhere: readonly PassengerVehicle[];
}

export function describeRouteLabel({ schedule }: StopCalls, route: RouteIndex): RouteLabel {
  const { routeId, shortName, longName, type, color } = schedule.routes[route]!;
  return {
    routeId,
    name: shortName || longName,
    longName,
    mode: modeOf(type, shortName),
    ...(color === '' ? {} : { color: `#${color.toLowerCase()}` }),
  };
}

/** Each direction by the stops that most of its trips pass. */
export function listDirections({ schedule }: StopCalls, route: RouteIndex): LineDirection[] {
  const counts = new Map<number, number>();
  const headsigns = new Map<number, string>();
  for (const [trip, pattern] of schedule.trips.pattern.entries()) {
    if (schedule.trips.route[trip] !== route) continue;
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    if (!headsigns.has(pattern)) headsigns.set(pattern, schedule.trips.headsigns[trip]!);
  }
  const byDirection = new Map<number, number>();
  for (const [pattern, count] of counts) {
    const { directionId } = schedule.patterns[pattern]!;
    const best = byDirection.get(directionId);
    if (best === undefined || count > counts.get(best)!) byDirection.set(directionId, pattern);
  }
  return [...byDirection]
    .sort(([a], [b]) => a - b)
    .map(([directionId, pattern]) =>
      toDirection(schedule, directionId, schedule.patterns[pattern]!, headsigns.get(pattern)!),
    );
}

function toDirection(
  { stops: { names } }: StopCalls['schedule'],
  directionId: number,
  { stops }: Pattern,
  headsign: string,
): LineDirection {
  const last = stops.at(-1)!;
  return { directionId, headsign: cleanName(headsign === '' ? names[last]! : headsign), stops: [...stops] };
}

/** The directions with the vehicles of the feed on them. */
export function drawLine(calls: StopCalls, live: LiveIndex | undefined, route: RouteIndex): DrawnDirection[] {
  const { ids } = calls.schedule.stops;
  const vehicles = live ? listVehicles(calls, live, calls.schedule.routes[route]!.routeId) : [];
  const directions = listDirections(calls, route);
  return directions.map(({ directionId, headsign, stops }) => {
    const own = vehicles.filter((one) => (one.directionId ?? -1) === directionId || directions.length === 1);
    const known = new Set(stops.map((stop) => ids[stop]!));
    const places = stops.map((stop, i) => {
      // A loop passes a stop twice: its vehicles are told of once, at the first.
      const isFirst = stops.indexOf(stop) === i;
      return { stop, vehicles: isFirst ? own.filter(({ stopId }) => stopId === ids[stop]) : [] };
    });
    return {
      directionId,
      headsign,
      places,
      elsewhere: own.filter(({ stopId }) => stopId === undefined || !known.has(stopId)),
    };
  });
}
