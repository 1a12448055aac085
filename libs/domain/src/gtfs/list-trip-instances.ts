import type { ServiceDate, ServiceDays } from '../time/index.js';
import { firstDepartureSeconds, servicesOn, shiftSeconds } from './read-schedule.js';
import type { BlockIndex, Frequency, Schedule, TripIndex, TripInstance } from './schedule.js';

/**
 * Every run of every trip on a service day. A trip of frequencies.txt runs at each of its starts and not at the
 * times of its own stop_times, which are only a pattern; the starts of a trip without exact times are nominal.
 */
export function listTripInstances(schedule: Schedule, date: ServiceDate): TripInstance[] {
  const services = servicesOn(schedule, date);
  const instances: TripInstance[] = [];
  for (let trip = 0; trip < schedule.trips.ids.length; trip++) {
    if (services[schedule.trips.service[trip]!] !== 1) continue;
    for (const startSeconds of listStartSeconds(schedule, trip)) {
      instances.push({ trip, serviceDate: date, startSeconds });
    }
  }
  return instances;
}

/** Departures of a trip from its first stop on a day on which it runs, seconds of the service day, rising. */
export function listStartSeconds(schedule: Schedule, trip: TripIndex): number[] {
  const frequencies = listFrequenciesOf(schedule, trip);
  if (frequencies.length === 0) return [firstDepartureSeconds(schedule, trip)];
  const starts = new Set<number>();
  for (const { startSeconds, endSeconds, headwaySeconds } of frequencies) {
    for (let start = startSeconds; start < endSeconds; start += headwaySeconds) starts.add(start);
  }
  return [...starts].sort((a, b) => a - b);
}

/** The rows of frequencies.txt of a trip, by start; empty where it runs at its own times. */
export function listFrequenciesOf({ frequencies }: Schedule, trip: TripIndex): readonly Frequency[] {
  let low = 0;
  let high = frequencies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frequencies[middle]!.trip < trip) low = middle + 1;
    else high = middle;
  }
  const from = low;
  while (frequencies[low]?.trip === trip) low++;
  return from === low ? NONE : frequencies.slice(from, low);
}

const NONE: readonly Frequency[] = [];

/** The blocks of which any trip runs on a day. */
export function listBlocksOn(schedule: Schedule, services: Uint8Array): BlockIndex[] {
  const blocks: BlockIndex[] = [];
  for (const [block, trips] of schedule.blockTrips.entries()) {
    if (trips.some((trip) => services[schedule.trips.service[trip]!] === 1)) blocks.push(block);
  }
  return blocks;
}

/** When an instance is due to arrive at the stop at `index` of its pattern, epoch seconds. */
export function scheduledArrivalSeconds(
  schedule: Schedule,
  days: ServiceDays,
  instance: TripInstance,
  index: number,
): number {
  const row = schedule.trips.firstStopTime[instance.trip]! + index;
  return dayStart(schedule, days, instance) + schedule.stopTimes.arrivalSeconds[row]!;
}

/** When an instance is due to leave the stop at `index` of its pattern, epoch seconds. */
export function scheduledDepartureSeconds(
  schedule: Schedule,
  days: ServiceDays,
  instance: TripInstance,
  index: number,
): number {
  const row = schedule.trips.firstStopTime[instance.trip]! + index;
  return dayStart(schedule, days, instance) + schedule.stopTimes.departureSeconds[row]!;
}

/** Epoch seconds that the times of the instance's stop_times count from. */
function dayStart(schedule: Schedule, days: ServiceDays, instance: TripInstance): number {
  return days.startSeconds(instance.serviceDate) + shiftSeconds(schedule, instance);
}
