import type { TripInstance } from '../../gtfs/index.js';
import { findGtfsTime, findServiceDate, type ServiceDate } from '../../time/index.js';
import { findTripKind } from '../describe-trip.js';
import type { PublicationContext } from '../publication-context.js';
import type { ServiceOrder } from '../service-order.js';
import type { WithheldReason } from '../withheld.js';
import { findRun, runStartSeconds } from './find-run.js';

/** A run more, by copying one. */
export interface AddedTrip {
  readonly orderId: string;
  readonly copyId: string;
  readonly copyOf: TripInstance;
  readonly startDate: ServiceDate;
  readonly startTime: string;
  /** How much later than the original it runs, seconds. */
  readonly shiftSeconds: number;
  readonly confirmedAt: number;
}

export function readAddedTrip(
  context: PublicationContext,
  { orderId, action, confirmedAt }: ServiceOrder,
): AddedTrip | WithheldReason {
  if (action.kind !== 'add_trip') return 'order_names_unknown';
  const { copyId, startTime } = action;
  const copyOf = findRun(context, action.copyOf);
  const startDate = findServiceDate(action.startDate);
  const startSeconds = findGtfsTime(startTime);
  if (!copyOf || startDate === undefined || startSeconds === undefined) return 'order_names_unknown';
  if (findTripKind(context, copyOf) !== 'timetable') return 'order_for_headway_trip';
  // A later version of the schedule may have got a trip of that name.
  if (context.schedule.trips.indexOf.has(copyId)) return 'order_names_known_trip';
  const shiftSeconds = context.days.startSeconds(startDate) + startSeconds - runStartSeconds(context, copyOf);
  return { orderId, copyId, copyOf, startDate, startTime, shiftSeconds, confirmedAt };
}
