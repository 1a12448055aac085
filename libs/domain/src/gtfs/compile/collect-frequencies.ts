import { findReference } from './collect-trips.js';
import type { Draft } from './draft.js';
import type { RowReader } from './row-reader.js';

/** frequencies.txt: trips that run again and again, at exact times or only at a headway. */
export function collectFrequencies(draft: Draft, row: RowReader): () => void {
  const tripColumn = row.column('trip_id');
  const start = row.column('start_time');
  const end = row.column('end_time');
  const headway = row.column('headway_secs');
  const exact = row.column('exact_times');
  return () => {
    const trip = findReference(row, tripColumn, 'trip_id', draft.trips.indexOf, 'trips.txt');
    const startSeconds = row.time(start, 'start_time');
    const endSeconds = row.time(end, 'end_time');
    const headwaySeconds = row.integer(headway, 'headway_secs', 1, 86_400);
    if (startSeconds === undefined) row.required(start, 'start_time');
    if (endSeconds === undefined) row.required(end, 'end_time');
    if (trip < 0 || startSeconds === undefined || endSeconds === undefined || headwaySeconds === undefined) {
      return;
    }
    if (endSeconds <= startSeconds) {
      row.report('bad_frequency', 'end_time is not after start_time');
      return;
    }
    const exactTimes = row.choice(exact, 'exact_times', 1, 0) === 1;
    draft.frequencies.push({ trip, startSeconds, endSeconds, headwaySeconds, exactTimes, line: row.line });
  };
}
