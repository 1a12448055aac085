import type { FleetClock } from './fleet-clock.js';
import type { JudgingLimits } from './judging-limits.js';
import type { VehicleClock } from './vehicle-clock.js';

/**
 * Seconds to add to a vehicle's timestamp to have our time, as far as its clock is known: the fleet's lag, or
 * its own where it clearly differs. Small lags are how long messages take and are left alone, or every healthy
 * clock would be "corrected" by the latency of the network. A clock that is ahead has no such excuse.
 */
export function clockCorrectionSeconds(
  fleet: FleetClock,
  clock: VehicleClock | undefined,
  limits: JudgingLimits,
): number {
  const shared = discountLatency(fleet.lagSeconds ?? 0, limits.latencySeconds);
  const own = clock?.lagSeconds;
  if (own === undefined) return shared;
  if (own < 0) return own;
  return shared + discountLatency(own - shared, limits.latencySeconds);
}

/** Nothing up to the latency, all from twice the latency on, and between them a ramp, so that times never jump. */
function discountLatency(lagSeconds: number, latencySeconds: number): number {
  const over = (Math.abs(lagSeconds) - latencySeconds) / latencySeconds;
  return lagSeconds * Math.min(1, Math.max(0, over));
}
