import type { ObservedArrivals } from '../observed-arrivals.js';
import type { Baseline } from './baseline.js';
import type { Crossing, SectionCrossings } from './section-crossings.js';
import { SectionBaseline } from './sum-sections.js';

/**
 * TransitClock's Kalman filter, from its published formula: what the section took on the last three days is weighed
 * against what the vehicle before took, by their variance and by the error that was left at the section before.
 *
 *   mean = (T1 + T2 + T3) / 3, variance = mean of (T - mean)², gain = (e + variance) / (e + 2·variance),
 *   prediction = (1 - gain)·last + gain·mean, e' = variance·gain; e is 100 at the start of a prediction.
 *
 * TransitClock takes T from the same trip on three of the last 21 days. Most recordings are one day; there, T are the
 * three vehicles before the last one. With less it takes the timetable, as TransitClock's default generator does.
 */
const FIRST_ERROR = 100;
const DAYS = 3;
const OLDEST_DAYS = 21;

export interface KalmanEstimate {
  readonly seconds: number;
  /** The error that is handed on to the next section. */
  readonly error: number;
}

/** The filter for one section. `history` and `last` in seconds; `error` is that of the section before. */
export function filterSection(history: readonly number[], last: number, error: number): KalmanEstimate {
  const mean = history.reduce((sum, one) => sum + one, 0) / history.length;
  const variance = history.reduce((sum, one) => sum + (one - mean) ** 2, 0) / history.length;
  const divisor = error + 2 * variance;
  // Neither has any error: the days agree, and are believed.
  const gain = divisor === 0 ? 1 : (error + variance) / divisor;
  return { seconds: (1 - gain) * last + gain * mean, error: variance * gain };
}

export function kalmanBaseline(truth: ObservedArrivals, crossings: SectionCrossings): Baseline {
  const earlier = new EarlierDays(truth);
  return new SectionBaseline('kalman', truth, () => {
    let error = FIRST_ERROR;
    return (from, to, atSeconds) => {
      const [last, ...before] = crossings.listBefore(to, atSeconds, DAYS + 1);
      if (!last || !isSameDay(truth, last, from)) return undefined;
      const days = earlier.list(from, to);
      const history = days.length === DAYS ? days : before.map(({ seconds }) => seconds);
      if (history.length < DAYS) return undefined;
      const estimate = filterSection(history, last.seconds, error);
      error = estimate.error;
      return estimate.seconds;
    };
  });
}

function isSameDay(truth: ObservedArrivals, { trip }: Crossing, visit: number): boolean {
  return truth.trips[trip]!.startDate === truth.trips[truth.tripOf[visit]!]!.startDate;
}

/** What the same trip took between the same stops on the days before. */
class EarlierDays {
  readonly #tripsById = new Map<string, number[]>();
  /** Days since 1970 of each trip. */
  readonly #dayOf: Int32Array;

  constructor(private readonly truth: ObservedArrivals) {
    const dates = new Map<string, number>();
    this.#dayOf = Int32Array.from(truth.trips, ({ startDate }) => {
      if (!dates.has(startDate)) dates.set(startDate, epochDay(startDate));
      return dates.get(startDate)!;
    });
    for (const [index, { tripId }] of truth.trips.entries()) {
      const days = this.#tripsById.get(tripId);
      if (days) days.push(index);
      else this.#tripsById.set(tripId, [index]);
    }
    for (const days of this.#tripsById.values()) days.sort((a, b) => this.#dayOf[b]! - this.#dayOf[a]!);
  }

  /** Seconds on at most three days, the latest first. */
  list(from: number, to: number): readonly number[] {
    const trip = this.truth.tripOf[from]!;
    const found: number[] = [];
    for (const other of this.#tripsById.get(this.truth.trips[trip]!.tripId)!) {
      const age = this.#dayOf[trip]! - this.#dayOf[other]!;
      if (age <= 0 || age > OLDEST_DAYS) continue;
      const seconds = this.#secondsOn(this.truth.trips[other]!.visits, from, to);
      if (seconds !== undefined) found.push(seconds);
      if (found.length === DAYS) break;
    }
    return found;
  }

  #secondsOn(visits: readonly number[], from: number, to: number): number | undefined {
    const { stopIds, arrivalSeconds } = this.truth;
    const end = visits.findIndex((visit, i) => {
      return i > 0 && stopIds[visit] === stopIds[to] && stopIds[visits[i - 1]!] === stopIds[from];
    });
    return end < 0 ? undefined : arrivalSeconds[visits[end]!]! - arrivalSeconds[visits[end - 1]!]!;
  }
}

/** Days from 1970 to a YYYYMMDD; NaN becomes 0 in a column, so that a malformed date is no day before any other. */
function epochDay(date: string): number {
  if (!/^\d{8}$/.test(date)) return 0;
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  return Temporal.PlainDate.from('1970-01-01').until({ year: year!, month: month!, day: day! }).days;
}
