import { type ServiceDate, ServiceDays, addDays } from '@rukh/domain/time';

/**
 * By how much the bundled timetable is moved so that its morning peak is now: later by less than a day, on
 * today's service day or, before eight in the morning, on yesterday's (whose times then pass 24:00, as GTFS
 * allows). A restart soon after keeps the shift, so that trips and their times stay what they were.
 */
export interface DemoShift {
  /** Whole minutes. */
  readonly shiftSeconds: number;
  /** The service day whose morning peak is now. */
  readonly serviceDate: ServiceDate;
  /** When it was chosen, epoch seconds. */
  readonly chosenAtSeconds: number;
}

/** What is now in the timetable. */
export const PEAK_SECONDS = 8 * 3600;
/** A restart within this time keeps the shift. */
export const KEEP_SECONDS = 2 * 3600;

export function chooseShift(nowSeconds: number, timeZone: string, before?: DemoShift): DemoShift {
  if (before !== undefined) {
    const age = nowSeconds - before.chosenAtSeconds;
    if (age >= 0 && age < KEEP_SECONDS) return before;
  }
  const days = new ServiceDays(timeZone);
  const today = days.dateAt(nowSeconds);
  const sinceToday = nowSeconds - days.startSeconds(today);
  const serviceDate = sinceToday >= PEAK_SECONDS ? today : addDays(today, -1);
  const since = nowSeconds - days.startSeconds(serviceDate);
  const shiftSeconds = Math.floor((since - PEAK_SECONDS) / 60) * 60;
  return { shiftSeconds, serviceDate, chosenAtSeconds: Math.floor(nowSeconds) };
}

/** A shift as hours and minutes: `08h30`. */
export function formatShift(shiftSeconds: number): string {
  const minutes = Math.round(shiftSeconds / 60);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}h${pad(minutes % 60)}`;
}
