import { type Assignment, type RunTrip, type StopVisit, instanceOf } from '../tracking/index.js';
import type { Progress } from './follow-progress.js';
import type { ProgressKind } from './interval-widths.js';
import { describeApproach, rememberApproach } from './describe-approach.js';
import type { LearnedTimes } from './learned-times.js';
import { type TripStart, nextTripStart, predictStops } from './predict-trip.js';
import type { StopPrediction, TripPrediction } from './trip-prediction.js';

/** What prediction reads of a vehicle. */
export interface VehicleProgress {
  readonly vehicleId: string;
  readonly trip: RunTrip;
  readonly assignment: Assignment;
  /** When the position was measured, epoch seconds. */
  readonly at: number;
  readonly progress: Progress;
  /** Stops of this trip that were seen passed, rising. */
  readonly visits: readonly StopVisit[];
}

/** Whether a vehicle has yet to begin its trip. */
export function isWaiting({ phase }: Assignment): boolean {
  return phase === 'LAYOVER' || phase === 'DEADHEAD';
}

/** Of what kind predictions for the trip of an assignment are. */
export function kindOf(assignment: Assignment): ProgressKind {
  return isWaiting(assignment) ? 'waiting' : 'under-way';
}

/** The trip under way and the next ones of the run, as far as the horizon. */
export function predictVehicle(learned: LearnedTimes, vehicle: VehicleProgress): TripPrediction[] {
  const { horizonSeconds, tripsAhead } = learned.p;
  const predictions: TripPrediction[] = [];
  let start = isWaiting(vehicle.assignment) ? waitingStart(learned, vehicle) : wayStart(learned, vehicle);
  let trip: RunTrip | undefined = vehicle.trip;
  for (let ahead = 0; trip && ahead <= tripsAhead; ahead++) {
    if (start.arrivalSeconds > vehicle.at + horizonSeconds && ahead > 0) break;
    const kind = ahead > 0 ? 'later' : kindOf(vehicle.assignment);
    const stops = ahead === 0 ? observedStops(vehicle, start.stopIndex) : [];
    predictStops(learned, trip, start, vehicle.at, kind, stops);
    predictions.push({
      instance: instanceOf(trip),
      vehicleId: vehicle.vehicleId,
      measuredAtSeconds: vehicle.at,
      ahead,
      deviationSeconds: Math.round(
        ahead === 0
          ? vehicle.assignment.deviationSeconds
          : trip.headway
            ? 0
            : start.leaveSeconds - trip.startSeconds,
      ),
      stops,
    });
    const endSeconds = stops[stops.length - 1]!.arrivalSeconds;
    const next = followingTrip(learned, trip, ahead, endSeconds);
    if (next) start = nextTripStart(learned, vehicle.vehicleId, [trip, next], endSeconds, vehicle.at);
    trip = next;
  }
  return predictions;
}

/** By headway, a vehicle goes on from its terminus; what it does after that trip nobody has said. */
function followingTrip(
  { p, timetable }: LearnedTimes,
  trip: RunTrip,
  ahead: number,
  endSeconds: number,
): RunTrip | undefined {
  if (trip.headway && ahead > 0) return undefined;
  return timetable.nextTrip(trip, endSeconds + p.turnaroundSeconds);
}

/** A trip that is waited for begins when its vehicle leaves: that is what boards count down to. */
function waitingStart(
  { p, timetable, departures, headways }: LearnedTimes,
  { vehicleId, trip, assignment, at, progress }: VehicleProgress,
): TripStart {
  const away = assignment.phase === 'DEADHEAD' ? assignment.offsetMetres / p.deadheadSpeed : 0;
  const ready = away > 0 ? at + away : (progress.readyAt ?? at);
  const leave = trip.headway
    ? headways.expect(vehicleId, trip, ready, at)
    : departures.expect(timetable.secondsAt(trip, progress.metres), ready, Math.max(at, ready));
  return { stopIndex: progress.next, arrivalSeconds: leave, leaveSeconds: leave };
}

/** Where a trip under way goes on: at the next stop, after what is left of the section. */
function wayStart(learned: LearnedTimes, { trip, assignment, at, progress }: VehicleProgress): TripStart {
  const { p, timetable, toStop } = learned;
  const { stopMetres } = timetable.schedule.patterns[trip.pattern]!;
  const next = Math.min(progress.next, stopMetres.length - 1);
  if (next === 0) {
    const soon = at + p.imminentSeconds;
    const leave = trip.headway ? soon : Math.max(soon, trip.startSeconds);
    return { stopIndex: 0, arrivalSeconds: leave, leaveSeconds: leave };
  }
  const approach = describeApproach(learned, progress, Math.max(assignment.shapeMetres, progress.metres));
  rememberApproach(p.approachEverySeconds, progress, approach);
  const arrival = at + Math.max(p.imminentSeconds, toStop.expect(approach));
  return { stopIndex: next, arrivalSeconds: arrival, leaveSeconds: arrival };
}

/** Stops already passed, with the times seen; only the unbroken row that ends at the next stop. */
function observedStops({ visits, progress }: VehicleProgress, nextStop: number): StopPrediction[] {
  const row: StopPrediction[] = [];
  let seen = visits.length - 1;
  while (seen >= 0 && visits[seen]!.stopIndex >= nextStop) seen--;
  for (let i = nextStop - 1; i >= 0; i--) {
    const visit = visits[seen]?.stopIndex === i ? visits[seen--] : undefined;
    const arrival = visit?.arrivalSeconds ?? visit?.departureSeconds ?? progress.passedAt[i];
    if (arrival === undefined) break;
    row.push({
      stopIndex: i,
      arrivalSeconds: arrival,
      departureSeconds: Math.max(arrival, visit?.departureSeconds ?? arrival),
      uncertaintySeconds: 0,
      observed: true,
    });
  }
  return row.reverse();
}
