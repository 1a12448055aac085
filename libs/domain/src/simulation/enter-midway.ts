import { pointAt } from '../geo/index.js';
import type { City } from './city.js';
import type { PlannedRun } from './duty.js';
import { departureOf, scheduledDeparture } from './plan-day.js';
import { aimAtNextStop, wait } from './run-trip.js';
import { Activity, type Vehicle } from './vehicle.js';

/**
 * Puts a vehicle whose duty began before the simulation where its timetable has it: waiting for a trip, or on one
 * between two stops. The hours lived through unseen then make it late or early. False where the duty is over.
 */
export function enterMidway(city: City, vehicle: Vehicle, atSeconds: number): boolean {
  const { runs } = vehicle.duty;
  while (
    vehicle.run !== undefined &&
    scheduledDeparture(city.schedule, vehicle.run, vehicle.run.toStop) <= atSeconds
  ) {
    vehicle.runIndex++;
  }
  const run = runs[vehicle.runIndex];
  if (run === undefined) return false;
  const { line, stopMetres } = city.schedule.patterns[run.pattern]!;
  const first = pointAt(line, stopMetres[run.fromStop]!);
  vehicle.standX = first.x;
  vehicle.standY = first.y;
  vehicle.nextStop = run.fromStop;
  if (departureOf(city.schedule, run) >= atSeconds) wait(city, vehicle, run, atSeconds);
  else driveOn(city, vehicle, run, atSeconds);
  return true;
}

function driveOn(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  const trip = city.detours.plainRoadOf(run.pattern);
  vehicle.trip = trip;
  vehicle.road = trip.road;
  vehicle.activity = Activity.MOVING;
  while (scheduledDeparture(city.schedule, run, vehicle.nextStop + 1) <= atSeconds) vehicle.nextStop++;
  const left = scheduledDeparture(city.schedule, run, vehicle.nextStop);
  const due = scheduledDeparture(city.schedule, run, vehicle.nextStop + 1);
  const from = trip.stopMetres[vehicle.nextStop]!;
  const to = trip.stopMetres[vehicle.nextStop + 1]!;
  vehicle.alongMetres = from + (to - from) * Math.max(0, (atSeconds - left) / (due - left));
  aimAtNextStop(vehicle, run);
}
