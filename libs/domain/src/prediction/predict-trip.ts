import type { RunTrip, Timetable } from '../tracking/index.js';
import type { SectionTimes } from './section-times.js';
import type { StopPrediction } from './trip-prediction.js';

/** Time at a stop where the timetable gives none. */
const DWELL_SECONDS = 12;
/** Least time between the end of a trip and the start of the next of its run. */
const TURNAROUND_SECONDS = 60;

/** Where a trip's prediction starts: at a known time at or before a stop. */
export interface TripStart {
  /** First stop to predict. */
  readonly stopIndex: number;
  /** Its expected arrival, epoch seconds. */
  readonly arrivalSeconds: number;
  /** No departure before this (a trip's scheduled start), epoch seconds. */
  readonly notBeforeSeconds?: number;
}

/**
 * Expected times at all stops from `start` on: arrivals add up from section to section, each after the departure
 * before it by at least a second. `now` is when the prediction is made; uncertainty grows with the time since.
 */
export function predictStops(
  timetable: Timetable,
  sections: SectionTimes,
  trip: RunTrip,
  start: TripStart,
  now: number,
): StopPrediction[] {
  const { stops } = timetable.schedule.patterns[trip.pattern]!;
  const predictions: StopPrediction[] = [];
  let arrival = start.arrivalSeconds;
  for (let i = start.stopIndex; i < stops.length; i++) {
    const held = i === start.stopIndex ? (start.notBeforeSeconds ?? 0) : 0;
    const scheduledDwell = timetable.departureAt(trip, i) - timetable.arrivalAt(trip, i);
    const isLast = i === stops.length - 1;
    let next = Infinity;
    let leave = Math.max(arrival, held);
    if (!isLast) {
      const scheduled = timetable.arrivalAt(trip, i + 1) - timetable.arrivalAt(trip, i);
      const estimate = sections.estimate(stops[i]!, stops[i + 1]!, scheduled, now);
      const dwell =
        i === 0 ? 0 : Math.min(scheduledDwell > 0 ? scheduledDwell : DWELL_SECONDS, 0.4 * estimate);
      next = Math.max(arrival + estimate, leave + estimate - dwell);
      leave = Math.max(leave, arrival + dwell);
      next = Math.max(next, leave + 1);
    }
    predictions.push({
      stopIndex: i,
      arrivalSeconds: arrival,
      departureSeconds: leave,
      uncertaintySeconds: uncertaintyAt(arrival - now),
      observed: false,
    });
    arrival = next;
  }
  return predictions;
}

/** Expected start of the next trip of a run whose vehicle ends the one before at `endSeconds`. */
export function nextTripStart(trip: RunTrip, endSeconds: number): TripStart {
  const ready = endSeconds + TURNAROUND_SECONDS;
  return {
    stopIndex: 0,
    arrivalSeconds: Math.max(ready, trip.startSeconds),
    notBeforeSeconds: trip.startSeconds,
  };
}

/**
 * Half-width of the interval that holds four arrivals in five, by how far ahead they are: the errors of reading
 * a position, and a share of the travel time.
 */
function uncertaintyAt(horizonSeconds: number): number {
  const ahead = Math.max(0, horizonSeconds);
  return Math.hypot(40, 0.2 * ahead);
}
