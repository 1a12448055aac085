import { type Schedule, patternOf } from '../gtfs/index.js';
import {
  StopScheduleRelationship,
  TripScheduleRelationship,
  type VehiclePositionEntity,
} from '../realtime/index.js';
import { type Arrival, type ArrivalState, type ArrivingVehicle, SILENT_SECONDS, modeOf } from './arrival.js';
import type { LiveIndex } from './index-live.js';
import { type StopCalls, cleanName } from './index-stops.js';
import type { ScheduledCall } from './list-scheduled-calls.js';
import type { LiveCall, LiveTrip } from './read-live-trip.js';

/** What is known of a call: of the timetable, of the feed, or both. */
export interface KnownCall {
  readonly state: ArrivalState;
  readonly planned?: ScheduledCall;
  readonly trip?: LiveTrip | undefined;
  readonly call?: LiveCall;
  readonly now: number;
}

/** One line of a board. One of `planned` and `call` must be given. */
export function describeCall(calls: StopCalls, live: LiveIndex, known: KnownCall): Arrival {
  const { state, planned, trip, call } = known;
  const { schedule } = calls;
  const row = planned?.trip ?? trip?.trip ?? -1;
  const stop = call?.stop ?? planned!.stop;
  const route = schedule.routes[trip?.route ?? schedule.trips.route[row]!]!;
  const scheduledAt = planned?.arrivalAt ?? call?.scheduledArrivalAt;
  const expectedAt = call?.arrivalAt ?? call?.departureAt;
  const at = (state === 'live' ? expectedAt : undefined) ?? scheduledAt ?? expectedAt ?? known.now;
  const stopSequence = call?.stopSequence ?? (planned && sequenceOf(calls, planned.trip, planned.callIndex));
  const directionId = trip?.directionId ?? (row < 0 ? undefined : schedule.trips.directionId[row]!);
  const platform = platformOf(calls, stop);
  const isAdded = trip !== undefined && isOfFeed(trip);
  const callIndex = planned?.callIndex ?? call!.callIndex;
  return {
    state,
    routeId: route.routeId,
    routeName: route.shortName || route.longName,
    mode: modeOf(route.type, route.shortName),
    headsign: headsignOf(calls, row, trip),
    tripId: trip?.tripId ?? schedule.trips.ids[row]!,
    stopId: schedule.stops.ids[stop]!,
    at,
    isAdded,
    ...describeEnd(calls, row, known),
    ...(isNoPickup(calls, row, callIndex) ? { isNoPickup: true as const } : {}),
    ...given('serviceDate', planned?.serviceDate ?? trip?.serviceDate),
    ...given('directionId', directionId !== undefined && directionId >= 0 ? directionId : undefined),
    ...given('platform', platform),
    ...given('stopSequence', stopSequence),
    ...given('departureAt', state === 'live' ? call?.departureAt : planned?.departureAt),
    ...given('scheduledDepartureAt', planned?.departureAt ?? call?.scheduledDepartureAt),
    ...given('scheduledAt', isAdded && call?.scheduledArrivalAt === undefined ? undefined : scheduledAt),
    ...(state === 'live' ? describeLive(calls, live, known, scheduledAt, at) : {}),
    ...given('isLowFloor', isLowFloor(calls, row, trip)),
  };
}

function describeLive(
  calls: StopCalls,
  live: LiveIndex,
  { trip, call, now }: KnownCall,
  scheduledAt: number | undefined,
  at: number,
): Partial<Arrival> {
  const position = live.vehicles.get(trip?.vehicle?.id ?? '');
  const isOnTrip = position?.trip?.tripId === trip?.tripId;
  const occupancy = call?.occupancyStatus ?? (isOnTrip ? position?.occupancyStatus : undefined);
  const vehicle = trip && describeVehicle(trip, position, now);
  return {
    ...given('delaySeconds', scheduledAt === undefined ? undefined : at - scheduledAt),
    ...given('uncertaintySeconds', call?.uncertaintySeconds),
    ...given('occupancyStatus', occupancy),
    ...given('vehicle', vehicle),
    ...(position && !isOnTrip ? { isVehicleElsewhere: true as const } : {}),
    ...((vehicle?.ageSeconds ?? 0) >= SILENT_SECONDS ? { isSilent: true as const } : {}),
    ...given('stopsAway', isOnTrip ? countStops(calls, trip, call, position) : undefined),
  };
}

