/**
 * Whether an expected time says something new beside the one that was told: more than a rider would forgive. Small
 * changes are kept back, so that boards do not wobble and readers are not sent the same twice.
 */
const NEAR_SECONDS = 6;
const SHARE_OF_HORIZON = 0.02;

/** Epoch seconds: the time that was told, the one expected now, and now. */
export function hasMoved(told: number, expected: number, now: number): boolean {
  return Math.abs(told - expected) > NEAR_SECONDS + SHARE_OF_HORIZON * Math.max(0, expected - now);
}
