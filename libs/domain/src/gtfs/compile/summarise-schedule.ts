import { addDays, findServiceDate, type ServiceDate } from '../../time/index.js';
import type { ScheduleSummary } from '../findings/index.js';
import type { Schedule, Service } from '../schedule.js';

/** The schedule in numbers, and the days between which trips run: a calendar without trips is no service. */
export function summariseSchedule(schedule: Schedule): ScheduleSummary {
  const used = new Set(schedule.trips.service);
  const ranges = schedule.services
    .filter((_, service) => used.has(service))
    .map(serviceRange)
    .filter((range) => range !== undefined);
  return {
    timeZone: schedule.timeZone,
    agencies: schedule.agencies.length,
    routes: schedule.routes.length,
    stops: schedule.stops.ids.length,
    trips: schedule.trips.ids.length,
    stopTimes: schedule.stopTimes.arrivalSeconds.length,
    patterns: schedule.patterns.length,
    blocks: schedule.blockIds.length,
    frequencies: schedule.frequencies.length,
    firstDate: ranges.map(({ first }) => first).reduce((a, b) => (a !== '' && a < b ? a : b), ''),
    lastDate: ranges.map(({ last }) => last).reduce((a, b) => (a > b ? a : b), ''),
  };
}

/** First and last day on which a service runs, removed days at the ends of its calendar left aside. */
function serviceRange(service: Service): { first: string; last: string } | undefined {
  const days = [...service.addedDates];
  if (service.weekdays !== 0 && service.startDate <= service.endDate) {
    days.push(edgeDate(service, service.startDate, 1), edgeDate(service, service.endDate, -1));
  }
  const sorted = days.filter((day) => day !== '').sort();
  return sorted.length > 0 ? { first: sorted[0]!, last: sorted.at(-1)! } : undefined;
}

/** The first day from `from` on (or back) that has one of the service's weekdays and was not removed. */
function edgeDate(service: Service, from: string, step: 1 | -1): string {
  let date = findServiceDate(from);
  // Four hundred days: a calendar whose days were all removed for longer has no edge worth the search.
  for (let i = 0; date !== undefined && i < 400; i++) {
    if (date < service.startDate || date > service.endDate) return '';
    if (hasDay(service, date)) return date;
    date = addDays(date, step);
  }
  return '';
}

function hasDay(service: Service, date: ServiceDate): boolean {
  const weekday = new Temporal.PlainDate(+date.slice(0, 4), +date.slice(4, 6), +date.slice(6)).dayOfWeek;
  return (service.weekdays & (1 << (weekday - 1))) !== 0 && !service.removedDates.has(date);
}
