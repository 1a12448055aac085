/**
 * Which hours are scored now. An hour is scored soon after its end, so that figures are fresh, and once more when
 * what came late is there: a sample is written when its vehicle is heard of again, an arrival when it is seen.
 * Hours that were missed while the archive was away are made up for, the latest first.
 */
const HOUR_MS = 3_600_000;
const FIRST_AFTER_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 90 * 60_000;
const MISSED_HOURS = 48;
const MOST_HOURS = 6;

/** From when on hours are looked at, epoch milliseconds. */
export function firstHour(nowMs: number): number {
  return Math.floor(nowMs / HOUR_MS) * HOUR_MS - MISSED_HOURS * HOUR_MS;
}

/** Starts of the hours that are due, the latest first. `scored` is when each was scored, by its start. */
export function chooseHours(nowMs: number, scored: ReadonlyMap<number, number>): readonly number[] {
  const due: number[] = [];
  for (
    let hour = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOUR_MS;
    hour >= firstHour(nowMs);
    hour -= HOUR_MS
  ) {
    const end = hour + HOUR_MS;
    const scoredAt = scored.get(hour) ?? -Infinity;
    const isFirst = scoredAt === -Infinity && nowMs >= end + FIRST_AFTER_MS;
    const isAgain = scoredAt < end + AGAIN_AFTER_MS && nowMs >= end + AGAIN_AFTER_MS;
    if (isFirst || isAgain) due.push(hour);
    if (due.length === MOST_HOURS) break;
  }
  return due;
}