function describeVehicle(
  { vehicle, timestamp }: LiveTrip,
  position: VehiclePositionEntity | undefined,
  now: number,
): ArrivingVehicle | undefined {
  if (vehicle?.id === undefined) return undefined;
  const heardAt = position?.timestamp ?? timestamp;
  return {
    vehicleId: vehicle.id,
    ...given('label', vehicle.label),
    ...given('lat', position?.position && round(position.position.latitude)),
    ...given('lon', position?.position && round(position.position.longitude)),
    ...given('ageSeconds', heardAt === undefined ? undefined : Math.max(0, now - heardAt)),
  };
}

/** Stops that the vehicle still has before it, this one too; undefined where its place on the trip is not told. */
function countStops(
  calls: StopCalls,
  trip: LiveTrip | undefined,
  call: LiveCall | undefined,
  position: VehiclePositionEntity | undefined,
): number | undefined {
  const sequence = position?.currentStopSequence;
  if (sequence === undefined || !trip || !call || trip.trip < 0 || call.callIndex < 0) return undefined;
  const next = patternOf(calls.schedule, trip.trip).stops.findIndex(
    (_, callIndex) => sequenceOf(calls, trip.trip, callIndex) === sequence,
  );
  return next < 0 || next > call.callIndex ? undefined : call.callIndex - next + 1;
}

/** Whether the timetable does not have it. */
export function isOfFeed({ relationship }: LiveTrip): boolean {
  const { ADDED, NEW, DUPLICATED } = TripScheduleRelationship;
  return relationship === ADDED || relationship === NEW || relationship === DUPLICATED;
}

function headsignOf({ schedule }: StopCalls, row: number, trip: LiveTrip | undefined): string {
  const told = trip?.headsign ?? (row < 0 ? undefined : schedule.trips.headsigns[row]);
  if (told !== undefined && told !== '') return cleanName(told);
  const last = row < 0 ? trip?.calls.at(-1)?.stop : patternOf(schedule, row).stops.at(-1);
  return last === undefined ? '' : cleanName(schedule.stops.names[last]!);
}

/** Whether it ends here, or this time at a stop before its end, since all after that are skipped. */
function describeEnd(
  { schedule }: StopCalls,
  row: number,
  { planned, trip, call }: KnownCall,
): Pick<Arrival, 'isLast' | 'endsAt'> {
  const callIndex = planned?.callIndex ?? call!.callIndex;
  if (callIndex < 0 || row < 0) return { isLast: trip?.calls.at(-1) === call };
  const lastIndex = patternOf(schedule, row).stops.length - 1;
  const served = trip?.calls.findLast(
    ({ relationship }) => relationship !== StopScheduleRelationship.SKIPPED,
  );
  const isCut = served !== undefined && served !== trip?.calls.at(-1) && served.callIndex >= callIndex;
  if (!isCut) return { isLast: callIndex === lastIndex };
  if (served.callIndex === callIndex) return { isLast: true };
  return { isLast: false, endsAt: cleanName(schedule.stops.names[served.stop]!) };
}

function isNoPickup({ schedule }: StopCalls, row: number, callIndex: number): boolean {
  return row >= 0 && callIndex >= 0 && schedule.stopTimes.noPickup[rowOf(schedule, row, callIndex)] === 1;
}

/** Of a station with several places the sign of this one: what its name has after the station's, else its code. */
function platformOf({ schedule: { stops } }: StopCalls, stop: number): string | undefined {
  const parent = stops.parent[stop]!;
  if (parent < 0) return undefined;
  const name = stops.names[stop]!;
  const station = stops.names[parent]!;
  const rest = name.startsWith(station) ? name.slice(station.length).trim() : name;
  return rest !== '' ? rest.replace(/^[,(\s]+|[)\s]+$/g, '') : (stops.codes[stop] ?? '') || undefined;
}

/** VehicleDescriptor.wheelchair_accessible (2 yes, 3 no) before trips.wheelchair_accessible (1 yes, 2 no). */
function isLowFloor({ schedule }: StopCalls, row: number, trip: LiveTrip | undefined): boolean | undefined {
  const ofVehicle = trip?.vehicle?.wheelchairAccessible;
  if (ofVehicle === 2) return true;
  if (ofVehicle === 3) return false;
  const ofTrip = row < 0 ? 0 : schedule.trips.wheelchair[row]!;
  return ofTrip === 0 ? undefined : ofTrip === 1;
}

function sequenceOf({ schedule }: StopCalls, trip: number, callIndex: number): number {
  return schedule.stopTimes.stopSequence[rowOf(schedule, trip, callIndex)]!;
}

function rowOf({ trips }: Schedule, trip: number, callIndex: number): number {
  return trips.firstStopTime[trip]! + callIndex;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
