import { bearingAt, pointAt } from '../geo/index.js';
import type { Phase } from '../tracking/index.js';
import type { Duty, PlannedRun } from './duty.js';
import { MODE_TRAITS, type ModeTraits } from './modes.js';
import { RandomStream, mix } from './random.js';
import type { Road } from './road.js';
import type { TripRoad } from './trip-road.js';

/** What a vehicle is about, second by second. */
export const Activity = {
  /** At its base before its duty, tracker on. */
  WAKING: 0,
  /** Driving without passengers: from its base, back to it, or to a distant first stop. */
  DEADHEAD: 1,
  /** Driving the few hundred metres from the last stop of a trip to the first of the next. */
  TURNING: 2,
  /** Waiting at the first stop of its next trip. */
  LAYOVER: 3,
  MOVING: 4,
  AT_STOP: 5,
  BROKEN_DOWN: 6,
  /** Back at its base, tracker still on. */
  RETURNED: 7,
  OFF: 8,
} as const;
export type Activity = (typeof Activity)[keyof typeof Activity];

/**
 * A vehicle on duty. The simulation advances it in place, once a second: six hundred of them over a day are
 * fifty million steps, which immutable values would not survive. Nothing outside the simulation sees it.
 */
export class Vehicle {
  activity: Activity = Activity.WAKING;
  /** Index in the duty of the run under way or waited for; past the end when the duty is done. */
  runIndex = 0;
  /** The way of the run under way; undefined between runs. */
  trip: TripRoad | undefined = undefined;
  /** What it drives along; undefined where it stands at a place that is on none. */
  road: Road | undefined = undefined;
  alongMetres = 0;
  speed = 0;
  /** Where it will halt next, metres along the road. */
  haltMetres = 0;
  /** Index in the road's lights of the next one. */
  light = 0;
  /** Index in the pattern of the stop stood at or served next. */
  nextStop = 0;
  /** Passengers who will board at the next stop; -1 while not known. */
  boarding = -1;
  /** True while it goes past the next stop without halting. */
  passing = false;
  /** When the present activity ends, epoch seconds. */
  untilSeconds = 0;
  arrivalSeconds = 0;
  breakdownMetres = Infinity;
  load = 0;
  /** Speed as a multiple of the street's. */
  haste = 1;
  odometerMetres: number;
  standX: number;
  standY: number;
  bearing = 0;
  readonly random: RandomStream;
  readonly traits: ModeTraits;
  /** Whether today's driver keeps to the timetable. */
  readonly disciplined: boolean;
  /** The driver's own speed as a multiple of the street's. */
  readonly temper: number;

  constructor(readonly duty: Duty) {
    const { hash } = duty.vehicle;
    this.random = new RandomStream(mix(hash, Math.floor(duty.wakeSeconds)));
    this.traits = MODE_TRAITS[duty.mode];
    this.disciplined = this.random.next() < this.traits.discipline;
    this.temper = Math.exp(0.06 * this.random.normal());
    this.odometerMetres = firstOdometerMetres(hash);
    this.standX = duty.baseX;
    this.standY = duty.baseY;
    this.untilSeconds = duty.leaveSeconds;
  }

  /** The run under way or waited for; undefined when the duty is done. */
  get run(): PlannedRun | undefined {
    return this.duty.runs[this.runIndex];
  }
}

/** What its odometer showed when it was switched on. */
export function firstOdometerMetres(hash: number): number {
  return 20_000_000 + (hash % 480_000) * 1000;
}

/** Where the vehicle truly is, metres on the schedule's projection. */
export function placeOf(vehicle: Vehicle): { x: number; y: number } {
  if (vehicle.road === undefined) return { x: vehicle.standX, y: vehicle.standY };
  return pointAt(vehicle.road.line, vehicle.alongMetres);
}

/** Which way the vehicle truly faces, degrees. */
export function headingOf(vehicle: Vehicle): number {
  if (vehicle.road !== undefined && vehicle.speed > 0) {
    vehicle.bearing = bearingAt(vehicle.road.line, vehicle.alongMetres);
  }
  return vehicle.bearing;
}

/** What the vehicle is truly doing, in the terms of tracking. */
export function phaseOf(vehicle: Vehicle): Phase {
  switch (vehicle.activity) {
    case Activity.WAKING:
    case Activity.RETURNED:
    case Activity.OFF:
      return 'AT_BASE';
    case Activity.DEADHEAD:
      return 'DEADHEAD';
    case Activity.TURNING:
    case Activity.LAYOVER:
      return 'LAYOVER';
    case Activity.MOVING:
    case Activity.AT_STOP:
    case Activity.BROKEN_DOWN:
      return isOffShape(vehicle) ? 'OFF_ROUTE' : 'IN_PROGRESS';
  }
}

function isOffShape({ trip, alongMetres }: Vehicle): boolean {
  return trip !== undefined && alongMetres > trip.offFromMetres && alongMetres < trip.offToMetres;
}

/** Sets the vehicle at the beginning of a way that ends where the way ends. */
export function setOut(vehicle: Vehicle, road: Road): void {
  vehicle.trip = undefined;
  vehicle.road = road;
  vehicle.alongMetres = 0;
  vehicle.haltMetres = road.lengthMetres;
  vehicle.light = 0;
  vehicle.speed = 0;
}
