import { type FareDayRules, findFareDate, findFareDayStart } from './fare-day.js';
import type { LateLimits } from './judge-tap.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The limits that hold at an instant by the clock alone, whether or not days were closed before their wait was over. */
export function findLateLimits(nowMs: number, rules: FareDayRules): LateLimits {
  const { closesAfterMinutes, lateDays } = rules;
  // A fare day is open while it lasts and until it closes: the earliest such is the one of that long ago.
  const open = findFareDate(nowMs - closesAfterMinutes * MINUTE_MS, rules);
  return { openFromMs: findFareDayStart(open, rules), chargedFromMs: nowMs - lateDays * DAY_MS };
}
