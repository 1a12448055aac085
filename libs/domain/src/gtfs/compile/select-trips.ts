import type { Findings } from '../findings/index.js';
import type { Draft } from './draft.js';
import { type OrderedRows, orderRows } from './order-rows.js';

/** The trips that a vehicle can run, and their stop times in order. */
export interface SelectedTrips {
  /** Draft indexes of the trips kept, in the order of trips.txt. */
  readonly trips: Int32Array;
  /** The new index of each draft trip, -1 where it was left out. */
  readonly newIndexOf: Int32Array;
  /** Rows of the draft's stop times by draft trip. */
  readonly ordered: OrderedRows;
}

/**
 * Leaves out trips with fewer than two stops, which nobody can ride and which every reader of the schedule
 * would otherwise have to look out for.
 */
export function selectTrips(draft: Draft, findings: Findings): SelectedTrips {
  const { trips, stopTimes } = draft;
  const sequence = stopTimes.sequence.values();
  const ordered = orderRows(stopTimes.trip.values(), trips.ids.length, sequence);
  const kept: number[] = [];
  const newIndexOf = new Int32Array(trips.ids.length).fill(-1);
  for (const [trip, tripId] of trips.ids.entries()) {
    const from = ordered.first[trip]!;
    const to = ordered.first[trip + 1]!;
    reportDuplicates(draft, findings, ordered.rows.subarray(from, to));
    if (to - from < 2) {
      const message = `trip ${tripId} calls at ${to - from === 0 ? 'no stop' : 'one stop only'}`;
      findings.add('unusable_trip', 'trips.txt', trips.lines[trip]!, message);
      continue;
    }
    newIndexOf[trip] = kept.length;
    kept.push(trip);
  }
  if (kept.length === 0) findings.add('no_trips', 'trips.txt', 0, 'no trip has two stops or more');
  return { trips: Int32Array.from(kept), newIndexOf, ordered };
}

function reportDuplicates({ stopTimes, trips }: Draft, findings: Findings, rows: Int32Array): void {
  const sequence = stopTimes.sequence.values();
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    if (sequence[row] !== sequence[rows[i - 1]!]) continue;
    const message = `trip ${trips.ids[stopTimes.trip.get(row)]!} has stop_sequence ${sequence[row]!} twice`;
    findings.add('duplicate_stop_sequence', 'stop_times.txt', stopTimes.line.get(row), message);
  }
}
