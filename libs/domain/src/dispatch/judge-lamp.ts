/**
 * Whether what is shown is fresh, by the rule of Skate: an outage is where of at least twenty vehicles that should be
 * heard of at least a fifth were not for 150 s. A vehicle at its base is never counted.
 */
import { type DataLamp, NEVER_HEARD_SECONDS } from './live-view.js';
import { type WatchedVehicle, fixAt, isInService } from './watched-vehicle.js';

const FRESH_SECONDS = 30;
const OLD_SECONDS = 150;
const FEWEST_CONSIDERED = 20;
const OLD_SHARE = 0.2;
/** Less than this share fresh, or tracking so far behind, is degraded. */
const FRESH_SHARE = 0.8;
const LAG_SECONDS = 15;
const OUTAGE_LAG_SECONDS = 60;
/** A vehicle silent for longer is gone, not late. */
const FORGOTTEN_SECONDS = 3600;

/** `heardAt` is when the newest word of tracking came, epoch seconds; `isServiceDue` whether the timetable has anything out. */
export function judgeLamp(
  vehicles: Iterable<WatchedVehicle>,
  heardAt: number,
  isServiceDue: boolean,
  now: number,
): DataLamp {
  let expectedVehicles = 0;
  let freshVehicles = 0;
  let oldVehicles = 0;
  for (const vehicle of vehicles) {
    const age = now - fixAt(vehicle);
    if (!isInService(vehicle) || age > FORGOTTEN_SECONDS) continue;
    expectedVehicles++;
    if (age <= FRESH_SECONDS) freshVehicles++;
    if (age > OLD_SECONDS) oldVehicles++;
  }
  const lagSeconds = Math.max(0, Math.min(NEVER_HEARD_SECONDS, Math.round(now - heardAt)));
  const isExpected = isServiceDue || expectedVehicles > 0;
  const counts = { expectedVehicles, freshVehicles, lagSeconds };
  const isOutage = expectedVehicles >= FEWEST_CONSIDERED && oldVehicles >= OLD_SHARE * expectedVehicles;
  const isSilent = isExpected && lagSeconds > OUTAGE_LAG_SECONDS;
  if (isOutage || isSilent) return { level: 'outage', ...counts };
  const isGood =
    freshVehicles >= FRESH_SHARE * expectedVehicles && (!isExpected || lagSeconds <= LAG_SECONDS);
  return { level: isGood ? 'good' : 'degraded', ...counts };
}
