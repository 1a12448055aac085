import type { City } from './city.js';
import { composeReport, truthOf } from './compose-report.js';
import { deliverReport } from './deliver-report.js';
import { hintTrip } from './hint-trip.js';
import { FAULT_BITS } from './pathologies.js';
import type { Simulation } from './simulation.js';
import { type Fix, takeFix } from './take-fix.js';
import { count } from './tally.js';
import { ownClockSeconds } from './tracker-clock.js';
import type { Tracker } from './tracker.js';
import { Activity, placeOf } from './vehicle.js';

/** Seconds between reports of a parked vehicle, and of a slow tracker. */
const SELDOM_SECONDS = 60;

const fix: Fix = { lat: 0, lon: 0, faults: 0, found: false };

/** Makes and sends the vehicle's report if one is due in this second. */
export function reportVehicle(
  simulation: Simulation,
  tracker: Tracker,
  lagSeconds: number,
  atSeconds: number,
): void {
  const { vehicle } = tracker;
  const seldom = tracker.has('slow_reporter') || isParked(tracker);
  const interval = seldom ? Math.max(SELDOM_SECONDS, simulation.intervalSeconds) : simulation.intervalSeconds;
  if ((atSeconds + tracker.hash) % interval !== 0) return;
  const { city } = simulation;
  const place = placeOf(vehicle);
  takeFix(simulation, tracker, place.x, place.y, atSeconds, fix);
  if (!fix.found) return;
  const drift = ownClockSeconds(tracker, atSeconds);
  const faults =
    fix.faults | traitFaults(city, tracker, lagSeconds) | hintTrip(city.schedule, tracker, simulation.hints);
  const report = composeReport(simulation, tracker, fix, atSeconds - lagSeconds + drift);
  deliverReport(simulation, tracker, report, truthOf(city, vehicle, place, atSeconds, faults));
}

function isParked({ vehicle: { activity } }: Tracker): boolean {
  return activity === Activity.WAKING || activity === Activity.RETURNED;
}

/** Marks the faults that the tracker has for good, and the fleet's lag. */
function traitFaults({ tallies }: City, tracker: Tracker, lagSeconds: number): number {
  let faults = 0;
  if (count(tallies.fleet_clock_lag, lagSeconds > 0)) faults |= FAULT_BITS.fleet_clock_lag;
  for (const trait of ['clock_drift', 'slow_reporter', 'speed_steps'] as const) {
    if (tracker.has(trait)) faults |= FAULT_BITS[trait];
  }
  return faults;
}
