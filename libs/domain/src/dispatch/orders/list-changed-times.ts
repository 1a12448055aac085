/** When the runs that an order changes are at their stops with it: what a diagram dots before the order is given. */
import { patternOf } from '../../gtfs/index.js';
import {
  type FeedEntity,
  type PublicationContext,
  StopScheduleRelationship,
  TripScheduleRelationship,
  type TripUpdate,
  findRun,
} from '../../realtime/index.js';
import type { ChangedTimes } from '../diagram-view.js';

/** More nobody tells apart in one picture. */
const MOST_RUNS = 40;

export function listChangedTimes(
  context: PublicationContext,
  changed: readonly { readonly after?: FeedEntity }[],
): ChangedTimes[] {
  return changed
    .flatMap(({ after }) => (after?.tripUpdate ? (timesOf(context, after.tripUpdate) ?? []) : []))
    .slice(0, MOST_RUNS);
}

/** Undefined of a run that the timetable does not have: a copy has no place in the diagram yet. */
function timesOf(context: PublicationContext, update: TripUpdate): ChangedTimes | undefined {
  const { tripId = '', startDate = '', startTime, scheduleRelationship } = update.trip;
  const run = { tripId, serviceDate: startDate, ...(startTime === undefined ? {} : { startTime }) };
  const instance = findRun(context, run);
  if (!instance) return undefined;
  const { trips, routes, stopTimes } = context.schedule;
  const first = trips.firstStopTime[instance.trip]!;
  const indexes = new Map(
    Array.from(patternOf(context.schedule, instance.trip).stops, (_, i) => [
      stopTimes.stopSequence[first + i]!,
      i,
    ]),
  );
  const stops = (update.stopTimeUpdate ?? []).filter(
    (stop) => stop.scheduleRelationship !== StopScheduleRelationship.SKIPPED,
  );
  return {
    ...run,
    routeId: routes[trips.route[instance.trip]!]!.routeId,
    directionId: Math.max(0, trips.directionId[instance.trip]!),
    isCancelled: scheduleRelationship === TripScheduleRelationship.CANCELED,
    points: stops.flatMap(({ stopSequence, arrival, departure }) => {
      const index = indexes.get(stopSequence ?? -1);
      // Both where it stands: a hold is a level line.
      const times = [...new Set([arrival?.time, departure?.time])].filter((time) => time !== undefined);
      return index === undefined ? [] : times.map((time) => [time, index] as const);
    }),
  };
}
