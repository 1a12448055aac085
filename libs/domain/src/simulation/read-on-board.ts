/**
 * What a vehicle's own computer knows besides where it is: what is left in the tank, and who signed in. It is worked out
 * from the vehicle, its duty and the way it went, and takes nothing from the streams of chance: a day with it is, to the
 * metre, the day without. As in a real fleet not everybody has it.
 */
import type { VehicleReport } from '../vehicle/index.js';
import { mix, unit } from './random.js';
import { type Vehicle, firstOdometerMetres } from './vehicle.js';

/** A tank of 250 l at 35 l for 100 km. */
const METRES_A_TANK = 710_000;
/** Filled overnight, never quite alike. */
const LEAST_FULL_PERCENT = 75;
/** Ukrainian labour law has shifts of eight hours; longer duties have a relief. */
const SHIFT_SECONDS = 8 * 3600;
const SIGNED_IN_SHARE = 0.8;

export function readOnBoard(
  { duty, odometerMetres }: Vehicle,
  atSeconds: number,
): Pick<VehicleReport, 'chargePercent' | 'driverId'> {
  const { hash, mode } = duty.vehicle;
  const driven = odometerMetres - firstOdometerMetres(hash);
  const filled = LEAST_FULL_PERCENT + unit(mix(hash, 301)) * (100 - LEAST_FULL_PERCENT);
  const left = Math.max(3, Math.round(filled - (100 * driven) / METRES_A_TANK));
  const shift = Math.max(0, Math.floor((atSeconds - duty.leaveSeconds) / SHIFT_SECONDS));
  const hasSignIn = unit(mix(hash, 302)) < SIGNED_IN_SHARE;
  const driver = mix(mix(hash, Math.floor(duty.leaveSeconds)), shift) % 9000;
  return {
    // Trams and trolleybuses live by the wire.
    ...(mode === 'bus' ? { chargePercent: left } : {}),
    ...(hasSignIn ? { driverId: String(20_000 + driver) } : {}),
  };
}
