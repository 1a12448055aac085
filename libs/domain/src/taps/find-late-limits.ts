import type { LateLimits } from './judge-tap.js';

/** When a fare day begins, closes, and is forgotten. */
export interface FareDayRules {
  readonly timeZone: string;
  /** Local time at which a fare day begins, minutes after midnight. */
  readonly startMinutes: number;
  /** How long after its end a fare day waits for taps. */
  readonly closesAfterMinutes: number;
  /** How many days after a tap it may still be charged. */
  readonly lateDays: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The limits that hold at an instant. Fare days are local: two in a year have 23 and 25 hours. */
export function findLateLimits(nowMs: number, rules: FareDayRules): LateLimits {
  const { timeZone, startMinutes, closesAfterMinutes, lateDays } = rules;
  // A fare day is open while it lasts and until it closes: the earliest such is the one of that long ago.
  const then = Temporal.Instant.fromEpochMilliseconds(nowMs - closesAfterMinutes * MINUTE_MS);
  const plainTime = Temporal.PlainTime.from({
    hour: Math.floor(startMinutes / 60),
    minute: startMinutes % 60,
  });
  const local = then.toZonedDateTimeISO(timeZone);
  const today = local.toPlainDate();
  const start = today.toZonedDateTime({ timeZone, plainTime });
  const isBefore = Temporal.ZonedDateTime.compare(local, start) < 0;
  const open = isBefore ? today.subtract({ days: 1 }).toZonedDateTime({ timeZone, plainTime }) : start;
  return { openFromMs: open.epochMilliseconds, chargedFromMs: nowMs - lateDays * DAY_MS };
}
