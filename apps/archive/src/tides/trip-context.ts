/**
 * The schedule by which a batch of updates is put into rows, with the days of its time zone remembered. Rows made
 * with one version of the GTFS keep its numbers when another comes into force.
 */
import { type Schedule, type TripInstance, patternOf, shiftSeconds, stopCount } from '@rukh/domain/gtfs';
import { ServiceDays, formatGtfsTime } from '@rukh/domain/time';

export interface TripContext {
  readonly schedule: Schedule;
  readonly days: ServiceDays;
}

export function createTripContext(schedule: Schedule): TripContext {
  return { schedule, days: new ServiceDays(schedule.timeZone) };
}

/**
 * TIDES trip_id_performed: the trip and the vehicle that ran it, because a trip may be begun by one vehicle and
 * ended by another, and each is a row. A trip of frequencies.txt says its start too.
 */
export function performedTripId(
  { schedule }: TripContext,
  instance: TripInstance,
  vehicleId: string,
): string {
  const tripId = schedule.trips.ids[instance.trip]!;
  const start = shiftSeconds(schedule, instance) === 0 ? '' : `@${formatGtfsTime(instance.startSeconds)}`;
  return `${tripId}${start}/${vehicleId}`;
}

/** One run of a trip, whatever vehicle makes it, in any version of the schedule. */
export function nameInstance({ schedule }: TripContext, instance: TripInstance): string {
  return `${schedule.trips.ids[instance.trip]!} ${instance.serviceDate} ${instance.startSeconds}`;
}

/** A stop of a trip as GTFS has it, times in epoch milliseconds. */
export interface ScheduledStop {
  readonly stopId: string;
  readonly stopSequence: number;
  readonly arrivalMs: number;
  readonly departureMs: number;
  readonly timepoint: boolean;
}

/** The stop at `stopIndex` of the trip's pattern; undefined where this version of the trip has none there. */
export function findScheduledStop(
  { schedule, days }: TripContext,
  instance: TripInstance,
  stopIndex: number,
): ScheduledStop | undefined {
  if (stopIndex < 0 || stopIndex >= stopCount(schedule, instance.trip)) return undefined;
  const row = schedule.trips.firstStopTime[instance.trip]! + stopIndex;
  const { arrivalSeconds, departureSeconds, stopSequence, timepoint } = schedule.stopTimes;
  const start = days.startSeconds(instance.serviceDate) + shiftSeconds(schedule, instance);
  return {
    stopId: schedule.stops.ids[patternOf(schedule, instance.trip).stops[stopIndex]!]!,
    stopSequence: stopSequence[row]!,
    arrivalMs: (start + arrivalSeconds[row]!) * 1000,
    departureMs: (start + departureSeconds[row]!) * 1000,
    timepoint: timepoint[row] === 1,
  };
}

export function routeIdOf({ schedule }: TripContext, { trip }: TripInstance): string {
  return schedule.routes[schedule.trips.route[trip]!]!.routeId;
}

/** 0 or 1; null where GTFS gives none. */
export function directionOf({ schedule }: TripContext, { trip }: TripInstance): number | null {
  const direction = schedule.trips.directionId[trip]!;
  return direction < 0 ? null : direction;
}
