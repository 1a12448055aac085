import { monthOfDay, weekOfDay, yearOfDay } from '../../time/index.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Period } from '../tariff/terms.js';

/** A ride as a counter counted it. */
export interface CountedRide {
  /** Counts less of it. */
  takeOff(amount: number): void;
}

interface Entry {
  readonly atMs: number;
  readonly day: number;
  readonly month: number;
  amount: number;
}

/**
 * A sum over a period: a calendar one, a rolling one, one that begins with what is counted first, or the greatest of the
 * months before the present one.
 */
export class PeriodCounter {
  #sum = 0;
  #key = NaN;
  #opened: Entry | undefined;
  #entries: Entry[] = [];

  constructor(readonly period: Period) {}

  /** What is counted in the period that an instant lies in. */
  total(tariff: Tariff, atMs: number): number {
    this.#moveTo(tariff, atMs);
    return this.period.kind === 'previous_months' ? this.#mostBefore(fareMonth(tariff, atMs)) : this.#sum;
  }

  /** Adds to the period of an instant; begins it where it begins with what is counted first. */
  add(tariff: Tariff, atMs: number, amount: number): CountedRide {
    this.#moveTo(tariff, atMs);
    const entry = { atMs, day: fareDay(tariff, atMs), month: fareMonth(tariff, atMs), amount };
    this.#opened ??= entry;
    this.#entries.push(entry);
    this.#sum += amount;
    return {
      takeOff: (less) => {
        const taken = Math.min(less, entry.amount);
        entry.amount -= taken;
        if (this.#entries.includes(entry)) this.#sum -= taken;
      },
    };
  }

  /** When the present period began, for explanations; undefined where nothing is counted in it. */
  openedMs(): number | undefined {
    return this.#entries[0]?.atMs;
  }

  #moveTo(tariff: Tariff, atMs: number): void {
    const { kind, length, isEndInclusive } = this.period;
    switch (kind) {
      case 'fare_day':
      case 'fare_week':
      case 'fare_month':
      case 'fare_year':
        this.#reset(periodKey(kind, tariff, atMs));
        return;
      case 'previous_months': {
        const since = fareMonth(tariff, atMs) - length;
        while (this.#entries[0] && this.#entries[0].month < since) this.#entries.shift();
        return;
      }
      case 'rolling_days':
      case 'rolling_seconds': {
        const day = fareDay(tariff, atMs);
        while (this.#entries[0] && !isLive(this.#entries[0], this.period, day, atMs)) {
          this.#sum -= this.#entries.shift()!.amount;
        }
        return;
      }
      case 'from_first_days':
      case 'from_first_seconds': {
        if (!this.#opened) return;
        const day = fareDay(tariff, atMs);
        const live =
          kind === 'from_first_days'
            ? day < this.#opened.day + length
            : isBefore(atMs, this.#opened.atMs + length * 1000, isEndInclusive);
        if (!live) this.#clear();
      }
    }
  }

  /** The greatest sum of a month before this one; 0 where nothing was counted. */
  #mostBefore(month: number): number {
    const sums = new Map<number, number>();
    for (const entry of this.#entries) {
      if (entry.month < month) sums.set(entry.month, (sums.get(entry.month) ?? 0) + entry.amount);
    }
    return Math.max(0, ...sums.values());
  }

  #reset(key: number): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#clear();
  }

  #clear(): void {
    this.#sum = 0;
    this.#opened = undefined;
    this.#entries = [];
  }
}

function isLive(entry: Entry, { kind, length, isEndInclusive }: Period, day: number, atMs: number): boolean {
  if (kind === 'rolling_days') return entry.day > day - length;
  return isBefore(atMs, entry.atMs + length * 1000, isEndInclusive);
}

function isBefore(atMs: number, endMs: number, isInclusive: boolean): boolean {
  return isInclusive ? atMs <= endMs : atMs < endMs;
}

/** Days since 1970-01-01 of the fare day that an instant lies in. */
export function fareDay({ clock, fareDayStartSeconds }: Tariff, atMs: number): number {
  return clock.dayAt(atMs, fareDayStartSeconds);
}

function fareMonth(tariff: Tariff, atMs: number): number {
  return periodKey('fare_month', tariff, atMs);
}

export function periodKey(
  kind: 'fare_day' | 'fare_week' | 'fare_month' | 'fare_year',
  tariff: Tariff,
  atMs: number,
): number {
  const day = fareDay(tariff, atMs);
  switch (kind) {
    case 'fare_day':
      return day;
    case 'fare_week':
      return weekOfDay(day, tariff.weekStart);
    case 'fare_month':
      return monthOfDay(day);
    case 'fare_year':
      return yearOfDay(day);
  }
}
