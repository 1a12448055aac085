import { type Frequency, type StopIndex, firstDepartureSeconds } from '../gtfs/index.js';
import type { ServiceDate } from '../time/index.js';
import { type StopCalls, frequenciesOf } from './index-stops.js';

/** One run of a trip at one stop, as the timetable has it. Epoch seconds. */
export interface ScheduledCall {
  readonly trip: number;
  readonly serviceDate: ServiceDate;
  /** Departure from the first stop, seconds of the service day. */
  readonly startSeconds: number;
  readonly stop: StopIndex;
  /** Index of the call in the trip. */
  readonly callIndex: number;
  readonly arrivalAt: number;
  readonly departureAt: number;
  /** Seconds between runs where the trip runs by headway (exact_times = 0): its times are nominal. */
  readonly headwaySeconds?: number;
}

/** Calls at a stop that leave within [from, until], epoch seconds, by departure; yesterday's trips past midnight too. */
export function listScheduledCalls(
  calls: StopCalls,
  stop: StopIndex,
  from: number,
  until: number,
): ScheduledCall[] {
  const found: ScheduledCall[] = [];
  for (const date of calls.days.around(from)) {
    const dayStart = calls.days.startSeconds(date);
    const services = calls.servicesOn(date);
    addTimed(calls, stop, { date, dayStart, services, from, until }, found);
    addFrequent(calls, stop, { date, dayStart, services, from, until }, found);
  }
  return found.sort((a, b) => a.departureAt - b.departureAt);
}

interface Day {
  readonly date: ServiceDate;
  readonly dayStart: number;
  readonly services: Uint8Array;
  readonly from: number;
  readonly until: number;
}

function addTimed(calls: StopCalls, stop: StopIndex, day: Day, found: ScheduledCall[]): void {
  const { rows, firstRow, tripOf, schedule } = calls;
  const { departureSeconds } = schedule.stopTimes;
  const end = firstRow[stop + 1]!;
  const last = day.until - day.dayStart;
  for (let at = findFirst(calls, stop, day.from - day.dayStart); at < end; at++) {
    const row = rows[at]!;
    if (departureSeconds[row]! > last) return;
    const trip = tripOf[row]!;
    if (day.services[schedule.trips.service[trip]!] !== 1) continue;
    found.push(toCall(calls, stop, row, day, firstDepartureSeconds(schedule, trip)));
  }
}

/** Place among the stop's rows of the first that leaves at or after `seconds` of the day. */
function findFirst({ rows, firstRow, schedule }: StopCalls, stop: StopIndex, seconds: number): number {
  const { departureSeconds } = schedule.stopTimes;
  let low = firstRow[stop]!;
  let high = firstRow[stop + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (departureSeconds[rows[middle]!]! < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addFrequent(calls: StopCalls, stop: StopIndex, day: Day, found: ScheduledCall[]): void {
  const { schedule, tripOf } = calls;
  for (const row of calls.frequencyRows.get(stop) ?? []) {
    const trip = tripOf[row]!;
    if (day.services[schedule.trips.service[trip]!] !== 1) continue;
    const first = firstDepartureSeconds(schedule, trip);
    const offset = schedule.stopTimes.departureSeconds[row]! - first;
    const seen = new Set<number>();
    for (const frequency of frequenciesOf(calls, trip)) {
      for (const start of listStarts(frequency, day, offset)) {
        if (seen.has(start)) continue;
        seen.add(start);
        const headway = frequency.exactTimes ? {} : { headwaySeconds: frequency.headwaySeconds };
        found.push({ ...toCall(calls, stop, row, day, start), ...headway });
      }
    }
  }
}

/** Starts of one row of frequencies.txt that leave the stop, `offset` seconds on, within the day's window. */
function* listStarts(
  { startSeconds, endSeconds, headwaySeconds }: Frequency,
  { from, until, dayStart }: Day,
  offset: number,
): Generator<number> {
  const earliest = from - dayStart - offset;
  const skipped = Math.max(0, Math.ceil((earliest - startSeconds) / headwaySeconds));
  for (let start = startSeconds + skipped * headwaySeconds; start < endSeconds; start += headwaySeconds) {
    if (start + offset > until - dayStart) return;
    yield start;
  }
}

function toCall(
  { schedule, tripOf }: StopCalls,
  stop: StopIndex,
  row: number,
  { date, dayStart }: Day,
  startSeconds: number,
): ScheduledCall {
  const trip = tripOf[row]!;
  const origin = dayStart + startSeconds - firstDepartureSeconds(schedule, trip);
  return {
    trip,
    serviceDate: date,
    startSeconds,
    stop,
    callIndex: row - schedule.trips.firstStopTime[trip]!,
    arrivalAt: origin + schedule.stopTimes.arrivalSeconds[row]!,
    departureAt: origin + schedule.stopTimes.departureSeconds[row]!,
  };
}
