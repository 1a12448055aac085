import type { DeviceNow, ValidatorState } from './validator-state.js';

/**
 * When to try again after a failure: anywhere up to a bound that doubles each time (full jitter), never sooner than the
 * back office asked for. When the power comes back to a city, a thousand validators must not knock at once, so the
 * time asked for is spread as well.
 */
export function retryLater(
  state: ValidatorState,
  now: DeviceNow,
  { retryAfterSeconds = 0, boundMs = state.config.longestWaitMs } = {},
): ValidatorState {
  const chance = nextChance(state.chance);
  const share = chance / 2 ** 32;
  const bound = Math.min(boundMs, SHORTEST_WAIT_MS * 2 ** Math.min(state.failures, 20));
  const asked = Math.min(Math.max(0, retryAfterSeconds), LONGEST_ASKED_SECONDS) * 1000;
  return {
    ...state,
    inFlight: undefined,
    chance,
    failures: state.failures + 1,
    retryAtUptimeMs: Math.round(now.uptimeMs + asked + share * Math.max(bound, asked / 2)),
  };
}

const SHORTEST_WAIT_MS = 500;
/** Whoever asks for longer is mistaken. */
const LONGEST_ASKED_SECONDS = 3600;

/** The next of a sequence of 32-bit numbers (mulberry32). */
function nextChance(before: number): number {
  let t = (before + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}
