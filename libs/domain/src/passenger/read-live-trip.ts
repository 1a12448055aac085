/**
 * A trip update as those who wait read it: which run it is, and when it calls where. Times that are not told are
 * worked out as the reference has it: a delay goes on to the stops after it until another is told.
 */
import { type StopIndex, firstDepartureSeconds, patternOf } from '../gtfs/index.js';
import {
  type StopTimeEvent,
  type StopTimeUpdate,
  StopScheduleRelationship,
  type TripUpdate,
  type TripDescriptor,
  TripScheduleRelationship,
  type VehicleDescriptor,
} from '../realtime/index.js';
import { type ServiceDate, findGtfsTime, findServiceDate } from '../time/index.js';
import type { StopCalls } from './index-stops.js';

/** One call of a live trip. Epoch seconds. */
export interface LiveCall {
  readonly stop: StopIndex;
  /** Index in the trip of the timetable; -1 where that does not call there. */
  readonly callIndex: number;
  readonly stopSequence: number | undefined;
  readonly arrivalAt?: number;
  readonly departureAt?: number;
  readonly scheduledArrivalAt?: number;
  readonly scheduledDepartureAt?: number;
  readonly uncertaintySeconds?: number;
  readonly occupancyStatus?: number;
  readonly relationship: StopScheduleRelationship;
}

export interface LiveTrip {
  readonly relationship: TripScheduleRelationship;
  /** Row of the timetable that it runs, or is a copy of; -1 of a trip that the timetable does not have. */
  readonly trip: number;
  /** As the feed names it; of a copy its own name. */
  readonly tripId: string;
  readonly serviceDate: ServiceDate | undefined;
  /** Departure from the first stop, seconds of the service day. */
  readonly startSeconds: number | undefined;
  readonly route: number;
  readonly directionId: number | undefined;
  /** Where the feed has another than the timetable. */
  readonly headsign: string | undefined;
  readonly vehicle: VehicleDescriptor | undefined;
  /** When it was measured. */
  readonly timestamp: number | undefined;
  /** By order of service, from the first that anything is told of. */
  readonly calls: readonly LiveCall[];
  /** Of a cancelled trip its calls as they were expected before, none that it had served; absent where nothing was. */
  readonly expected?: readonly LiveCall[];
}

const { ADDED, CANCELED, DELETED, DUPLICATED, NEW, REPLACEMENT, SCHEDULED } = TripScheduleRelationship;

/** Undefined where it names nothing that the schedule has. */
export function readLiveTrip(calls: StopCalls, update: TripUpdate): LiveTrip | undefined {
  const { trip: descriptor, tripProperties = {} } = update;
  const relationship = descriptor.scheduleRelationship ?? SCHEDULED;
  const named = descriptor.tripId ?? descriptor.modifiedTrip?.affectedTripId ?? '';
  const trip = calls.schedule.trips.indexOf.get(named) ?? -1;
  if (trip < 0 && !isOwn(relationship)) return undefined;
  const route = routeOf(calls, descriptor, trip);
  if (route === undefined) return undefined;
  const isCopy = relationship === DUPLICATED;
  const date = (isCopy ? tripProperties.startDate : undefined) ?? startDateOf(descriptor);
  const start = (isCopy ? tripProperties.startTime : undefined) ?? startTimeOf(descriptor);
  const live = {
    relationship,
    trip,
    tripId: (isCopy ? tripProperties.tripId : undefined) ?? named,
    serviceDate: date === undefined ? undefined : findServiceDate(date),
    startSeconds: start === undefined ? defaultStart(calls, trip) : findGtfsTime(start),
    route,
    directionId: directionOf(calls, descriptor, trip),
    headsign: tripProperties.tripHeadsign,
    vehicle: update.vehicle,
    timestamp: update.timestamp,
  };
  return { ...live, calls: readCalls(calls, update, live) };
}

/** Whether the update itself says where the trip calls. */
function isOwn(relationship: TripScheduleRelationship): boolean {
  return relationship === NEW || relationship === ADDED || relationship === REPLACEMENT;
}

function startDateOf({ startDate, modifiedTrip }: TripDescriptor): string | undefined {
  return startDate ?? modifiedTrip?.startDate;
}

function startTimeOf({ startTime, modifiedTrip }: TripDescriptor): string | undefined {
  return startTime ?? modifiedTrip?.startTime;
}

function routeOf({ schedule }: StopCalls, { routeId }: TripDescriptor, trip: number): number | undefined {
  if (trip >= 0) return schedule.trips.route[trip]!;
  return routeId === undefined ? undefined : schedule.routeIndexOf.get(routeId);
}

function directionOf(
  { schedule }: StopCalls,
  { directionId }: TripDescriptor,
  trip: number,
): number | undefined {
  if (directionId !== undefined) return directionId;
  const direction = trip < 0 ? -1 : schedule.trips.directionId[trip]!;
  return direction < 0 ? undefined : direction;
}

function defaultStart({ schedule }: StopCalls, trip: number): number | undefined {
  return trip < 0 ? undefined : firstDepartureSeconds(schedule, trip);
}

type Read = Omit<LiveTrip, 'calls'>;

function readCalls(calls: StopCalls, update: TripUpdate, live: Read): LiveCall[] {
  if (live.relationship === CANCELED || live.relationship === DELETED) return [];
  if (isOwn(live.relationship) || live.trip < 0) return readOwnCalls(calls, update);
  if (update.trip.modifiedTrip) {
    // Of a detour only what the line does not have: the rest is in the update of the trip itself.
    const { stops } = patternOf(calls.schedule, live.trip);
    return readOwnCalls(calls, update).filter(({ stop }) => !stops.includes(stop));
  }
  return readTimetableCalls(calls, update, live);
}

