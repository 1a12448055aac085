import { formatGtfsTime } from '../../time/index.js';
import type { Findings, GtfsRuleName } from '../findings/index.js';
import type { Pattern, StopTimeTable } from '../schedule.js';
import { type Draft, NO_TIME } from './draft.js';
import type { SelectedTrips } from './select-trips.js';

/** The stop times of all trips kept, in order, with the times that the file leaves out filled in. */
export interface FilledTimes {
  readonly stopTimes: StopTimeTable;
  /** Length is the number of trips kept + 1. */
  readonly firstStopTime: Int32Array;
}

/**
 * A time that is left out lies between its timed neighbours by distance along the line (GTFS asks for exactly
 * that of consumers). Times that fall are errors: there is no saying which of them is the wrong one.
 */
export function fillTimes(
  draft: Draft,
  selected: SelectedTrips,
  patternOf: Int32Array,
  patterns: readonly Pattern[],
  findings: Findings,
): FilledTimes {
  const { first, rows } = selected.ordered;
  const firstStopTime = new Int32Array(selected.trips.length + 1);
  for (const [i, trip] of selected.trips.entries()) {
    firstStopTime[i + 1] = firstStopTime[i]! + first[trip + 1]! - first[trip]!;
  }
  const stopTimes = createTable(firstStopTime.at(-1)!);
  for (const [i, trip] of selected.trips.entries()) {
    const tripRows = rows.subarray(first[trip], first[trip + 1]);
    const at = firstStopTime[i]!;
    copyRows(draft, tripRows, stopTimes, at);
    checkTimes(draft, tripRows, stopTimes, at, findings);
    interpolateTimes(stopTimes, at, patterns[patternOf[i]!]!.stopMetres);
  }
  return { stopTimes, firstStopTime };
}

function createTable(rows: number): StopTimeTable {
  return {
    arrivalSeconds: new Int32Array(rows),
    departureSeconds: new Int32Array(rows),
    stopSequence: new Int32Array(rows),
    timed: new Uint8Array(rows),
    timepoint: new Uint8Array(rows),
    noPickup: new Uint8Array(rows),
    noDropOff: new Uint8Array(rows),
  };
}

function copyRows({ stopTimes }: Draft, rows: Int32Array, table: StopTimeTable, at: number): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const timed = stopTimes.arrival.get(row) !== NO_TIME;
    table.arrivalSeconds[at + i] = stopTimes.arrival.get(row);
    table.departureSeconds[at + i] = stopTimes.departure.get(row);
    table.stopSequence[at + i] = stopTimes.sequence.get(row);
    table.timed[at + i] = timed ? 1 : 0;
    table.timepoint[at + i] = timed ? stopTimes.timepoint.get(row) : 0;
    table.noPickup[at + i] = stopTimes.noPickup.get(row);
    table.noDropOff[at + i] = stopTimes.noDropOff.get(row);
  }
}

const DAY_SECONDS = 86_400;

/** Looks at a trip's times in order, moves those that forgot midnight, and reports what cannot be right. */
function checkTimes(
  { stopTimes, trips }: Draft,
  rows: Int32Array,
  table: StopTimeTable,
  at: number,
  findings: Findings,
): void {
  const tell = (rule: GtfsRuleName, i: number, what: string): void => {
    const tripId = trips.ids[stopTimes.trip.get(rows[i]!)]!;
    findings.add(rule, 'stop_times.txt', stopTimes.line.get(rows[i]!), `trip ${tripId} ${what}`);
  };
  let before = 0;
  for (let i = 0; i < rows.length; i++) {
    if (table.timed[at + i] === 0) {
      if (i === 0 || i === rows.length - 1) tell('missing_edge_time', i, 'has no time at its end');
      continue;
    }
    if (passMidnight(table, at + i, before)) {
      tell('midnight_not_passed', i, `goes from ${formatGtfsTime(before)} to times of the next day`);
    }
    const arrival = table.arrivalSeconds[at + i]!;
    const departure = table.departureSeconds[at + i]!;
    if (arrival < before) {
      tell(
        'falling_times',
        i,
        `arrives ${formatGtfsTime(arrival)} after it left at ${formatGtfsTime(before)}`,
      );
    } else if (departure < arrival) {
      tell('falling_times', i, `arrives ${formatGtfsTime(arrival)}, leaves ${formatGtfsTime(departure)}`);
    }
    before = Math.max(before, departure);
  }
}

/**
 * Reads a time of day that fell by more than half a day as one of the next day. Feeds made from tables of clock
 * times have this fault, and nothing else looks like it. True where it moved the arrival.
 */
function passMidnight(
  { arrivalSeconds, departureSeconds }: StopTimeTable,
  at: number,
  before: number,
): boolean {
  const moved = before - arrivalSeconds[at]! > DAY_SECONDS / 2;
  if (moved) arrivalSeconds[at]! += DAY_SECONDS;
  if (arrivalSeconds[at]! - departureSeconds[at]! > DAY_SECONDS / 2) departureSeconds[at]! += DAY_SECONDS;
  return moved;
}

function interpolateTimes(table: StopTimeTable, at: number, metres: Float64Array): void {
  let known = 0;
  for (let i = 1; i < metres.length; i++) {
    if (table.timed[at + i] === 0) continue;
    for (let gap = known + 1; gap < i; gap++) {
      const from = table.departureSeconds[at + known]!;
      const seconds = table.arrivalSeconds[at + i]! - from;
      const time = Math.round(from + seconds * shareOfWay(metres, known, gap, i));
      table.arrivalSeconds[at + gap] = time;
      table.departureSeconds[at + gap] = time;
    }
    known = i;
  }
}

/** How far of the way from stop `from` to stop `to` stop `at` is; by count where the stops are all in one place. */
function shareOfWay(metres: Float64Array, from: number, at: number, to: number): number {
  const way = metres[to]! - metres[from]!;
  return way > 0 ? (metres[at]! - metres[from]!) / way : (at - from) / (to - from);
}
