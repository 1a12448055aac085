import type { City } from './city.js';
import { LONGEST_WAIT_SECONDS } from './demand.js';
import type { PlannedRun } from './duty.js';
import { scheduledDeparture } from './plan-day.js';
import { mix } from './random.js';
import type { ServedStop } from './served-stop.js';
import { Activity, type Vehicle } from './vehicle.js';

/** What happens at stops: who boards, how long it takes, whether the driver waits for the timetable. */
const LONGEST_DWELL_SECONDS = 90;
/** An early driver waits no longer than this at a timing point. */
const LONGEST_HOLD_SECONDS = 180;
const HOLD_WHEN_EARLY_SECONDS = 10;
/** Metres before a stop at which a driver sees whether anybody wants it. */
export const LOOK_METRES = 80;

/** Decides who boards at the next stop, and whether the vehicle may go past it. */
export function lookAtStop(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  const { demand, schedule } = city;
  const slot = demand.slotOf[run.pattern]![vehicle.nextStop]!;
  const since = atSeconds - demand.lastDeparture[slot]!;
  const waiting = Math.min(LONGEST_WAIT_SECONDS, since) * demand.arrivalRate[slot]! * crowd(city, atSeconds);
  vehicle.boarding = Math.min(
    vehicle.random.poisson(waiting),
    Math.max(0, vehicle.traits.capacity - vehicle.load),
  );
  if (vehicle.traits.stopsAlways || vehicle.boarding > 0 || vehicle.nextStop === run.toStop) return;
  const left = schedule.patterns[run.pattern]!.stops.length - vehicle.nextStop;
  vehicle.passing = vehicle.random.next() < Math.exp(-alightingMean(vehicle.load, left));
}

/** The vehicle has halted at its next stop: doors open, and it will leave at `untilSeconds`. */
export function halt(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  if (vehicle.boarding < 0) lookAtStop(city, vehicle, run, atSeconds);
  const left = city.schedule.patterns[run.pattern]!.stops.length - vehicle.nextStop;
  const { traits, random } = vehicle;
  const alighting = Math.min(vehicle.load, random.poisson(alightingMean(vehicle.load, left)));
  vehicle.load += vehicle.boarding - alighting;
  const passengers = vehicle.boarding * traits.boardingSeconds + alighting * traits.boardingSeconds * 0.5;
  const dwell = Math.min(LONGEST_DWELL_SECONDS, traits.doorSeconds + passengers + random.exponential(5));
  vehicle.activity = Activity.AT_STOP;
  vehicle.arrivalSeconds = atSeconds;
  vehicle.untilSeconds = holdUntil(city, vehicle, run, atSeconds + dwell);
}

/** Leaves the stop: the visit is complete, and the next vehicle's passengers begin to gather. */
export function leaveStop(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): ServedStop {
  const stopIndex = vehicle.nextStop;
  city.demand.lastDeparture[city.demand.slotOf[run.pattern]![stopIndex]!] = atSeconds;
  const late = atSeconds - scheduledDeparture(city.schedule, run, stopIndex);
  const pressure = keepsTime(vehicle, run) ? Math.min(0.15, Math.max(-0.12, late / 1200)) : 0.03;
  vehicle.haste = vehicle.temper * (1 + pressure);
  const boarded = stopIndex === run.fromStop ? vehicle.load : Math.max(0, vehicle.boarding);
  vehicle.boarding = -1;
  const visit = {
    vehicleId: vehicle.duty.vehicle.id,
    instance: run.instance,
    stopIndex,
    departureSeconds: atSeconds,
    boarded,
  };
  return stopIndex === run.fromStop ? visit : { ...visit, arrivalSeconds: vehicle.arrivalSeconds };
}

/** Boards whoever waited at the first stop during the layover. */
export function boardAtFirstStop(city: City, vehicle: Vehicle, run: PlannedRun, atSeconds: number): void {
  const slot = city.demand.slotOf[run.pattern]![run.fromStop]!;
  const since = Math.min(LONGEST_WAIT_SECONDS, atSeconds - city.demand.lastDeparture[slot]!);
  const waiting = since * city.demand.arrivalRate[slot]! * crowd(city, atSeconds) * 2;
  vehicle.load = Math.min(vehicle.traits.capacity, vehicle.random.poisson(waiting));
}

/** More passengers where more vehicles run, which is what those are for. */
function crowd(city: City, atSeconds: number): number {
  return 0.35 + 0.75 * city.hours.levelAt(atSeconds);
}

/** Mean number who leave a vehicle at a stop, when `left` stops with this one remain: trips of a third of the line. */
function alightingMean(load: number, left: number): number {
  return left <= 1 ? load : load * Math.min(1, 2.2 / (left + 1));
}

function holdUntil(city: City, vehicle: Vehicle, run: PlannedRun, readySeconds: number): number {
  if (!keepsTime(vehicle, run) || vehicle.nextStop === run.toStop) return readySeconds;
  if (!isTimingPoint(city, run, vehicle.nextStop)) return readySeconds;
  const due = scheduledDeparture(city.schedule, run, vehicle.nextStop);
  if (due - readySeconds < HOLD_WHEN_EARLY_SECONDS) return readySeconds;
  return Math.min(due, readySeconds + LONGEST_HOLD_SECONDS);
}

/** Whether the driver looks at the timetable on this run: one who left early does not. */
function keepsTime(vehicle: Vehicle, run: PlannedRun): boolean {
  return vehicle.disciplined && run.earlySeconds === 0;
}

/** Of the stops whose times GTFS calls exact (in many feeds all of them) half are kept as timing points. */
function isTimingPoint(city: City, run: PlannedRun, stop: number): boolean {
  const { schedule, seed } = city;
  const row = schedule.trips.firstStopTime[run.instance.trip]! + stop;
  if (schedule.stopTimes.timepoint[row] !== 1) return false;
  return (mix(seed, schedule.patterns[run.pattern]!.stops[stop]!) & 1) === 0;
}
