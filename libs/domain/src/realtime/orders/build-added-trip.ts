/**
 * The trip update of a run more. As NEW it brings its own stops, which every planner we know takes; as DUPLICATED it
 * names what it copies, and consumers shift that one's times (OpenTripPlanner does not know it, as of 2026-03).
 */
import { patternOf } from '../../gtfs/index.js';
import { describeTrip } from '../describe-trip.js';
import { scheduledSeconds } from '../collect-stop-times.js';
import {
  type FeedEntity,
  type StopTimeUpdate,
  type TripDescriptor,
  StopScheduleRelationship,
  TripScheduleRelationship,
} from '../feed-message.js';
import type { PublicationContext } from '../publication-context.js';
import { nameStop, scheduledDeparture } from './change-stop-times.js';
import { runEndSeconds } from './find-run.js';
import type { AddedTrip } from './read-added-trip.js';

const { DUPLICATED, NEW } = TripScheduleRelationship;

/** How a vehicle on the copy names it. */
export function describeCopy(context: PublicationContext, added: AddedTrip): TripDescriptor {
  const { routeId, directionId } = describeTrip(context.schedule, added.copyOf, 'timetable');
  return {
    tripId: added.copyId,
    startDate: added.startDate,
    startTime: added.startTime,
    ...(routeId === undefined ? {} : { routeId }),
    ...(directionId === undefined ? {} : { directionId }),
    scheduleRelationship: context.options.addedTrips === 'NEW' ? NEW : DUPLICATED,
  };
}

/** The trip update; undefined where the copy is over. */
export function buildAddedTrip(
  context: PublicationContext,
  added: AddedTrip,
  clock: number,
): FeedEntity | undefined {
  if (runEndSeconds(context, added.copyOf) + added.shiftSeconds <= clock) return undefined;
  const id = `t:${added.copyId}:${added.startDate}`;
  const timestamp = Math.min(Math.floor(added.confirmedAt), clock);
  const { trip } = added.copyOf;
  if (context.options.addedTrips === 'NEW') {
    const tripHeadsign = context.schedule.trips.headsigns[trip]!;
    const { shapeId } = patternOf(context.schedule, trip);
    return {
      id,
      tripUpdate: {
        trip: describeCopy(context, added),
        stopTimeUpdate: ownStopTimes(context, added),
        timestamp,
        tripProperties: {
          ...(tripHeadsign === '' ? {} : { tripHeadsign }),
          ...(shapeId === '' ? {} : { shapeId }),
        },
      },
    };
  }
  const copied = describeTrip(context.schedule, added.copyOf, 'timetable');
  return {
    id,
    tripUpdate: {
      trip: { ...copied, scheduleRelationship: DUPLICATED },
      timestamp,
      tripProperties: { tripId: added.copyId, startDate: added.startDate, startTime: added.startTime },
    },
  };
}

/** Expected as planned: nobody has seen it yet. */
function ownStopTimes(context: PublicationContext, { copyOf, shiftSeconds }: AddedTrip): StopTimeUpdate[] {
  let earliest = 0;
  return [...patternOf(context.schedule, copyOf.trip).stops.keys()].map((stopIndex) => {
    const planned = scheduledSeconds(context, copyOf, stopIndex) + shiftSeconds;
    const leaves = scheduledDeparture(context, copyOf, stopIndex) + shiftSeconds;
    const arrival = Math.max(earliest, planned);
    const departure = Math.max(arrival, leaves);
    earliest = departure + 1;
    return {
      ...nameStop(context, copyOf.trip, stopIndex),
      arrival: { time: arrival, scheduledTime: planned },
      departure: { time: departure, scheduledTime: leaves },
      scheduleRelationship: StopScheduleRelationship.SCHEDULED,
    };
  });
}
