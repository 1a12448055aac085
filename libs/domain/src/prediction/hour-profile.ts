import { type ServiceDate, type ServiceDays, dayOfWeek } from '../time/index.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * How much slower or quicker than usual the network runs at an hour of a weekday, a Saturday or a Sunday. Sections
 * remember what they took of late and on the whole; that eight o'clock is slower than seven is no section's own
 * discovery, and is known before the first vehicle meets it. What an hour taught counts from the next such day on:
 * on its own day the sections themselves follow it.
 */
export class HourProfile {
  /** By kind of day and hour. */
  readonly #hours = Array.from({ length: KINDS * HOURS }, createHour);
  #day: Day | undefined;

  constructor(
    private readonly p: PredictionParameters,
    private readonly days: ServiceDays,
  ) {}

  /** Time taken over time usual at an instant, epoch seconds; between the middles of hours it is interpolated. */
  ratio(at: number): number {
    const { startSeconds, ratios } = this.#dayAt(at);
    const place = Math.min(HOURS - 1, Math.max(0, (at - startSeconds) / 3600 - 0.5));
    const hour = Math.min(HOURS - 2, Math.floor(place));
    return ratios[hour]! + (place - hour) * (ratios[hour + 1]! - ratios[hour]!);
  }

  /** Learns that `seconds` were spent at an instant where `usual` were to be expected on the whole. */
  learn(at: number, seconds: number, usual: number): void {
    const day = this.#dayAt(at);
    const hour = this.#hours[day.kind * HOURS + hourOf(at - day.startSeconds)]!;
    if (hour.date !== day.date) {
      closeDay(this.p, hour);
      hour.date = day.date;
    }
    hour.todaySeconds += seconds;
    hour.todayUsual += usual;
  }

  /** Sums of days that are over and of the one under way, as `restore` reads them: index, four sums, date. */
  dump(): number[][] {
    return this.#hours.flatMap(({ seconds, usual, todaySeconds, todayUsual, date }, i) =>
      date === undefined ? [] : [[i, seconds, usual, todaySeconds, todayUsual, Number(date)]],
    );
  }

  restore([
    index = -1,
    seconds = 0,
    usual = 0,
    todaySeconds = 0,
    todayUsual = 0,
    date = 0,
  ]: readonly number[]): void {
    if (!this.#hours[index]) return;
    this.#hours[index] = { seconds, usual, todaySeconds, todayUsual, date: String(date) as ServiceDate };
    this.#day = undefined;
  }

  #dayAt(at: number): Day {
    const known = this.#day;
    if (known && at >= known.startSeconds && at < known.startSeconds + DAY_SECONDS) return known;
    const date = this.days.dateAt(at);
    const kind = Math.max(0, dayOfWeek(date) - 5);
    const hours = this.#hours.slice(kind * HOURS, (kind + 1) * HOURS);
    const ratios = Float64Array.from(hours, (hour) => ratioOf(this.p, hour, date));
    return (this.#day = { date, kind, startSeconds: this.days.startSeconds(date), ratios });
  }
}

/** Weekdays, Saturdays, Sundays. */
const KINDS = 3;
const HOURS = 24;
const DAY_SECONDS = 86_400;

interface Hour {
  /** Sums over the days before `date`, fading, and of that day itself. */
  seconds: number;
  usual: number;
  todaySeconds: number;
  todayUsual: number;
  date: ServiceDate | undefined;
}

interface Day {
  readonly date: ServiceDate;
  readonly kind: number;
  readonly startSeconds: number;
  readonly ratios: Float64Array;
}

function createHour(): Hour {
  return { seconds: 0, usual: 0, todaySeconds: 0, todayUsual: 0, date: undefined };
}

function hourOf(secondsOfDay: number): number {
  return Math.min(HOURS - 1, Math.max(0, Math.floor(secondsOfDay / 3600)));
}

/** What the day taught joins what was known. */
function closeDay(p: PredictionParameters, hour: Hour): void {
  hour.seconds = p.profileKeep * hour.seconds + hour.todaySeconds;
  hour.usual = p.profileKeep * hour.usual + hour.todayUsual;
  hour.todaySeconds = 0;
  hour.todayUsual = 0;
}

/** As known before `date`. */
function ratioOf(p: PredictionParameters, hour: Hour, date: ServiceDate): number {
  const known = { ...hour };
  if (hour.date !== date) closeDay(p, known);
  return (known.seconds + p.profileTrustSeconds) / (known.usual + p.profileTrustSeconds);
}
