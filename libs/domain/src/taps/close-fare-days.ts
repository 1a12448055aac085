/**
 * Decides which fare days are closed, and from when on taps of them are late: as soon as all that every validator took in
 * a day is here, and at the latest after a wait.
 *
 * A closing is announced before it takes effect, so that all processes that take in taps judge by the same closings; and
 * it is written down and never taken back, so that whether a tap was late follows from when it came, for good, whatever
 * becomes known of validators afterwards and in whatever order their taps come.
 */
import { type FareDayRules, findFareDate, findFareDayStart } from './fare-day.js';

/** Everything is here, or the wait was over. */
export type ClosingReason = 'COMPLETE' | 'TIMEOUT';

export interface FareDayClosing {
  /** `YYYY-MM-DD` */
  readonly fareDate: string;
  readonly endsAtMs: number;
  /** Taps of the day that are received from then on come late. */
  readonly closesAtMs: number;
  readonly reason: ClosingReason;
}

/** How long before it takes effect a closing is announced. */
export const CLOSING_NOTICE_MS = 30_000;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

export interface ClosingFacts {
  readonly nowMs: number;
  /** Up to when all that every validator took is here; -Infinity where that is not known of all. */
  readonly completeUntilMs: number;
  /** The last fare day that was closed before. */
  readonly lastClosed?: string | undefined;
}

/** Of days that are not closed yet, in their order; where none was closed before, of the newest that can be. */
export function listClosings(facts: ClosingFacts, rules: FareDayRules): FareDayClosing[] {
  const today = findFareDate(facts.nowMs, rules);
  // A day that waits for longer than late taps are taken has to be seen until its wait is over.
  const waitDays = Math.ceil(rules.closesAfterMinutes / DAY_MINUTES) + 1;
  const earliest = today.subtract({ days: Math.max(rules.lateDays, waitDays) });
  const closings: FareDayClosing[] = [];
  for (let date = today; Temporal.PlainDate.compare(date, earliest) >= 0; date = date.subtract({ days: 1 })) {
    if (date.toString() === facts.lastClosed) break;
    const closing = findClosing(date, facts, rules);
    if (closing) closings.unshift(closing);
    if (closing && facts.lastClosed === undefined) break;
  }
  return closings;
}

function findClosing(
  date: Temporal.PlainDate,
  { nowMs, completeUntilMs }: ClosingFacts,
  rules: FareDayRules,
): FareDayClosing | undefined {
  const endsAtMs = findFareDayStart(date.add({ days: 1 }), rules);
  const waitedMs = endsAtMs + rules.closesAfterMinutes * MINUTE_MS;
  const announcedMs = nowMs + CLOSING_NOTICE_MS;
  const day = { fareDate: date.toString(), endsAtMs };
  const isComplete = endsAtMs <= Math.min(nowMs, completeUntilMs);
  if (isComplete && announcedMs < waitedMs) return { ...day, closesAtMs: announcedMs, reason: 'COMPLETE' };
  return waitedMs <= nowMs ? { ...day, closesAtMs: waitedMs, reason: 'TIMEOUT' } : undefined;
}

/** The end of the last fare day that is closed at an instant; -Infinity where none is. */
export function findClosedUntil(closings: readonly FareDayClosing[], atMs: number): number {
  const closed = closings.filter(({ closesAtMs }) => closesAtMs <= atMs);
  return Math.max(-Infinity, ...closed.map(({ endsAtMs }) => endsAtMs));
}
