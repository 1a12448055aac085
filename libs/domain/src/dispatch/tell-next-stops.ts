/**
 * What riders see of a vehicle at its next stops: not what it is expected to do, but what of that is published. An order
 * may hold it, leave out a stop or take its trip away, and a run that is in doubt is not told of at all.
 */
import { StopScheduleRelationship, type TripUpdate } from '../realtime/index.js';
import type { NextStopView } from './vehicle-view.js';
import { optional } from './view-trips.js';

const { NO_DATA, SKIPPED } = StopScheduleRelationship;

/** `update` is what is published of its trip; where that is of another vehicle, riders do not see this one. */
export function tellNextStops(
  stops: readonly NextStopView[],
  update: TripUpdate | undefined,
  vehicleId: string,
): NextStopView[] {
  const told = update?.vehicle?.id === vehicleId ? (update.stopTimeUpdate ?? []) : [];
  const bySequence = new Map(told.map((one) => [one.stopSequence, one]));
  return stops.map(({ stopId, code, name, stopSequence, scheduledAt }) => {
    const stop = { stopId, code, name, stopSequence, ...optional('scheduledAt', scheduledAt) };
    const { scheduleRelationship, arrival, departure } = bySequence.get(stopSequence) ?? {};
    if (scheduleRelationship === SKIPPED) return { ...stop, isSkipped: true as const };
    const event = arrival ?? departure;
    if (event?.time === undefined || scheduleRelationship === NO_DATA) return stop;
    const { time, uncertainty } = event;
    return { ...stop, expectedAt: time, ...optional('uncertaintySeconds', uncertainty) };
  });
}
