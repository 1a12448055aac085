import type { City } from './city.js';
import { drive } from './drive.js';
import type { PlannedRun } from './duty.js';
import { BASE_SECONDS } from './plan-day.js';
import { aimAtNextStop, depart, finishRun, goOn, wait } from './run-trip.js';
import { LOOK_METRES, halt, leaveStop, lookAtStop } from './serve-stop.js';
import type { ServedStop } from './served-stop.js';
import { Activity, type Vehicle, placeOf } from './vehicle.js';

/** Seconds from the last stop's arrival until everybody is off and the vehicle goes on. */
const EMPTYING_SECONDS = 20;

/** Lives one second of a vehicle's day, up to `atSeconds`. Completed stop visits are added to `visits`. */
export function advanceVehicle(city: City, vehicle: Vehicle, atSeconds: number, visits: ServedStop[]): void {
  switch (vehicle.activity) {
    case Activity.WAKING:
      if (atSeconds >= vehicle.untilSeconds) goOn(city, vehicle, atSeconds);
      return;
    case Activity.DEADHEAD:
    case Activity.TURNING:
      driveToPlace(city, vehicle, atSeconds);
      return;
    case Activity.LAYOVER:
      if (atSeconds >= vehicle.untilSeconds) visits.push(depart(city, vehicle, vehicle.run!, atSeconds));
      return;
    case Activity.MOVING:
      driveTrip(city, vehicle, vehicle.run!, atSeconds, visits);
      return;
    case Activity.AT_STOP:
      if (atSeconds >= vehicle.untilSeconds) leave(city, vehicle, vehicle.run!, atSeconds, visits);
      return;
    case Activity.BROKEN_DOWN:
      if (atSeconds >= vehicle.untilSeconds) afterBreakdown(city, vehicle, vehicle.run!, atSeconds);
      return;
    case Activity.RETURNED:
      if (atSeconds >= vehicle.untilSeconds) vehicle.activity = Activity.OFF;
      return;
    case Activity.OFF:
  }
}

function driveToPlace(city: City, vehicle: Vehicle, atSeconds: number): void {
  vehicle.haste = vehicle.temper;
  if (drive(vehicle, city.traffic, atSeconds) < 0) return;
  const { x, y } = placeOf(vehicle);
  vehicle.standX = x;
  vehicle.standY = y;
  vehicle.road = undefined;
  if (vehicle.run !== undefined) {
    wait(city, vehicle, vehicle.run, atSeconds);
    return;
  }
  vehicle.activity = Activity.RETURNED;
  vehicle.untilSeconds = atSeconds + BASE_SECONDS;
}

function driveTrip(
  city: City,
  vehicle: Vehicle,
  run: PlannedRun,
  atSeconds: number,
  visits: ServedStop[],
): void {
  const stopMetres = vehicle.trip!.stopMetres[vehicle.nextStop]!;
  if (vehicle.boarding < 0 && stopMetres - vehicle.alongMetres < LOOK_METRES) {
    lookAtStop(city, vehicle, run, atSeconds);
    if (vehicle.passing) vehicle.haltMetres = Math.min(metresAfter(vehicle, run), vehicle.breakdownMetres);
  }
  const reached = drive(vehicle, city.traffic, atSeconds);
  if (reached >= 0 && vehicle.alongMetres === vehicle.breakdownMetres) {
    breakDown(vehicle, run, atSeconds);
    return;
  }
  if (vehicle.passing) {
    if (vehicle.alongMetres >= stopMetres) pass(city, vehicle, run, atSeconds, visits);
  } else if (reached >= 0) {
    halt(city, vehicle, run, reached);
    if (vehicle.nextStop === run.toStop) {
      visits.push(lastVisit(vehicle, run));
      vehicle.untilSeconds = reached + EMPTYING_SECONDS;
    }
  }
}

function leave(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number, visits: ServedStop[]): void {
  if (vehicle.nextStop === run.toStop) {
    finishRun(city, vehicle, atSeconds);
    return;
  }
  visits.push(leaveStop(city, vehicle, run, vehicle.untilSeconds));
  aimAtNextStop(vehicle, run);
}

/** Goes past a stop without halting; it arrives and leaves at once. */
function pass(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number, visits: ServedStop[]): void {
  vehicle.arrivalSeconds = atSeconds;
  const { speed } = vehicle;
  visits.push(leaveStop(city, vehicle, run, atSeconds));
  aimAtNextStop(vehicle, run);
  vehicle.speed = speed;
}

function breakDown(vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  vehicle.activity = Activity.BROKEN_DOWN;
  vehicle.untilSeconds = atSeconds + (run.breakdown?.standSeconds ?? 0);
}

function afterBreakdown(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  if (run.breakdown?.recovers === false) {
    finishRun(city, vehicle, atSeconds);
    return;
  }
  vehicle.breakdownMetres = Infinity;
  vehicle.activity = Activity.MOVING;
  vehicle.haltMetres = vehicle.passing
    ? metresAfter(vehicle, run)
    : vehicle.trip!.stopMetres[vehicle.nextStop]!;
}

/** Metres along the road of the stop after the next one that the way serves. */
function metresAfter(vehicle: Vehicle, run: PlannedRun): number {
  const { stopMetres } = vehicle.trip!;
  let stop = vehicle.nextStop + 1;
  while (stop < run.toStop && stopMetres[stop]! < 0) stop++;
  return stopMetres[stop]!;
}

function lastVisit(vehicle: Vehicle, run: PlannedRun): ServedStop {
  return {
    vehicleId: vehicle.duty.vehicle.id,
    instance: run.instance,
    stopIndex: vehicle.nextStop,
    arrivalSeconds: vehicle.arrivalSeconds,
    boarded: 0,
  };
}
