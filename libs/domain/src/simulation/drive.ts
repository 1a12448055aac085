import { sampleAt } from './road.js';
import type { TrafficField } from './traffic-field.js';
import { isRed } from './traffic-lights.js';
import type { Vehicle } from './vehicle.js';

/** Harder than passengers like, but possible: beyond it a driver goes through a light that turned red. */
const HARDEST_BRAKING = 2.5;
/** Drivers look this far ahead for red lights. */
const SIGHT_METRES = 150;

/**
 * Drives one second, up to `atSeconds`: towards the speed that traffic, the bend, the light and the halt ahead
 * allow, no faster than the vehicle accelerates and brakes. Returns when the halt was reached, epoch seconds, or
 * -1. A vehicle halts exactly at its halt and never goes back.
 */
export function drive(vehicle: Vehicle, traffic: TrafficField, atSeconds: number): number {
  const road = vehicle.road!;
  const { traits, speed, alongMetres } = vehicle;
  const sample = sampleAt(road, alongMetres);
  const street = traffic.speedAt(road.cells[sample]!, atSeconds) * vehicle.haste;
  const allowed = Math.min(street, road.bendSpeed[sample]!, traits.maxSpeedMetresPerSecond);
  const redMetres = redLightAhead(vehicle, atSeconds);
  const left = Math.min(vehicle.haltMetres, redMetres) - alongMetres;
  const wanted = Math.min(allowed, Math.sqrt(2 * traits.braking * Math.max(0, left)));
  const next =
    wanted > speed
      ? Math.min(wanted, speed + traits.acceleration)
      : Math.max(wanted, speed - HARDEST_BRAKING);
  const advance = (speed + next) / 2;
  if (advance < left) {
    vehicle.speed = next;
    vehicle.alongMetres = alongMetres + advance;
    vehicle.odometerMetres += advance;
    return -1;
  }
  const metres = Math.max(0, left);
  vehicle.speed = 0;
  vehicle.alongMetres = alongMetres + metres;
  vehicle.odometerMetres += metres;
  if (redMetres < vehicle.haltMetres) return -1;
  return atSeconds - 1 + (advance > 0 ? metres / advance : 0);
}

/** Metres along the road of a red light that the vehicle can still stop at; Infinity where there is none. */
function redLightAhead(vehicle: Vehicle, atSeconds: number): number {
  const road = vehicle.road!;
  const { lightMetres, lights } = road;
  while (vehicle.light < lights.length && lightMetres[vehicle.light]! < vehicle.alongMetres) vehicle.light++;
  if (vehicle.light >= lights.length) return Infinity;
  const metres = lightMetres[vehicle.light]!;
  const left = metres - vehicle.alongMetres;
  if (left > SIGHT_METRES || vehicle.speed * vehicle.speed > 2 * HARDEST_BRAKING * left + 0.01) {
    return Infinity;
  }
  return isRed(lights[vehicle.light]!, atSeconds) ? metres : Infinity;
}
