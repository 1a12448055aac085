import { type TripInstance, firstDepartureSeconds } from '../gtfs/index.js';
import { findGtfsTime, findServiceDate } from '../time/index.js';
import type { PublicationContext } from './publication-context.js';
import type { TripDescriptor } from './feed-message.js';

/** The run of a trip that a descriptor of ours names, or undefined where the schedule in force has it no more. */
export function findInstance(
  { schedule }: PublicationContext,
  descriptor: TripDescriptor,
): TripInstance | undefined {
  const trip = schedule.trips.indexOf.get(descriptor.tripId ?? '');
  const serviceDate = findServiceDate(descriptor.startDate ?? '');
  if (trip === undefined || serviceDate === undefined) return undefined;
  const startSeconds = findGtfsTime(descriptor.startTime ?? '') ?? firstDepartureSeconds(schedule, trip);
  return { trip, serviceDate, startSeconds };
}
