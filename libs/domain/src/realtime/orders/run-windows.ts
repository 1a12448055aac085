/** Which runs the timetable has at a time of day: asked each second for a city, so a day is listed once. */
import {
  type Schedule,
  type TripInstance,
  lastArrivalSeconds,
  listTripInstances,
  shiftSeconds,
} from '../../gtfs/index.js';
import type { ServiceDate } from '../../time/index.js';
import type { PublicationContext } from '../publication-context.js';

/** A run with its times of the timetable, epoch seconds. */
export interface RunWindow {
  readonly instance: TripInstance;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A vehicle is looked for on its run for so long after the timetable has it over: boards tell of delays as long. */
export const LATE_SECONDS = 3 * 3600;

/** Yesterday, today and tomorrow, and one to spare around midnight. */
const DAYS_KEPT = 4;

const known = new WeakMap<Schedule, Map<ServiceDate, readonly RunWindow[]>>();

/** Runs under way at any time from `from` to `to`, epoch seconds, by their start. */
export function listRunsBetween(context: PublicationContext, from: number, to: number): RunWindow[] {
  const dates = new Set([...context.days.around(from), ...context.days.around(to)]);
  return [...dates].flatMap((date) =>
    runsOfDay(context, date).filter(
      ({ startSeconds, endSeconds }) => startSeconds <= to && endSeconds >= from,
    ),
  );
}

/** All runs of a service day, by their start. */
export function runsOfDay({ schedule, days }: PublicationContext, date: ServiceDate): readonly RunWindow[] {
  const ofSchedule = known.get(schedule) ?? new Map<ServiceDate, readonly RunWindow[]>();
  known.set(schedule, ofSchedule);
  let runs = ofSchedule.get(date);
  if (!runs) {
    const day = days.startSeconds(date);
    runs = listTripInstances(schedule, date)
      .map((instance) => ({
        instance,
        startSeconds: day + instance.startSeconds,
        endSeconds: day + lastArrivalSeconds(schedule, instance.trip) + shiftSeconds(schedule, instance),
      }))
      .sort((a, b) => a.startSeconds - b.startSeconds);
    ofSchedule.set(date, runs);
    const oldest = ofSchedule.keys().next().value;
    if (ofSchedule.size > DAYS_KEPT && oldest !== undefined) ofSchedule.delete(oldest);
  }
  return runs;
}
