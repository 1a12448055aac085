import { useLive, useNow } from '../../live/use-live.js';
import type { Vehicle } from '../../live/vehicle.js';

const DAY_MS = 86_400_000;

/**
 * What "today" is, YYYY-MM-DD: while most vehicles still run trips of the day before, as after midnight, that day.
 * Undefined until the city and its vehicles are known.
 */
export function useServiceDay(): string | undefined {
  const { city, lamp, link, vehicles } = useLive('network', 'lamp', 'link');
  const now = useNow(60);
  if (!city || (!lamp && link === 'connecting')) return undefined;
  return pickServiceDay(dayIn(city.timeZone, now), vehicles.values());
}

/** @param today of the calendar, YYYY-MM-DD */
export function pickServiceDay(today: string, vehicles: Iterable<Pick<Vehicle, 'serviceDate'>>): string {
  const yesterday = dayBefore(today, 1);
  let [ofYesterday, ofToday] = [0, 0];
  for (const { serviceDate } of vehicles) {
    if (serviceDate === yesterday.replaceAll('-', '')) ofYesterday++;
    if (serviceDate === today.replaceAll('-', '')) ofToday++;
  }
  return ofYesterday > ofToday ? yesterday : today;
}

/** Both YYYY-MM-DD. */
export function dayBefore(day: string, back: number): string {
  return new Date(Date.parse(day) - back * DAY_MS).toISOString().slice(0, 10);
}

function dayIn(timeZone: string, atSeconds: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(atSeconds * 1000);
}
