import {
  type Assignment,
  type RunTrip,
  type StopVisit,
  type Timetable,
  instanceOf,
} from '../tracking/index.js';
import { type TripStart, nextTripStart, predictStops } from './predict-trip.js';
import type { SectionTimes } from './section-times.js';
import type { StopPrediction, TripPrediction } from './trip-prediction.js';

/** How far ahead trips are predicted, and how many of a run. */
const HORIZON_SECONDS = 5400;
const TRIPS_AHEAD = 3;
/** Speed of a vehicle on the way to its first stop, metres of straight line a second. */
const DEADHEAD_SPEED = 5;

/** What prediction reads of a vehicle. */
export interface VehicleProgress {
  readonly vehicleId: string;
  readonly trip: RunTrip;
  readonly assignment: Assignment;
  /** When the position was measured, epoch seconds. */
  readonly at: number;
  /** When the next stop was reached, while standing at it. */
  readonly arrivedAt: number | undefined;
  /** Stops of this trip that were seen passed, rising. */
  readonly visits: readonly StopVisit[];
}

/** The trip under way and the next ones of the run, as far as the horizon. */
export function predictVehicle(
  timetable: Timetable,
  sections: SectionTimes,
  vehicle: VehicleProgress,
): TripPrediction[] {
  const predictions: TripPrediction[] = [];
  const { run, position } = vehicle.trip;
  let start: TripStart = currentStart(timetable, sections, vehicle);
  for (let ahead = 0; ahead <= TRIPS_AHEAD && position + ahead < run.trips.length; ahead++) {
    const trip = run.trips[position + ahead]!;
    if (start.arrivalSeconds > vehicle.at + HORIZON_SECONDS && ahead > 0) break;
    const future = predictStops(timetable, sections, trip, start, vehicle.at);
    const stops = ahead === 0 ? [...observedStops(vehicle, start.stopIndex), ...future] : future;
    predictions.push({
      instance: instanceOf(trip),
      vehicleId: vehicle.vehicleId,
      measuredAtSeconds: vehicle.at,
      ahead,
      deviationSeconds: Math.round(
        ahead === 0 ? vehicle.assignment.deviationSeconds : start.arrivalSeconds - trip.startSeconds,
      ),
      stops,
    });
    const next = run.trips[position + ahead + 1];
    if (next) start = nextTripStart(next, stops[stops.length - 1]!.arrivalSeconds);
  }
  return predictions;
}

/** Where the trip under way goes on from. */
function currentStart(timetable: Timetable, sections: SectionTimes, vehicle: VehicleProgress): TripStart {
  const { trip, assignment, at } = vehicle;
  const { stops, stopMetres } = timetable.schedule.patterns[trip.pattern]!;
  if (assignment.phase === 'LAYOVER' || assignment.phase === 'DEADHEAD') {
    const away = assignment.phase === 'DEADHEAD' ? assignment.offsetMetres / DEADHEAD_SPEED : 0;
    return {
      stopIndex: 0,
      arrivalSeconds: Math.max(at + away, trip.startSeconds),
      notBeforeSeconds: trip.startSeconds,
    };
  }
  const next = assignment.nextStopIndex;
  if (vehicle.arrivedAt !== undefined) return leaveFrom(next, vehicle.arrivedAt, at);
  if (next === 0) return { stopIndex: 0, arrivalSeconds: Math.max(at, trip.startSeconds) };
  const scheduled = timetable.arrivalAt(trip, next) - timetable.arrivalAt(trip, next - 1);
  const estimate = sections.estimate(stops[next - 1]!, stops[next]!, scheduled, at);
  const gap = stopMetres[next]! - stopMetres[next - 1]!;
  const left = gap > 0 ? Math.min(1, Math.max(0, (stopMetres[next]! - assignment.shapeMetres) / gap)) : 0;
  return { stopIndex: next, arrivalSeconds: at + left * estimate };
}

/** A vehicle standing at a stop: it arrived when it did, and has not left yet. */
function leaveFrom(stopIndex: number, arrivedAt: number, at: number): TripStart {
  return { stopIndex, arrivalSeconds: arrivedAt, notBeforeSeconds: at };
}

/** Stops already passed, with the times seen; only the unbroken row that ends at the next stop. */
function observedStops({ visits }: VehicleProgress, nextStop: number): StopPrediction[] {
  const row: StopPrediction[] = [];
  let expected = nextStop - 1;
  for (let i = visits.length - 1; i >= 0 && visits[i]!.stopIndex === expected; i--, expected--) {
    const { stopIndex, arrivalSeconds, departureSeconds } = visits[i]!;
    const arrival = arrivalSeconds ?? departureSeconds!;
    const departure = departureSeconds ?? arrival;
    row.push({
      stopIndex,
      arrivalSeconds: arrival,
      departureSeconds: departure,
      uncertaintySeconds: 0,
      observed: true,
    });
  }
  return row.reverse();
}
