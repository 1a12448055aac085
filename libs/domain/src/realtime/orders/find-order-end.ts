import { findServiceDate, findGtfsTime } from '../../time/index.js';
import { firstDepartureSeconds, lastArrivalSeconds, type TripInstance } from '../../gtfs/index.js';
import type { PublicationContext } from '../publication-context.js';
import type { ServiceOrderAction, ServiceOrderActionOf, TripRun } from '../service-order.js';
import { findRun, runEndSeconds } from './find-run.js';
import { LATE_SECONDS, runsOfDay } from './run-windows.js';

/**
 * When an order can have no effect any more, epoch seconds; Infinity where only taking it back ends it. An order on
 * runs that the schedule does not have counts by the days they were named for.
 */
export function findOrderEnd(context: PublicationContext, action: ServiceOrderAction): number {
  switch (action.kind) {
    case 'cancel':
      return Math.max(...action.runs.map((run) => endOfRun(context, run, LATE_SECONDS)));
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return endOfRun(context, action.run, LATE_SECONDS);
    case 'add_trip':
      return endOfCopy(context, action);
    case 'assign':
      return action.run ? endOfBlock(context, action.run) : Infinity;
    case 'out_of_service':
      return Infinity;
    case 'tell_driver':
      return action.until;
    case 'close_stop':
    case 'suppress_predictions':
    case 'detour':
    case 'city_mode':
      return action.period.end ?? Infinity;
  }
}

/**
 * Whether an order whose time is over may be told of runs that met it in its time: one on its detour comes not back to the
 * stops that it misses, a stop it went by is not served after all, and what was cancelled need not run.
 */
export function isToldAfter(action: ServiceOrderAction, end: number, at: number): boolean {
  if (at >= end + LATE_SECONDS) return false;
  return action.kind === 'city_mode'
    ? action.effect === 'cancel'
    : action.kind === 'close_stop' || action.kind === 'detour';
}

function endOfRun(context: PublicationContext, run: TripRun, late: number): number {
  const instance = findRun(context, run);
  return (instance ? runEndSeconds(context, instance) : endOfDay(context, run.serviceDate)) + late;
}

/** The day after next begins when no run of this one can be under way. */
function endOfDay({ days }: PublicationContext, date: string): number {
  const serviceDate = findServiceDate(date);
  return serviceDate === undefined ? 0 : days.startSeconds(serviceDate) + 2 * 86_400;
}

function endOfCopy(
  context: PublicationContext,
  { copyOf, startDate, startTime }: ServiceOrderActionOf<'add_trip'>,
): number {
  const { schedule, days } = context;
  const trip = schedule.trips.indexOf.get(copyOf.tripId);
  const date = findServiceDate(startDate);
  const start = findGtfsTime(startTime);
  if (trip === undefined || date === undefined || start === undefined) return endOfDay(context, startDate);
  const duration = lastArrivalSeconds(schedule, trip) - firstDepartureSeconds(schedule, trip);
  return days.startSeconds(date) + start + duration;
}

function endOfBlock(context: PublicationContext, run: TripRun): number {
  const instance = findRun(context, run);
  if (!instance) return endOfDay(context, run.serviceDate);
  const last = listBlockFrom(context, instance).at(-1)!;
  return runEndSeconds(context, last) + LATE_SECONDS;
}

/** A run and those after it in its block on that day, by their start. */
export function listBlockFrom(context: PublicationContext, from: TripInstance): TripInstance[] {
  const { trips } = context.schedule;
  const block = trips.block[from.trip]!;
  if (block < 0 || context.frequencies.has(from.trip)) return [from];
  return runsOfDay(context, from.serviceDate)
    .filter(
      ({ instance }) => trips.block[instance.trip] === block && instance.startSeconds >= from.startSeconds,
    )
    .map(({ instance }) => instance);
}
