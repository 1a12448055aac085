/**
 * A feed in words, one line a trip or vehicle: what tests compare and people read in a log. Trips read
 * `T1 by 101 | Rynok 08:01 +1:10 | Opera [passed 07:59] -0:20`, vehicles `101 on T1 at Rynok (STOPPED_AT)`.
 * Times are local, the sign is against the timetable, minutes and seconds.
 */
import { patternOf } from '../gtfs/index.js';
import { scheduledSeconds } from './collect-stop-times.js';
import {
  type FeedEntity,
  StopScheduleRelationship,
  type StopTimeUpdate,
  TripScheduleRelationship,
  VehicleStopStatus,
} from './feed-message.js';
import { findInstance } from './find-instance.js';
import type { PublicationContext } from './publication-context.js';

/** `clock` (epoch seconds) is what tells a stop passed from one to come. */
export function printFeedEntity(context: PublicationContext, entity: FeedEntity, clock: number): string {
  if (entity.tripUpdate) return printTrip(context, entity, clock);
  if (entity.vehicle) return printVehicle(context, entity);
  const header = entity.alert?.headerText?.translation?.map(({ language, text }) => `${language}: ${text}`);
  return `${entity.id} ${header?.join(' / ') ?? ''}`.trim();
}

function printTrip(context: PublicationContext, { tripUpdate }: FeedEntity, clock: number): string {
  const { trip, vehicle, stopTimeUpdate } = tripUpdate!;
  const name = [trip.tripId, trip.startTime].filter((part) => part !== undefined).join('@');
  if (trip.scheduleRelationship === TripScheduleRelationship.CANCELED) return `${name} CANCELED`;
  const stops = (stopTimeUpdate ?? []).map((stop) => printStop(context, tripUpdate!.trip, stop, clock));
  return [`${name} by ${vehicle?.id ?? 'nobody'}`, ...stops].join(' | ');
}

function printStop(
  context: PublicationContext,
  trip: Parameters<typeof findInstance>[1],
  { stopSequence, arrival, departure, scheduleRelationship }: StopTimeUpdate,
  clock: number,
): string {
  const { schedule } = context;
  const instance = findInstance(context, trip);
  if (!instance) return `stop ${stopSequence ?? '?'}`;
  const first = schedule.trips.firstStopTime[instance.trip]!;
  const { stops } = patternOf(schedule, instance.trip);
  const index = stops.findIndex((_, i) => schedule.stopTimes.stopSequence[first + i] === stopSequence);
  const name = schedule.stops.names[stops[index]!]!;
  const { SKIPPED, NO_DATA } = StopScheduleRelationship;
  if (scheduleRelationship === SKIPPED) return `${name} SKIPPED`;
  if (scheduleRelationship === NO_DATA) return `${name} NO_DATA`;
  const time = arrival?.time ?? departure?.time ?? 0;
  const at = printTime(context, time);
  const difference = printDifference(time - scheduledSeconds(context, instance, index));
  return `${name} ${(departure?.time ?? time) <= clock ? `[passed ${at}]` : at}${difference}`;
}

function printVehicle({ schedule }: PublicationContext, { vehicle }: FeedEntity): string {
  const { trip, stopId, currentStopSequence, currentStatus } = vehicle!;
  const id = vehicle?.vehicle?.id ?? '?';
  if (!trip) return `${id} without trip`;
  const stop =
    stopId === undefined
      ? `#${currentStopSequence ?? '?'}`
      : schedule.stops.names[schedule.stops.indexOf.get(stopId)!];
  const status = Object.entries(VehicleStopStatus).find(([, value]) => value === currentStatus)?.[0] ?? '';
  const name = trip.tripId ?? `a trip of ${trip.routeId ?? '?'}/${trip.directionId ?? '?'}`;
  return `${id} on ${name} at ${stop ?? '?'} (${status})`;
}

function printTime({ schedule }: PublicationContext, seconds: number): string {
  const time = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(schedule.timeZone);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const clock = `${pad(time.hour)}:${pad(time.minute)}`;
  return time.second === 0 ? clock : `${clock}:${pad(time.second)}`;
}

/** ` +1:10`, or nothing where it is as planned. */
function printDifference(seconds: number): string {
  if (seconds === 0) return '';
  const size = Math.abs(seconds);
  return ` ${seconds < 0 ? '-' : '+'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}
