/**
 * Brings together all that is known of a trip's stops: what prediction says of them, visits seen that it does
 * not repeat, and what was published before. Of the stops passed the last is kept, which says how late the vehicle
 * left it, and all whose time in the timetable is still to come, seen passed or not: without them, planners would
 * have passengers wait there for a vehicle that has gone. The others help nobody and make up a good part of a
 * city's feed.
 */
import { type TripInstance, patternOf, shiftSeconds } from '../gtfs/index.js';
import type { TripPrediction } from '../prediction/index.js';
import type { StopVisit } from '../tracking/index.js';
import { findTripKind } from './describe-trip.js';
import type { PublicationContext } from './publication-context.js';
import type { PublishedTimes, StopTimes } from './order-stop-times.js';

/** Uncertainty of a passage that nobody saw. */
const UNSEEN_UNCERTAINTY_SECONDS = 60;

export interface Collected {
  readonly prediction: TripPrediction;
  readonly visits: readonly StopVisit[];
  /** Index of the stop the vehicle stands at or moves off from, -1 where it is on the way. */
  readonly standingIndex: number;
  /** Times published last, by stop index. */
  readonly before: ReadonlyMap<number, PublishedTimes>;
  readonly lastHeader: number;
  readonly header: number;
}

/** The trip's stops from the last one passed (or one passed early) to the last, rising, with gaps where nothing is known. */
export function collectStopTimes(context: PublicationContext, collected: Collected): StopTimes[] {
  const { prediction, standingIndex } = collected;
  const known = new Map<number, StopTimes>();
  const next = prediction.stops.find(({ observed }) => !observed)?.stopIndex ?? Infinity;
  for (const [stopIndex, { arrival, departure }] of collected.before) {
    if (stopIndex < next && departure <= collected.lastHeader) {
      known.set(stopIndex, passedStop(stopIndex, arrival, departure));
    }
  }
  for (const { stopIndex, arrivalSeconds, departureSeconds } of collected.visits) {
    const arrival = arrivalSeconds ?? departureSeconds;
    if (stopIndex < next && arrival !== undefined) {
      known.set(stopIndex, passedStop(stopIndex, arrival, departureSeconds ?? arrival));
    }
  }
  for (const { stopIndex, observed, ...times } of prediction.stops) {
    known.set(stopIndex, {
      stopIndex,
      ...times,
      passed: observed,
      standing: stopIndex === standingIndex && !observed,
    });
  }
  const isTimed = findTripKind(context, prediction.instance) !== 'headway';
  if (prediction.ahead === 0 && isTimed) {
    fillPassedUnseen(context, prediction.instance, known, next, collected.header);
  }
  return dropPassed(
    context,
    collected,
    [...known.values()].sort((a, b) => a.stopIndex - b.stopIndex),
  );
}

/** Without the stops passed that no passenger can wait at, but for the last. */
function dropPassed(
  context: PublicationContext,
  { prediction: { instance }, header }: Collected,
  stops: readonly StopTimes[],
): StopTimes[] {
  const { departureSeconds, arrivalSeconds } = context.schedule.stopTimes;
  const first = context.schedule.trips.firstStopTime[instance.trip]!;
  const ahead = stops.findIndex(({ passed }) => !passed);
  // By headway no time of the timetable is still to come.
  const isTimed = findTripKind(context, instance) !== 'headway';
  return stops.slice(
    stops.findIndex(({ stopIndex }, i) => {
      if (ahead === -1 || i >= ahead - 1) return true;
      if (!isTimed) return false;
      const waitSeconds = departureSeconds[first + stopIndex]! - arrivalSeconds[first + stopIndex]!;
      return scheduledSeconds(context, instance, stopIndex) + waitSeconds > header;
    }),
  );
}

/** Scheduled arrival of a stop, epoch seconds. */
export function scheduledSeconds(
  context: PublicationContext,
  instance: TripInstance,
  stopIndex: number,
): number {
  const { schedule, days } = context;
  const row = schedule.trips.firstStopTime[instance.trip]! + stopIndex;
  return (
    days.startSeconds(instance.serviceDate) +
    schedule.stopTimes.arrivalSeconds[row]! +
    shiftSeconds(schedule, instance)
  );
}

function passedStop(stopIndex: number, arrivalSeconds: number, departureSeconds: number): StopTimes {
  return {
    stopIndex,
    arrivalSeconds,
    departureSeconds,
    uncertaintySeconds: 0,
    passed: true,
    standing: false,
  };
}

/** From the next stop back: as long before the stop after it as the timetable has it, and before now. */
function fillPassedUnseen(
  context: PublicationContext,
  instance: TripInstance,
  known: Map<number, StopTimes>,
  next: number,
  header: number,
): void {
  const last = Math.min(next, patternOf(context.schedule, instance.trip).stops.length) - 1;
  let after = Math.min(header, known.get(last + 1)?.arrivalSeconds ?? header);
  for (let stopIndex = last; stopIndex >= 0; stopIndex--) {
    const scheduled = scheduledSeconds(context, instance, stopIndex);
    let stop = known.get(stopIndex);
    if (!stop && scheduled > header) {
      const time = Math.min(after - 1, scheduled);
      stop = { ...passedStop(stopIndex, time, time), uncertaintySeconds: UNSEEN_UNCERTAINTY_SECONDS };
      known.set(stopIndex, stop);
    }
    if (stop) after = stop.arrivalSeconds;
  }
}
