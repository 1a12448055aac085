/** What the timetable says of the runs that an order names. */
import { type Schedule, firstDepartureSeconds, patternOf } from '../../gtfs/index.js';
import type { TripRun } from '../../realtime/index.js';
import { formatGtfsTime } from '../../time/index.js';
import type { BothLanguages } from '../order-view.js';
import { nameStop } from './words.js';

export function routesOfRuns({ trips, routes }: Schedule, runs: readonly TripRun[]): string[] {
  const found = runs.flatMap(({ tripId }) => {
    const trip = trips.indexOf.get(tripId);
    return trip === undefined ? [] : [routes[trips.route[trip]!]!.routeId];
  });
  return [...new Set(found)];
}

export function nameFirstStop(schedule: Schedule, { tripId }: TripRun): BothLanguages {
  const trip = schedule.trips.indexOf.get(tripId);
  const first = trip === undefined ? undefined : patternOf(schedule, trip).stops[0];
  return first === undefined ? { uk: '', en: '' } : nameStop(schedule, first);
}

export function directionOf({ trips }: Schedule, { tripId }: TripRun): number | undefined {
  const directionId = trips.directionId[trips.indexOf.get(tripId) ?? -1] ?? -1;
  return directionId < 0 ? undefined : directionId;
}

export function startOf(schedule: Schedule, { tripId, startTime }: TripRun): string {
  const trip = schedule.trips.indexOf.get(tripId);
  return startTime ?? (trip === undefined ? '' : formatGtfsTime(firstDepartureSeconds(schedule, trip)));
}

/** The name of a run's stop by stop_sequence. */
export function nameStopOf(
  schedule: Schedule,
  { tripId }: TripRun,
  stopSequence: number,
): BothLanguages | undefined {
  const { trips, stopTimes } = schedule;
  const trip = trips.indexOf.get(tripId);
  if (trip === undefined) return undefined;
  const first = trips.firstStopTime[trip]!;
  const { stops } = patternOf(schedule, trip);
  const at = stops.findIndex((_, i) => stopTimes.stopSequence[first + i] === stopSequence);
  return at < 0 ? undefined : nameStop(schedule, stops[at]!);
}
