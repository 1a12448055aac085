import { type TripInstance, lastArrivalSeconds, runsOn, shiftSeconds } from '../../gtfs/index.js';
import { findTripKind } from '../describe-trip.js';
import { findInstance } from '../find-instance.js';
import type { PublicationContext } from '../publication-context.js';
import type { TripRun } from '../service-order.js';

/** The run that an order names, or undefined where the schedule in force has none such. */
export function findRun(context: PublicationContext, run: TripRun): TripInstance | undefined {
  const { tripId, serviceDate: startDate, startTime } = run;
  const instance = findInstance(context, {
    tripId,
    startDate,
    ...(startTime === undefined ? {} : { startTime }),
  });
  if (!instance) return undefined;
  const { schedule } = context;
  if (!runsOn(schedule, schedule.trips.service[instance.trip]!, instance.serviceDate)) return undefined;
  return findTripKind(context, instance) ? instance : undefined;
}

/** When the timetable has a run over, epoch seconds. */
export function runEndSeconds({ schedule, days }: PublicationContext, instance: TripInstance): number {
  return (
    days.startSeconds(instance.serviceDate) +
    lastArrivalSeconds(schedule, instance.trip) +
    shiftSeconds(schedule, instance)
  );
}

/** When the timetable has a run begin, epoch seconds. */
export function runStartSeconds({ days }: PublicationContext, instance: TripInstance): number {
  return days.startSeconds(instance.serviceDate) + instance.startSeconds;
}

/** Whether two runs are of one vehicle's day. */
export function isSameBlock({ schedule }: PublicationContext, a: TripInstance, b: TripInstance): boolean {
  if (a.serviceDate !== b.serviceDate) return false;
  const { block } = schedule.trips;
  return a.trip === b.trip || (block[a.trip]! >= 0 && block[a.trip] === block[b.trip]);
}
