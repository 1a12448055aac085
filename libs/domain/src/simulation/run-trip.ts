import { pointAt } from '../geo/index.js';
import type { City } from './city.js';
import type { PlannedRun } from './duty.js';
import { departureOf } from './plan-day.js';
import { createRoad } from './road.js';
import { boardAtFirstStop, leaveStop } from './serve-stop.js';
import type { ServedStop } from './served-stop.js';
import type { TripRoad } from './trip-road.js';
import { Activity, type Vehicle, placeOf, setOut } from './vehicle.js';

/** How a vehicle gets from one run to the next: turning, waiting, leaving, giving up, going home. */
const SAME_PLACE_METRES = 40;
/** Further than this between two trips is a deadhead, nearer a part of the layover. */
const DEADHEAD_METRES = 400;

/** Sends the vehicle to its next run's first stop, or home when there is none. */
export function goOn(city: City, vehicle: Vehicle, atSeconds: number): void {
  const { run } = vehicle;
  if (run === undefined) {
    goHome(city, vehicle);
    return;
  }
  const from = placeOf(vehicle);
  const to = firstStopPlace(city, run);
  const metres = Math.hypot(to.x - from.x, to.y - from.y);
  vehicle.nextStop = run.fromStop;
  if (metres < SAME_PLACE_METRES) {
    wait(city, vehicle, run, atSeconds);
    return;
  }
  const way = city.networkOf(vehicle.duty.mode).way(from.x, from.y, to.x, to.y);
  setOut(vehicle, createRoad(city.cells, way, city.seed));
  vehicle.activity = metres < DEADHEAD_METRES ? Activity.TURNING : Activity.DEADHEAD;
}

/** The vehicle is at the first stop of its run and waits there. */
export function wait(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  vehicle.activity = Activity.LAYOVER;
  vehicle.speed = 0;
  vehicle.load = 0;
  const due = departureOf(city.schedule, run) + run.lateSeconds - run.earlySeconds;
  const ready = atSeconds + 30 + vehicle.random.exponential(30);
  const lag = vehicle.random.exponential(vehicle.disciplined ? 8 : 25);
  vehicle.untilSeconds = Math.max(due + (run.earlySeconds > 0 ? 0 : lag), ready);
}

/** The vehicle leaves the first stop of its run. */
export function depart(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): ServedStop {
  const trip = tripRoadOf(city, run, atSeconds);
  vehicle.trip = trip;
  vehicle.road = trip.road;
  vehicle.alongMetres = trip.stopMetres[run.fromStop]!;
  vehicle.light = 0;
  vehicle.speed = 0;
  vehicle.nextStop = run.fromStop;
  boardAtFirstStop(city, vehicle, run, atSeconds);
  const visit = leaveStop(city, vehicle, run, atSeconds);
  const from = trip.stopMetres[run.fromStop]!;
  const to = trip.stopMetres[run.toStop]!;
  vehicle.breakdownMetres = run.breakdown ? from + run.breakdown.at * (to - from) : Infinity;
  aimAtNextStop(vehicle, run);
  return visit;
}

/** Puts the vehicle on its way to the next stop that its way serves. */
export function aimAtNextStop(vehicle: Vehicle, run: PlannedRun): void {
  const { stopMetres } = vehicle.trip!;
  do vehicle.nextStop++;
  while (vehicle.nextStop < run.toStop && stopMetres[vehicle.nextStop]! < 0);
  vehicle.passing = false;
  vehicle.activity = Activity.MOVING;
  vehicle.haltMetres = Math.min(stopMetres[vehicle.nextStop]!, vehicle.breakdownMetres);
}

/** The run is over, or given up. */
export function finishRun(city: City, vehicle: Vehicle, atSeconds: number): void {
  const { x, y } = placeOf(vehicle);
  vehicle.standX = x;
  vehicle.standY = y;
  vehicle.trip = undefined;
  vehicle.road = undefined;
  vehicle.load = 0;
  vehicle.runIndex++;
  goOn(city, vehicle, atSeconds);
}

/** Round a closed street where one is closed now, unless that would leave out the run's own ends. */
function tripRoadOf(city: City, run: PlannedRun, atSeconds: number): TripRoad {
  const trip = city.detours.roadOf(run.pattern, atSeconds);
  const serves = trip.stopMetres[run.fromStop]! >= 0 && trip.stopMetres[run.toStop]! >= 0;
  return serves ? trip : city.detours.plainRoadOf(run.pattern);
}

function firstStopPlace(city: City, run: PlannedRun): { x: number; y: number } {
  const { line, stopMetres } = city.schedule.patterns[run.pattern]!;
  return pointAt(line, stopMetres[run.fromStop]!);
}

function goHome(city: City, vehicle: Vehicle): void {
  const { x, y } = placeOf(vehicle);
  const { baseX, baseY, mode } = vehicle.duty;
  setOut(vehicle, createRoad(city.cells, city.networkOf(mode).way(x, y, baseX, baseY), city.seed));
  vehicle.activity = Activity.DEADHEAD;
}
