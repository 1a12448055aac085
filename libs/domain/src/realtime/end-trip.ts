/**
 * What becomes of a trip update when no vehicle runs its trip any more. A trip given up, taken away or lost
 * leaves at once: what is not in the feed is, to a consumer, running by the timetable. A trip finished early
 * stays until its timetable is over, because dropping it would announce again the stops it has served.
 */
import { patternOf } from '../gtfs/index.js';
import { scheduledSeconds } from './collect-stop-times.js';
import { findTripKind } from './describe-trip.js';
import type { PublicationContext } from './publication-context.js';
import type { StopTimeUpdate } from './feed-message.js';
import type { EndedTrip, PublishedTrip } from './feed-state.js';
import { findInstance } from './find-instance.js';

/**
 * The trip update of a trip no longer run, with the times at which its last stops were seen, or undefined where
 * it leaves. `lastHeader` is the header timestamp it was last published with.
 */
export function endTrip(
  context: PublicationContext,
  before: PublishedTrip,
  ended: EndedTrip | undefined,
  lastHeader: number,
  header: number,
): PublishedTrip | undefined {
  const { tripUpdate } = before.entity;
  const instance = tripUpdate && findInstance(context, tripUpdate.trip);
  const stops = tripUpdate?.stopTimeUpdate ?? [];
  const isFinished = ended
    ? ended.how === 'finished'
    : stops.every((stop) => stop.departure!.time! <= lastHeader);
  if (!instance || !isFinished || stops.length === 0) return undefined;
  // By headway nothing announces the stops again.
  if (findTripKind(context, instance) === 'headway') return undefined;
  const lastStop = patternOf(context.schedule, instance.trip).stops.length - 1;
  if (scheduledSeconds(context, instance, lastStop) <= header) return undefined;
  if (before.isOver || !ended) return { ...before, isOver: true };
  const entity = {
    id: before.entity.id,
    tripUpdate: {
      ...tripUpdate,
      timestamp: Math.max(tripUpdate.timestamp!, Math.min(Math.floor(ended.atSeconds), header)),
      stopTimeUpdate: closeTimes(context, stops, ended, lastHeader, header),
    },
  };
  return {
    entity,
    vehicleId: before.vehicleId,
    dueSeconds: Infinity,
    startSeconds: before.startSeconds,
    afterSeconds: before.afterSeconds,
    isOver: true,
  };
}

/** Times past stay as they were published; those to come become what was seen, the end of the trip at the latest. */
function closeTimes(
  context: PublicationContext,
  stops: readonly StopTimeUpdate[],
  ended: EndedTrip,
  lastHeader: number,
  header: number,
): StopTimeUpdate[] {
  const first = context.schedule.trips.firstStopTime[ended.instance.trip]!;
  const seen = new Map(
    ended.visits.map((visit) => [context.schedule.stopTimes.stopSequence[first + visit.stopIndex]!, visit]),
  );
  const end = Math.min(ended.atSeconds, header);
  let earliest = 0;
  return stops.map((stop) => {
    const visit = seen.get(stop.stopSequence!);
    const close = (time: number, visited: number | undefined): number =>
      time <= lastHeader ? time : Math.round(visited ?? Math.min(time, end));
    const arrival = Math.max(earliest, close(stop.arrival!.time!, visit?.arrivalSeconds));
    const departure = Math.max(
      arrival,
      close(stop.departure!.time!, visit?.departureSeconds ?? visit?.arrivalSeconds),
    );
    earliest = departure + 1;
    return {
      ...stop,
      arrival: { time: arrival, uncertainty: 0 },
      departure: { time: departure, uncertainty: 0 },
    };
  });
}
