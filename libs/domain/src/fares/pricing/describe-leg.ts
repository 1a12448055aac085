import type { FareTap } from '../fare-tap.js';
import type { Tariff } from '../tariff/tariff.js';
import { type Measures, measureRide } from './measure-ride.js';
import type { Ride } from './ride.js';
import { tellTimeframes } from './tell-timeframes.js';

/** A ride as fare rules see it; also several rides in one, where rules join them. */
export interface Leg extends Measures {
  readonly tariff: Tariff;
  readonly atMs: number;
  /** Undefined where no exit is known. */
  readonly endMs: number | undefined;
  readonly mediaId: string;
  readonly networks: readonly string[];
  readonly routeId: string | undefined;
  readonly directionId: number | undefined;
  readonly operatorId: string | undefined;
  readonly fromStopId: string | undefined;
  readonly toStopId: string | undefined;
  readonly fromAreas: readonly string[];
  readonly toAreas: readonly string[];
  readonly places: readonly (readonly string[])[];
  readonly timeframes: readonly string[];
  readonly endTimeframes: readonly string[];
}

const NONE: readonly string[] = [];

export function describeLeg(ride: Ride): Leg {
  const { tariff, entry, mediaId, status } = ride;
  const exit = ride.exit ?? findTripEnd(ride);
  const isLonelyExit = status === 'UNPAIRED_OFF';
  const fromStopId = isLonelyExit ? undefined : entry.stopId;
  const toStopId = isLonelyExit ? entry.stopId : exit?.stopId;
  const fromAreas = listAreas(tariff, fromStopId);
  const toAreas = listAreas(tariff, toStopId);
  const timeframes = tellTimeframes(tariff, entry.atMs);
  return {
    tariff,
    atMs: entry.atMs,
    endMs: ride.exit?.atMs,
    mediaId,
    networks: listNetworks(tariff, entry, exit),
    routeId: entry.routeId ?? exit?.routeId,
    directionId: entry.directionId ?? exit?.directionId,
    operatorId: entry.operatorId ?? exit?.operatorId,
    ...{ fromStopId, toStopId, fromAreas, toAreas, timeframes },
    places: listPlaces(fromStopId, toStopId, fromAreas, toAreas, exit),
    endTimeframes: ride.exit ? tellTimeframes(tariff, ride.exit.atMs) : timeframes,
    ...measureRide(tariff, entry, exit),
    // How long it took is not known by where it ended.
    ...(!ride.exit && { minutes: undefined }),
  };
}

/** Of an entry without an exit, where the policy takes its ride to have gone to the end of the trip. */
function findTripEnd({ entry, policy, status }: Ride): FareTap | undefined {
  if (status !== 'INCOMPLETE_ON' || policy?.incomplete !== 'trip_end' || !entry.tripEnd) return undefined;
  const { ref, deviceId, seq, atMs, mediaType, extras, tripId } = entry;
  const tap = { ref, deviceId, seq, atMs, mediaType, extras, kind: 'EXIT' } as const;
  return { ...tap, ...(tripId !== undefined && { tripId }), ...entry.tripEnd };
}

/** Two legs as one, from the first's start to the second's end. */
export function joinLegs(first: Leg, second: Leg): Leg {
  return {
    ...first,
    endMs: second.endMs,
    networks: [...new Set([...first.networks, ...second.networks])],
    toStopId: second.toStopId,
    toAreas: second.toAreas,
    places: [...first.places, ...second.places],
    endTimeframes: second.endTimeframes,
    metres: add(first.metres, second.metres),
    stops: add(first.stops, second.stops),
    zones: spanZones(first.tariff, [...first.places, ...second.places]) ?? add(first.zones, second.zones),
    minutes: second.endMs === undefined ? undefined : (second.endMs - first.atMs) / 60_000,
  };
}

/**
 * Zones that lie between the two places farthest apart: a journey out and half the way back is in no more zones than the
 * way out. Undefined where the table does not tell it of areas.
 */
function spanZones({ distances }: Tariff, places: readonly (readonly string[])[]): number | undefined {
  let most: number | undefined;
  for (const [i, from] of places.entries()) {
    for (const to of places.slice(i)) {
      const between = from.flatMap((a) => to.map((b) => distances.get(`${a}>${b}`)?.zones));
      const known = between.filter((zones) => zones !== undefined);
      // Of a stop on a boundary the zone that is nearer counts.
      if (known.length > 0) most = Math.max(most ?? 0, Math.min(...known));
    }
  }
  return most;
}

function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function listAreas({ areasByStop }: Tariff, stopId: string | undefined): readonly string[] {
  return stopId === undefined ? NONE : (areasByStop.get(stopId) ?? NONE);
}

function listNetworks(tariff: Tariff, entry: FareTap, exit: FareTap | undefined): readonly string[] {
  const routeId = entry.routeId ?? exit?.routeId;
  const byRoute = routeId === undefined ? NONE : (tariff.networksByRoute.get(routeId) ?? NONE);
  if (entry.networkId === undefined || byRoute.includes(entry.networkId)) return byRoute;
  return [...byRoute, entry.networkId];
}

function listPlaces(
  fromStopId: string | undefined,
  toStopId: string | undefined,
  fromAreas: readonly string[],
  toAreas: readonly string[],
  exit: FareTap | undefined,
): readonly (readonly string[])[] {
  if (fromStopId === undefined && toStopId === undefined && !exit?.passedAreaIds) return [];
  const places: (readonly string[])[] = [];
  if (fromStopId !== undefined) places.push(fromAreas);
  if (toStopId !== undefined) places.push(toAreas);
  for (const area of exit?.passedAreaIds ?? NONE) places.push([area]);
  return places;
}
