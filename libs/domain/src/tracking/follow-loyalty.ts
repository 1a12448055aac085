import type { Verdict } from './choose-trip.js';
import { type Fix, isOnTrip } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { VehicleState } from './vehicle-state.js';

/**
 * How surely a vehicle is tied to the run it is on, 0 to 1. Follows the confidence slowly while the run, or being on none,
 * stays the same; a new run begins from nothing, and as long as nothing of it was driven nothing ties the vehicle to it. A
 * run that comes to its end leaves the vehicle on none as surely as it was followed.
 */
export function nextLoyalty(
  p: TrackingParameters,
  before: VehicleState,
  verdict: Verdict,
  done: boolean,
  fix: Fix,
): number {
  const same = verdict.chosen?.trip.run === before.trip?.run || (done && !verdict.chosen);
  const since = same ? before.loyalty : 0;
  const isBegun = !verdict.chosen || verdict.chosen.trip.position > 0 || isOnTrip(verdict.chosen);
  return since + ((isBegun ? verdict.confidence : 0) - since) * Math.min(1, fix.elapsed / p.loyaltySeconds);
}

/**
 * How surely a vehicle has driven empty of late, 0 to 1, whichever trip it may have been on the way to: past many first stops
 * it comes by chance. At the end of a run it is empty as surely as that was followed.
 */
export function nextEmptiness(
  p: TrackingParameters,
  before: VehicleState,
  { chosen, emptyShare }: Verdict,
  done: boolean,
  fix: Fix,
): number {
  const since = done && !chosen ? Math.max(before.emptiness, before.loyalty) : before.emptiness;
  return since + (emptyShare - since) * Math.min(1, fix.elapsed / p.loyaltySeconds);
}
