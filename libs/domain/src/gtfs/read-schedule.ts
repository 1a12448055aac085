import { type ServiceDate, dayOfWeek } from '../time/index.js';
import type { BlockIndex, Pattern, Schedule, ServiceIndex, TripIndex, TripInstance } from './schedule.js';

/** Whether a service runs on a day: calendar.txt with the exceptions of calendar_dates.txt. */
export function runsOn(schedule: Schedule, service: ServiceIndex, date: ServiceDate): boolean {
  const { weekdays, startDate, endDate, addedDates, removedDates } = schedule.services[service]!;
  if (addedDates.has(date)) return true;
  if (removedDates.has(date)) return false;
  if (date < startDate || date > endDate) return false;
  return (weekdays & (1 << (dayOfWeek(date) - 1))) !== 0;
}

/** One flag a service: 1 where it runs on the day. */
export function servicesOn(schedule: Schedule, date: ServiceDate): Uint8Array {
  return Uint8Array.from(schedule.services, (_, service) => (runsOn(schedule, service, date) ? 1 : 0));
}

export function patternOf(schedule: Schedule, trip: TripIndex): Pattern {
  return schedule.patterns[schedule.trips.pattern[trip]!]!;
}

/** Number of stop times of a trip. */
export function stopCount(schedule: Schedule, trip: TripIndex): number {
  return schedule.trips.firstStopTime[trip + 1]! - schedule.trips.firstStopTime[trip]!;
}

/** Departure from the trip's first stop, seconds of the service day, as stop_times.txt has it. */
export function firstDepartureSeconds(schedule: Schedule, trip: TripIndex): number {
  return schedule.stopTimes.departureSeconds[schedule.trips.firstStopTime[trip]!]!;
}

/** Arrival at the trip's last stop, seconds of the service day, as stop_times.txt has it. */
export function lastArrivalSeconds(schedule: Schedule, trip: TripIndex): number {
  return schedule.stopTimes.arrivalSeconds[schedule.trips.firstStopTime[trip + 1]! - 1]!;
}

/** Whether its last stop is reached on the calendar day after its service day. */
export function runsPastMidnight(schedule: Schedule, trip: TripIndex): boolean {
  return lastArrivalSeconds(schedule, trip) >= 86_400;
}

/** Seconds to add to the trip's stop_times for this instance: 0 but for frequency-based trips. */
export function shiftSeconds(schedule: Schedule, instance: TripInstance): number {
  return instance.startSeconds - firstDepartureSeconds(schedule, instance.trip);
}

/** The trips of a block that run on a day, by first departure. */
export function blockTripsOn(schedule: Schedule, block: BlockIndex, services: Uint8Array): TripIndex[] {
  const trips: TripIndex[] = [];
  for (const trip of schedule.blockTrips[block]!) {
    if (services[schedule.trips.service[trip]!] === 1) trips.push(trip);
  }
  return trips;
}
