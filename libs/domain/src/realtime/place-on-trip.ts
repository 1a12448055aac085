/** What a position says of where its vehicle is: of its trip, or of its line where that alone is known. */
import { patternOf } from '../gtfs/index.js';
import type { Assignment, VehicleUpdate } from '../tracking/index.js';
import { isNearShape } from './check-shape.js';
import { describeLine, describeTrip, findTripKind } from './describe-trip.js';
import {
  type TripDescriptor,
  TripScheduleRelationship,
  type VehiclePositionEntity,
  VehicleStopStatus,
} from './feed-message.js';
import type { PublicationContext } from './publication-context.js';

export interface PublishedPlace extends Pick<
  VehiclePositionEntity,
  'currentStopSequence' | 'stopId' | 'currentStatus'
> {
  readonly trip: TripDescriptor;
}

/** On a trip that may be published. */
export function placeOnTrip(context: PublicationContext, assignment: Assignment): PublishedPlace {
  const { schedule } = context;
  const { instance } = assignment;
  const index = nextStopIndex(context, assignment);
  return {
    trip: describeTrip(schedule, instance, findTripKind(context, instance) ?? 'timetable'),
    currentStopSequence:
      schedule.stopTimes.stopSequence[schedule.trips.firstStopTime[instance.trip]! + index]!,
    ...nameStop(context, assignment),
  };
}

/**
 * On a trip that may not, but its route and direction are as good as certain: of a row of buses of one line it may be in
 * doubt which is the late one, and all of them are of that line. The specification has it so: the trip of a position "can be
 * empty or partial if the vehicle can not be identified with a given trip instance".
 */
export function placeOnLine(
  context: PublicationContext,
  { assignment, position }: VehicleUpdate,
): PublishedPlace | undefined {
  const { schedule, options } = context;
  if (!assignment || !(assignment.lineConfidence >= options.minLineConfidence)) return undefined;
  const { phase, offsetMetres, instance } = assignment;
  if (phase === 'DEADHEAD' || phase === 'AT_BASE') return undefined;
  if (!isNearShape(schedule, patternOf(schedule, instance.trip), position, offsetMetres)) return undefined;
  return {
    trip: {
      ...describeLine(schedule, instance.trip),
      scheduleRelationship: TripScheduleRelationship.SCHEDULED,
    },
    ...nameStop(context, assignment),
  };
}

/**
 * The next stop by its id. On a trip that calls twice at it that says too little: OpenTripPlanner then takes neither call, so
 * there only the sequence is given.
 */
function nameStop(
  context: PublicationContext,
  assignment: Assignment,
): Pick<PublishedPlace, 'stopId' | 'currentStatus'> {
  const { schedule } = context;
  const { stops } = patternOf(schedule, assignment.instance.trip);
  const stop = stops[nextStopIndex(context, assignment)]!;
  const isUnique = stops.indexOf(stop) === stops.lastIndexOf(stop) && schedule.stops.locationType[stop] === 0;
  return {
    ...(isUnique ? { stopId: schedule.stops.ids[stop]! } : {}),
    currentStatus: VehicleStopStatus[assignment.stopStatus],
  };
}

function nextStopIndex({ schedule }: PublicationContext, assignment: Assignment): number {
  const { stops } = patternOf(schedule, assignment.instance.trip);
  return Math.max(0, Math.min(assignment.nextStopIndex, stops.length - 1));
}
