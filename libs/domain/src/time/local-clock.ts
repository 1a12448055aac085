/**
 * Wall-clock time of one time zone, in plain arithmetic. A price asks for the local day and time of every tap, and
 * Temporal takes microseconds for each; the offsets of a zone change twice a year, so they are asked for once.
 */
const DAY_MS = 86_400_000;

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly offsetMs: number;
}

const clocks = new Map<string, LocalClock>();

/** The clock of a time zone; one for each zone, so that what it remembers is shared. Throws a RangeError for no zone. */
export function localClock(timeZone: string): LocalClock {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new LocalClock(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock;
}

export class LocalClock {
  readonly #spans: Span[] = [];
  #last: Span;

  constructor(readonly timeZone: string) {
    this.#last = this.#ask(0);
  }

  /** Milliseconds that a wall clock has run since 1970-01-01 00:00 on it, at an instant. */
  wallMs(atMs: number): number {
    return atMs + this.#spanAt(atMs).offsetMs;
  }

  /** Days since 1970-01-01 of the local date, where the day begins `startSeconds` after midnight. */
  dayAt(atMs: number, startSeconds = 0): number {
    return Math.floor((this.wallMs(atMs) - startSeconds * 1000) / DAY_MS);
  }

  /** Seconds since local midnight, as the wall clock shows them. */
  secondOfDay(atMs: number): number {
    const wall = this.wallMs(atMs);
    return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / 1000);
  }

  /** The instant at which the wall clock shows a day and time; where it shows it twice the first, where never, after the gap. */
  instantOf(day: number, seconds = 0): number {
    const wall = day * DAY_MS + seconds * 1000;
    const before = this.#spanAt(wall - DAY_MS).offsetMs;
    const after = this.#spanAt(wall + DAY_MS).offsetMs;
    for (const offset of before >= after ? [before, after] : [after, before]) {
      if (this.wallMs(wall - offset) === wall) return wall - offset;
    }
    return wall - before;
  }

  #spanAt(atMs: number): Span {
    if (atMs >= this.#last.fromMs && atMs < this.#last.untilMs) return this.#last;
    const span =
      this.#spans.find(({ fromMs, untilMs }) => atMs >= fromMs && atMs < untilMs) ?? this.#ask(atMs);
    this.#last = span;
    return span;
  }

  #ask(atMs: number): Span {
    const time = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(this.timeZone);
    // `previous` is strictly before, so a moment later makes a change at this very instant count.
    const previous = time.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
    const next = time.getTimeZoneTransition('next');
    const span = {
      fromMs: previous?.epochMilliseconds ?? -Infinity,
      untilMs: next?.epochMilliseconds ?? Infinity,
      offsetMs: time.offsetNanoseconds / 1e6,
    };
    this.#spans.push(span);
    return span;
  }
}

/** Months since January 1970 of a day since 1970-01-01. */
export function monthOfDay(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first day, since 1970-01-01, of a month since January 1970. */
export function firstDayOfMonth(month: number): number {
  return Date.UTC(1970, month, 1) / DAY_MS;
}

/** Years since 1970 of a day since 1970-01-01. */
export function yearOfDay(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear() - 1970;
}

/** Weeks since the one of 1970-01-01, beginning on `weekStart` (1 = Monday to 7 = Sunday). */
export function weekOfDay(day: number, weekStart: number): number {
  // 1970-01-01 was a Thursday, the fourth day.
  return Math.floor((day + 4 - weekStart + (weekStart > 4 ? 7 : 0)) / 7);
}

/** The first day, since 1970-01-01, of a week as `weekOfDay` counts them. */
export function firstDayOfWeek(week: number, weekStart: number): number {
  return week * 7 - 4 + weekStart - (weekStart > 4 ? 7 : 0);
}

/** Day of the week of a day since 1970-01-01: 1 = Monday to 7 = Sunday. */
export function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Days since 1970-01-01 of `YYYY-MM-DD` or `YYYYMMDD`; undefined where it names no real day. */
export function findDay(text: string): number | undefined {
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms / DAY_MS : undefined;
}

/** `YYYY-MM-DD` of a day since 1970-01-01. */
export function formatDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
