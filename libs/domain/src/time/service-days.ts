import { type ServiceDate, addDays, serviceDateAt, serviceDayStartSeconds } from './service-date.js';

/**
 * The service days of one time zone, with their starts remembered: asking Temporal for each position would
 * cost more than matching it.
 */
export class ServiceDays {
  readonly #starts = new Map<ServiceDate, number>();
  readonly #around = new Map<ServiceDate, readonly ServiceDate[]>();

  constructor(readonly timeZone: string) {}

  /** Epoch seconds of the service day's 00:00:00. */
  startSeconds(date: ServiceDate): number {
    let start = this.#starts.get(date);
    if (start === undefined) {
      start = serviceDayStartSeconds(date, this.timeZone);
      this.#starts.set(date, start);
    }
    return start;
  }

  /** The calendar date at an instant. */
  dateAt(epochSeconds: number): ServiceDate {
    for (const [date, start] of this.#starts) {
      // Strictly inside the day by more than any clock change, so the quick answer is never the wrong one.
      if (epochSeconds >= start + 7200 && epochSeconds < start + 79_200) return date;
    }
    const date = serviceDateAt(epochSeconds, this.timeZone);
    this.startSeconds(date);
    return date;
  }

  /** The days whose trips may run at an instant: yesterday (times past 24:00), today and tomorrow. */
  around(epochSeconds: number): readonly ServiceDate[] {
    const today = this.dateAt(epochSeconds);
    let days = this.#around.get(today);
    if (!days) {
      days = [addDays(today, -1), today, addDays(today, 1)];
      this.#around.set(today, days);
    }
    return days;
  }
}
