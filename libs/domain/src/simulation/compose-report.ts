import { unproject } from '../geo/index.js';
import type { StopStatus, VehicleReport } from '../vehicle/index.js';
import type { City } from './city.js';
import { readOnBoard } from './read-on-board.js';
import type { ReportTruth } from './simulated-report.js';
import type { Simulation } from './simulation.js';
import type { Fix } from './take-fix.js';
import type { Tracker } from './tracker.js';
import { shapeMetresAt } from './trip-road.js';
import { Activity, type Vehicle, headingOf, phaseOf } from './vehicle.js';

/** Metres before a stop from which a vehicle says that it is coming in. */
const INCOMING_METRES = 100;

type Draft = { -readonly [K in keyof VehicleReport]: VehicleReport[K] };

/** Puts a report together from what the tracker measured and believes. */
export function composeReport(
  simulation: Simulation,
  tracker: Tracker,
  fix: Fix,
  timestampSeconds: number,
): VehicleReport {
  const { city } = simulation;
  const { vehicle, hint } = tracker;
  const { id, label, licensePlate, wheelchairAccessible } = vehicle.duty.vehicle;
  const report: Draft = {
    vehicleId: id,
    timestampSeconds,
    lat: fix.lat,
    lon: fix.lon,
    bearing: Math.round(headingOf(vehicle)) % 360,
    speedMetresPerSecond: speedOf(tracker, city),
    odometerMetres: Math.round(vehicle.odometerMetres),
    label,
    licensePlate,
    wheelchairAccessible,
  };
  if (hint.routeId !== undefined) report.routeId = hint.routeId;
  if (hint.directionId !== undefined) report.directionId = hint.directionId;
  if (hint.tripId !== undefined) {
    report.tripId = hint.tripId;
    report.startDate = hint.startDate!;
    report.startTime = hint.startTime!;
    if (tracker.hintKey === vehicle.runIndex && !tracker.has('wrong_trip_id')) addStop(city, vehicle, report);
  }
  Object.assign(report, readOnBoard(vehicle, timestampSeconds));
  if (tracker.counts && vehicle.trip !== undefined) report.occupancyStatus = occupancy(vehicle);
  return report;
}

/** The truth behind a report made now. */
export function truthOf(
  city: City,
  vehicle: Vehicle,
  place: Place,
  atSeconds: number,
  faults: number,
): ReportTruth {
  const { lat, lon } = unproject(city.schedule.projection, place.x, place.y);
  const phase = phaseOf(vehicle);
  const { run, trip } = vehicle;
  if (run === undefined || phase === 'DEADHEAD' || phase === 'AT_BASE') {
    return { phase, lat, lon, atSeconds, faults };
  }
  const shapeMetres =
    trip === undefined
      ? city.schedule.patterns[run.pattern]!.stopMetres[run.fromStop]!
      : shapeMetresAt(trip, vehicle.alongMetres);
  return { instance: run.instance, phase, shapeMetres, lat, lon, atSeconds, faults };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function speedOf(tracker: Tracker, city: City): number {
  const { speed } = tracker.vehicle;
  const wobble = speed > 0 && city.rates.gps_noise !== 0 ? 0.25 * tracker.random.normal() : 0;
  const measured = Math.max(0, speed + wobble);
  return tracker.has('speed_steps') ? Math.round(measured * 3.6) / 3.6 : Math.round(measured * 100) / 100;
}

/** The stop a vehicle on its trip serves next, or stands at. */
function addStop(city: City, vehicle: Vehicle, report: Draft): void {
  const { run, trip, nextStop } = vehicle;
  if (run === undefined) return;
  const { schedule } = city;
  const row = schedule.trips.firstStopTime[run.instance.trip]! + nextStop;
  report.stopSequence = schedule.stopTimes.stopSequence[row]!;
  report.stopId = schedule.stops.ids[schedule.patterns[run.pattern]!.stops[nextStop]!]!;
  report.stopStatus = stopStatus(vehicle, trip === undefined ? Infinity : trip.stopMetres[nextStop]!);
}

function stopStatus(vehicle: Vehicle, stopMetres: number): StopStatus {
  if (vehicle.activity === Activity.AT_STOP || vehicle.activity === Activity.LAYOVER) return 'STOPPED_AT';
  return stopMetres - vehicle.alongMetres < INCOMING_METRES ? 'INCOMING_AT' : 'IN_TRANSIT_TO';
}

/** GTFS-realtime OccupancyStatus of a load: thresholds 5, 25, 45, 75 and 95 % of the capacity. */
function occupancy({ load, traits }: Vehicle): number {
  const share = load / traits.capacity;
  if (share < 0.05) return 0;
  if (share < 0.25) return 1;
  if (share < 0.45) return 2;
  if (share < 0.75) return 3;
  return share < 0.95 ? 4 : 5;
}