function readOwnCalls({ schedule }: StopCalls, { stopTimeUpdate = [] }: TripUpdate): LiveCall[] {
  return stopTimeUpdate.flatMap((told) => {
    const stop = schedule.stops.indexOf.get(told.stopTimeProperties?.assignedStopId ?? told.stopId ?? '');
    if (stop === undefined) return [];
    const arrivalAt = told.arrival?.time ?? told.departure?.time;
    return [
      {
        ...describe(told),
        stop,
        callIndex: -1,
        stopSequence: told.stopSequence,
        ...times(arrivalAt, told.departure?.time ?? arrivalAt),
        ...aimed(told.arrival?.scheduledTime, told.departure?.scheduledTime),
      },
    ];
  });
}

function readTimetableCalls(calls: StopCalls, update: TripUpdate, live: Read): LiveCall[] {
  const { schedule, days } = calls;
  const { stopTimeUpdate: told = [] } = update;
  const { stops } = patternOf(schedule, live.trip);
  const first = schedule.trips.firstStopTime[live.trip]!;
  const origin =
    live.serviceDate === undefined || live.startSeconds === undefined
      ? undefined
      : days.startSeconds(live.serviceDate) + live.startSeconds - firstDepartureSeconds(schedule, live.trip);
  const found: LiveCall[] = [];
  let next = 0;
  let delay = told.length === 0 ? update.delay : undefined;
  for (const [callIndex, stop] of stops.entries()) {
    const stopSequence = schedule.stopTimes.stopSequence[first + callIndex]!;
    const aimedArrival =
      origin === undefined ? undefined : origin + schedule.stopTimes.arrivalSeconds[first + callIndex]!;
    const aimedDeparture =
      origin === undefined ? undefined : origin + schedule.stopTimes.departureSeconds[first + callIndex]!;
    const word = isAbout(told[next], stopSequence, schedule.stops.ids[stop]!) ? told[next++] : undefined;
    if (!word && delay === undefined && found.length === 0 && live.relationship !== DUPLICATED) continue;
    const arrivalAt = expected(word?.arrival ?? word?.departure, aimedArrival, delay);
    const departureAt = expected(word?.departure ?? word?.arrival, aimedDeparture, delay) ?? arrivalAt;
    if (departureAt !== undefined && aimedDeparture !== undefined) delay = departureAt - aimedDeparture;
    const { NO_DATA, SKIPPED } = StopScheduleRelationship;
    const relationship = word?.scheduleRelationship ?? carriedOn(found.at(-1)?.relationship);
    const isTold = relationship !== NO_DATA && relationship !== SKIPPED;
    if (relationship === NO_DATA) delay = undefined;
    const assigned = schedule.stops.indexOf.get(word?.stopTimeProperties?.assignedStopId ?? '');
    found.push({
      ...(word ? describe(word) : { relationship }),
      relationship,
      stop: assigned ?? stop,
      callIndex,
      stopSequence,
      ...(isTold ? times(arrivalAt, departureAt) : {}),
      ...aimed(aimedArrival, aimedDeparture),
    });
  }
  return found;
}

/** What a stop is of which nothing is told, after one of which something is: no data goes on, a skipped stop does not. */
function carriedOn(before: StopScheduleRelationship | undefined): StopScheduleRelationship {
  const { NO_DATA, SCHEDULED } = StopScheduleRelationship;
  return before === NO_DATA ? NO_DATA : SCHEDULED;
}

function isAbout(told: StopTimeUpdate | undefined, stopSequence: number, stopId: string): boolean {
  if (!told) return false;
  return told.stopSequence === undefined ? told.stopId === stopId : told.stopSequence === stopSequence;
}

function expected(
  event: StopTimeEvent | undefined,
  aimedAt: number | undefined,
  delay: number | undefined,
): number | undefined {
  if (event?.time !== undefined) return event.time;
  const late = event?.delay ?? delay;
  return aimedAt === undefined || late === undefined ? undefined : aimedAt + late;
}

function describe({
  scheduleRelationship,
  arrival,
  departure,
  departureOccupancyStatus,
}: StopTimeUpdate): Pick<LiveCall, 'relationship' | 'uncertaintySeconds' | 'occupancyStatus'> {
  const uncertaintySeconds = arrival?.uncertainty ?? departure?.uncertainty;
  return {
    relationship: scheduleRelationship ?? StopScheduleRelationship.SCHEDULED,
    ...(uncertaintySeconds === undefined ? {} : { uncertaintySeconds }),
    ...(departureOccupancyStatus === undefined ? {} : { occupancyStatus: departureOccupancyStatus }),
  };
}

function times(
  arrivalAt: number | undefined,
  departureAt: number | undefined,
): Pick<LiveCall, 'arrivalAt' | 'departureAt'> {
  return {
    ...(arrivalAt === undefined ? {} : { arrivalAt }),
    ...(departureAt === undefined ? {} : { departureAt }),
  };
}

function aimed(
  scheduledArrivalAt: number | undefined,
  scheduledDepartureAt: number | undefined,
): Pick<LiveCall, 'scheduledArrivalAt' | 'scheduledDepartureAt'> {
  return {
    ...(scheduledArrivalAt === undefined ? {} : { scheduledArrivalAt }),
    ...(scheduledDepartureAt === undefined ? {} : { scheduledDepartureAt }),
  };
}
