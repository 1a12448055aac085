import { firstDepartureSeconds, lastArrivalSeconds, servicesOn } from '../gtfs/index.js';
import type { PublicationContext } from './publication-context.js';

/**
 * Whether the timetable has any trip under way at an instant (epoch seconds): then a feed without a vehicle is
 * a fault, and at night it is the truth. Reads the whole timetable: to be asked seldom.
 */
export function serviceRunsAt({ schedule, days, frequencies }: PublicationContext, seconds: number): boolean {
  return days.around(seconds).some((date) => {
    const second = seconds - days.startSeconds(date);
    const services = servicesOn(schedule, date);
    for (let trip = 0; trip < schedule.trips.ids.length; trip++) {
      if (services[schedule.trips.service[trip]!] !== 1) continue;
      const first = firstDepartureSeconds(schedule, trip);
      const duration = lastArrivalSeconds(schedule, trip) - first;
      const rows = frequencies.get(trip) ?? [{ startSeconds: first, endSeconds: first }];
      if (rows.some((row) => second >= row.startSeconds && second <= row.endSeconds + duration)) return true;
    }
    return false;
  });
}
