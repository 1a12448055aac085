import type { City } from './city.js';
import { inSpell, slotAt } from './episodes.js';
import { cityRate } from './pathologies.js';
import { mix } from './random.js';
import type { Tracker } from './tracker.js';

/** What trackers' clocks say, and how far they are off. */
const LAG_SLOT_SECONDS = 7200;
const FALLING_BEHIND_SECONDS = 1800;
const CATCHING_UP_SECONDS = 900;
/** As seen in Lviv on 2026-07-31. */
export const LARGEST_LAG_SECONDS = 544;
/** Seconds a drifting clock loses or gains a day. */
const DRIFT_SECONDS_A_DAY = 8;

/**
 * Seconds that the whole fleet's clocks are behind at an instant. In a spell of two hours they slow down, stay
 * behind, and catch up, so that no timestamp runs backwards.
 */
export function fleetLagSeconds(city: City, atSeconds: number): number {
  const owner = mix(city.seed, 41);
  if (!inSpell(owner, atSeconds, LAG_SLOT_SECONDS, cityRate(city.rates, 'fleet_clock_lag'))) return 0;
  const slot = slotAt(owner, atSeconds, LAG_SLOT_SECONDS);
  const since = atSeconds + (owner % LAG_SLOT_SECONDS) - slot * LAG_SLOT_SECONDS;
  const left = LAG_SLOT_SECONDS - since;
  return Math.round(
    LARGEST_LAG_SECONDS * Math.min(1, since / FALLING_BEHIND_SECONDS, left / CATCHING_UP_SECONDS),
  );
}

/** Seconds that a vehicle's own clock is ahead (negative: behind) because it drifts; 0 for a good clock. */
export function ownClockSeconds(tracker: Tracker, atSeconds: number): number {
  if (!tracker.has('clock_drift')) return 0;
  const offset = tracker.vehicle.duty.vehicle.clockOffsetSeconds;
  const drift = (DRIFT_SECONDS_A_DAY * (atSeconds % 86_400)) / 86_400;
  return Math.round(offset + (offset < 0 ? -drift : drift));
}
