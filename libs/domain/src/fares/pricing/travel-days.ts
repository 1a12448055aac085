import type { Tariff } from '../tariff/tariff.js';
import type { Cap, Period } from '../tariff/terms.js';
import { PeriodCounter, fareDay } from './period-counter.js';

/** Which day of travel of its period a fare day is, for caps that change with it. */
export class TravelDayBook {
  readonly #days = new Map<string, { readonly counter: PeriodCounter; last: number }>();

  /** Whether a cap holds on the fare day of an instant; one that is of every day always does. */
  holdsAt({ id, travelDays }: Cap, tariff: Tariff, atMs: number): boolean {
    if (!travelDays) return true;
    const { counter, last } = this.#of(id, travelDays.period);
    const known = counter.total(tariff, atMs);
    // The day counts from its first ride on, which is the ride that asks.
    const day = last === fareDay(tariff, atMs) ? known : known + 1;
    return travelDays.from <= day && day <= travelDays.until;
  }

  /** Counts the fare day of a ride that costs something, once. */
  note({ id, travelDays }: Cap, tariff: Tariff, atMs: number): void {
    if (!travelDays) return;
    const days = this.#of(id, travelDays.period);
    const day = fareDay(tariff, atMs);
    if (days.last === day) return;
    days.last = day;
    days.counter.add(tariff, atMs, 1);
  }

  #of(id: string, period: Period): { readonly counter: PeriodCounter; last: number } {
    let days = this.#days.get(id);
    if (!days) this.#days.set(id, (days = { counter: new PeriodCounter(period), last: NaN }));
    return days;
  }
}
