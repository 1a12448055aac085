/** How long a vehicle has been off its line, or moving about on no trip. */
import { haversineMetres } from '../geo/index.js';
import { type WatchedVehicle, fixAt } from './watched-vehicle.js';

/** It has come so far from where it was first met without a trip. */
const ASTRAY_METRES = 500;
/** Standing for so long, it is no longer moving about. */
const ASTRAY_SPEED = 1;

export function noteOffRoute(vehicle: WatchedVehicle, offRouteMetres: number): void {
  const { phase, offsetMetres } = vehicle.assignment!;
  const isOff = phase === 'OFF_ROUTE' || (phase === 'IN_PROGRESS' && offsetMetres > offRouteMetres);
  if (!isOff) {
    vehicle.offRouteFixes = 0;
    return;
  }
  if (vehicle.offRouteFixes === 0) vehicle.offRouteSince = fixAt(vehicle);
  vehicle.offRouteFixes++;
}

/** A vehicle that moves and that no trip is found for, though trips run: neither one at its base nor one at night. */
export function noteAstray(vehicle: WatchedVehicle): void {
  const { position, phase, reason } = vehicle.update;
  const mayBe =
    !vehicle.assignment && phase !== 'AT_BASE' && (reason === 'no_trip_near' || reason === 'ambiguous');
  if (!mayBe) {
    vehicle.astraySince = 0;
    vehicle.astrayFrom = undefined;
    return;
  }
  vehicle.astrayFrom ??= position;
  const isMoving = (position.speedMetresPerSecond ?? ASTRAY_SPEED) >= ASTRAY_SPEED;
  const isFar = haversineMetres(vehicle.astrayFrom, position) >= ASTRAY_METRES;
  if (vehicle.astraySince === 0 && isMoving && isFar) vehicle.astraySince = position.atSeconds;
}
