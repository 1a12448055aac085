/**
 * How a run of a trip is named in the feed. Always with its service date: without one OpenTripPlanner takes
 * today, which is wrong after midnight. With a start time only where frequencies.txt needs it to tell the runs
 * apart; elsewhere it would only be one more thing to contradict the timetable (rule E023).
 */
import type { Schedule, TripIndex, TripInstance } from '../gtfs/index.js';
import { formatGtfsTime } from '../time/index.js';
import type { PublicationContext } from './publication-context.js';
import { type TripDescriptor, TripScheduleRelationship } from './feed-message.js';

/** `timetable`, or how frequencies.txt has it: `headway` (exact_times = 0) or `exact` (exact_times = 1). */
export type TripKind = 'timetable' | 'headway' | 'exact';

/** What the trip of an instance is; undefined where its start is at none of the exact starts (rule E019). */
export function findTripKind(context: PublicationContext, instance: TripInstance): TripKind | undefined {
  const rows = context.frequencies.get(instance.trip);
  if (!rows) return 'timetable';
  if (rows.some((row) => !row.exactTimes)) return 'headway';
  const { startSeconds } = instance;
  const starts = rows.some(
    (row) =>
      startSeconds >= row.startSeconds &&
      startSeconds < row.endSeconds &&
      (startSeconds - row.startSeconds) % row.headwaySeconds === 0,
  );
  return starts ? 'exact' : undefined;
}

/**
 * The name of one run of a trip, stable from its first snapshot to its last: FeedEntity.id of its trip update
 * is made of it (practice P002).
 */
export function instanceId(
  context: PublicationContext,
  { trip, serviceDate, startSeconds }: TripInstance,
): string {
  const id = `${context.schedule.trips.ids[trip]!}:${serviceDate}`;
  return context.frequencies.has(trip) ? `${id}:${formatGtfsTime(startSeconds)}` : id;
}

export function describeTrip(schedule: Schedule, instance: TripInstance, kind: TripKind): TripDescriptor {
  return {
    tripId: schedule.trips.ids[instance.trip]!,
    startDate: instance.serviceDate,
    ...(kind === 'timetable' ? {} : { startTime: formatGtfsTime(instance.startSeconds) }),
    ...describeLine(schedule, instance.trip),
    scheduleRelationship:
      kind === 'headway' ? TripScheduleRelationship.UNSCHEDULED : TripScheduleRelationship.SCHEDULED,
  };
}

/** Route and direction of a trip, as far as it has one. */
export function describeLine(
  { trips, routes }: Schedule,
  trip: TripIndex,
): Pick<TripDescriptor, 'routeId' | 'directionId'> {
  const directionId = trips.directionId[trip]!;
  return { routeId: routes[trips.route[trip]!]!.routeId, ...(directionId >= 0 ? { directionId } : {}) };
}
