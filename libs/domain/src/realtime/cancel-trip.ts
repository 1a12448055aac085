import { type TripInstance, patternOf } from '../gtfs/index.js';
import { scheduledSeconds } from './collect-stop-times.js';
import { describeTrip } from './describe-trip.js';
import type { PublicationContext } from './publication-context.js';
import { TripScheduleRelationship } from './feed-message.js';
import type { PublishedTrip } from './feed-state.js';

/**
 * The trip update of a cancelled trip: its name and that it does not run, until it would have been over: by the
 * timetable, and where it was late as it was predicted (`expectedEnd`), for so long somebody waits for it.
 * `cancelledAt` is when that was decided: nothing about it is measured again.
 */
export function cancelTrip(
  context: PublicationContext,
  instanceId: string,
  instance: TripInstance,
  cancelledAt: number,
  header: number,
  expectedEnd: number,
): PublishedTrip | undefined {
  const lastStop = patternOf(context.schedule, instance.trip).stops.length - 1;
  const end = Math.max(scheduledSeconds(context, instance, lastStop), expectedEnd);
  if (end <= header) return undefined;
  const { CANCELED } = TripScheduleRelationship;
  const kind = context.frequencies.has(instance.trip) ? 'exact' : 'timetable';
  const trip = { ...describeTrip(context.schedule, instance, kind), scheduleRelationship: CANCELED };
  const entity = { id: `t:${instanceId}`, tripUpdate: { trip, timestamp: cancelledAt } };
  const startSeconds = context.days.startSeconds(instance.serviceDate) + instance.startSeconds;
  return { entity, vehicleId: '', startSeconds, dueSeconds: Infinity, afterSeconds: 0 };
}
