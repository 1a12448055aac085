/** The vehicles of the feed as passengers are told of them. */
import { patternOf } from '../gtfs/index.js';
import { VehicleStopStatus, type VehiclePositionEntity } from '../realtime/index.js';
import { type Mode, modeOf } from './arrival.js';
import type { LiveIndex } from './index-live.js';
import { type StopCalls, cleanName, nameOf } from './index-stops.js';

export interface PassengerVehicle {
  readonly vehicleId: string;
  readonly label?: string;
  readonly routeId?: string;
  readonly routeName?: string;
  readonly mode?: Mode;
  readonly directionId?: number;
  readonly headsign?: string;
  readonly tripId?: string;
  readonly lat: number;
  readonly lon: number;
  readonly bearing?: number;
  readonly speedMetresPerSecond?: number;
  /** Where it is, or is going to. */
  readonly stopId?: string;
  readonly stopName?: string;
  readonly isAtStop: boolean;
  readonly isLowFloor?: boolean;
  readonly occupancyStatus?: number;
  /** When it was there, epoch seconds. */
  readonly at?: number;
}

/** All vehicles of the feed, or those of a route, by id. */
export function listVehicles(calls: StopCalls, live: LiveIndex, routeId?: string): PassengerVehicle[] {
  return [...live.vehicles.keys()]
    .sort()
    .filter((id) => routeId === undefined || live.vehicles.get(id)!.trip?.routeId === routeId)
    .flatMap((id) => findVehicle(calls, live, id) ?? []);
}

export function findVehicle(
  calls: StopCalls,
  live: LiveIndex,
  vehicleId: string,
): PassengerVehicle | undefined {
  const entity = live.vehicles.get(vehicleId);
  const { position, vehicle, trip, occupancyStatus, timestamp } = entity ?? {};
  if (!entity || !position || !vehicle) return undefined;
  return {
    vehicleId,
    ...given('label', vehicle.label),
    ...(trip ? describeTrip(calls, live, entity) : {}),
    ...given('tripId', trip?.tripId),
    lat: round(position.latitude, 5),
    lon: round(position.longitude, 5),
    ...given('bearing', position.bearing === undefined ? undefined : Math.round(position.bearing)),
    ...given('speedMetresPerSecond', position.speed === undefined ? undefined : round(position.speed, 1)),
    isAtStop: entity.currentStatus === VehicleStopStatus.STOPPED_AT,
    ...given('isLowFloor', LOW_FLOOR[vehicle.wheelchairAccessible ?? 0]),
    ...given('occupancyStatus', occupancyStatus),
    ...given('at', timestamp),
  };
}

/** VehicleDescriptor.wheelchair_accessible: 2 yes, 3 no. */
const LOW_FLOOR: Readonly<Record<number, boolean>> = { 2: true, 3: false };

function describeTrip(
  calls: StopCalls,
  live: LiveIndex,
  { trip, vehicle, ...entity }: VehiclePositionEntity,
): Partial<PassengerVehicle> {
  const { schedule } = calls;
  const row = schedule.trips.indexOf.get(trip?.tripId ?? '');
  const index =
    row === undefined ? schedule.routeIndexOf.get(trip?.routeId ?? '') : schedule.trips.route[row];
  const route = index === undefined ? undefined : schedule.routes[index];
  const added = live.trips.find((one) => one.tripId === trip?.tripId && one.vehicle?.id === vehicle?.id);
  const headsign = added?.headsign ?? (row === undefined ? undefined : schedule.trips.headsigns[row]);
  const directionId = trip?.directionId ?? (row === undefined ? undefined : schedule.trips.directionId[row]);
  return {
    ...given('routeId', route?.routeId ?? trip?.routeId),
    ...(route
      ? { routeName: route.shortName || route.longName, mode: modeOf(route.type, route.shortName) }
      : {}),
    ...given('directionId', directionId !== undefined && directionId >= 0 ? directionId : undefined),
    ...given('headsign', headsign === undefined || headsign === '' ? undefined : cleanName(headsign)),
    ...describeNextStop(calls, row, entity),
  };
}

function describeNextStop(
  calls: StopCalls,
  row: number | undefined,
  { stopId, currentStopSequence }: Pick<VehiclePositionEntity, 'stopId' | 'currentStopSequence'>,
): Partial<PassengerVehicle> {
  const { schedule } = calls;
  const stop = schedule.stops.indexOf.get(stopId ?? '') ?? findBySequence(calls, row, currentStopSequence);
  return stop === undefined ? {} : { stopId: schedule.stops.ids[stop]!, stopName: nameOf(schedule, stop) };
}

function findBySequence(
  { schedule }: StopCalls,
  row: number | undefined,
  sequence: number | undefined,
): number | undefined {
  if (row === undefined || sequence === undefined) return undefined;
  const first = schedule.trips.firstStopTime[row]!;
  const { stops } = patternOf(schedule, row);
  const index = stops.findIndex((_, i) => schedule.stopTimes.stopSequence[first + i] === sequence);
  return index < 0 ? undefined : stops[index];
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
