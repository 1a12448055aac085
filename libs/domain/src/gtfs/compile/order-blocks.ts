import type { Findings } from '../findings/index.js';
import type { StopTimeTable } from '../schedule.js';
import type { Draft } from './draft.js';
import type { FilledTimes } from './fill-times.js';
import type { SelectedTrips } from './select-trips.js';

export interface OrderedBlocks {
  readonly blockIds: readonly string[];
  readonly blockTrips: readonly Int32Array[];
  /** Block of each trip kept, -1 where it is in none. */
  readonly blockOf: Int32Array;
}

/** The trips of each block by first departure. Blocks whose trips were all left out are left out too. */
export function orderBlocks(draft: Draft, selected: SelectedTrips, times: FilledTimes): OrderedBlocks {
  const members = draft.trips.blockIds.map((): number[] => []);
  for (const [i, trip] of selected.trips.entries()) members[draft.trips.block[trip]!]?.push(i);
  const { stopTimes, firstStopTime } = times;
  const departure = (trip: number): number => stopTimes.departureSeconds[firstStopTime[trip]!]!;
  const blockIds: string[] = [];
  const blockTrips: Int32Array[] = [];
  const blockOf = new Int32Array(selected.trips.length).fill(-1);
  for (const [block, trips] of members.entries()) {
    if (trips.length === 0) continue;
    for (const trip of trips) blockOf[trip] = blockIds.length;
    blockIds.push(draft.trips.blockIds[block]!);
    blockTrips.push(Int32Array.from(trips).sort((a, b) => departure(a) - departure(b) || a - b));
  }
  return { blockIds, blockTrips, blockOf };
}

/** Reports trips of a block that one vehicle cannot run, for both are under way at once on the same service. */
export function reportOverlaps(
  draft: Draft,
  selected: SelectedTrips,
  { stopTimes, firstStopTime }: FilledTimes,
  { blockIds, blockTrips }: OrderedBlocks,
  findings: Findings,
): void {
  for (const [block, trips] of blockTrips.entries()) {
    const busy = new Map<number, { until: number; trip: number }>();
    for (const trip of trips) {
      const service = draft.trips.service[selected.trips[trip]!]!;
      const before = busy.get(service);
      const start = stopTimes.departureSeconds[firstStopTime[trip]!]!;
      if (before && start < before.until) {
        const [a, b] = [before.trip, trip].map((i) => draft.trips.ids[selected.trips[i]!]!);
        const message = `trips ${a} and ${b} of block ${blockIds[block]!} overlap`;
        findings.add('overlapping_block', 'trips.txt', draft.trips.lines[selected.trips[trip]!]!, message);
      }
      busy.set(service, { until: lastArrival(stopTimes, firstStopTime, trip), trip });
    }
  }
}

function lastArrival(stopTimes: StopTimeTable, firstStopTime: Int32Array, trip: number): number {
  return stopTimes.arrivalSeconds[firstStopTime[trip + 1]! - 1]!;
}
