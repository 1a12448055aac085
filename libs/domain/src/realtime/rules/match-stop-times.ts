import type { Schedule, TripIndex } from '../../gtfs/index.js';
import { TripScheduleRelationship, type StopTimeUpdate } from '../feed-message.js';

/**
 * Which row of stop_times.txt each stop time update speaks of: the row with its stop_sequence, or, where only a
 * stop_id is given, the next row at that stop. Updates normally come in order, so the search goes on from the row
 * before and a trip costs one pass.
 */
export function matchStopTimes(
  schedule: Schedule,
  trip: TripIndex,
  stops: readonly StopTimeUpdate[],
  rows: Int32Array,
): void {
  const first = schedule.trips.firstStopTime[trip]!;
  const end = schedule.trips.firstStopTime[trip + 1]!;
  const pattern = schedule.patterns[schedule.trips.pattern[trip]!]!;
  let next = first;
  for (let i = 0; i < stops.length; i++) {
    const { stopSequence, stopId } = stops[i]!;
    let row = -1;
    if (stopSequence !== undefined) {
      row = findSequence(schedule.stopTimes.stopSequence, stopSequence, next, first, end);
    } else if (stopId !== undefined) {
      const stop = schedule.stops.indexOf.get(stopId);
      row = stop === undefined ? -1 : pattern.stops.indexOf(stop, next - first);
      if (row >= 0) row += first;
    }
    rows[i] = row;
    if (row >= 0) next = row + 1;
  }
}

function findSequence(
  sequences: Int32Array,
  wanted: number,
  next: number,
  first: number,
  end: number,
): number {
  if (next < end && sequences[next] === wanted) return next;
  let low = first;
  let high = end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sequences[middle]!;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * Whether stop_times.txt speaks of a trip at all: a new or replacement trip brings its own stops ("the stop times
 * in the static GTFS are not used", reference, TripUpdate.stop_time_update).
 */
export function followsSchedule(relationship: number): boolean {
  return (
    relationship !== TripScheduleRelationship.NEW && relationship !== TripScheduleRelationship.REPLACEMENT
  );
}
