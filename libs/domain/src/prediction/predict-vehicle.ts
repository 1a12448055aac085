import type { Assignment, RunTrip, StopVisit } from '../tracking/index.js';
import type { Progress } from './follow-progress.js';
import { hasMoved } from './has-moved.js';
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
  readonly speedMetresPerSecond: number | undefined;
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

/** Where and when the vehicle is expected next: all that it will do after follows from that. */
export function expectNext(learned: LearnedTimes, vehicle: VehicleProgress): TripStart {
  return isWaiting(vehicle.assignment) ? waitingStart(learned, vehicle) : wayStart(learned, vehicle);
}

/**
 * The trip under way and the next ones of the run, as far as the horizon. What holds of the predictions made `before` of
 * the same trips is taken over: stops passed long ago, and later trips that begin when they were expected to.
 */
export function predictVehicle(
  learned: LearnedTimes,
  vehicle: VehicleProgress,
  next: TripStart,
  before: readonly TripPrediction[],
): TripPrediction[] {
  const { horizonSeconds, tripsAhead } = learned.p;
  const predictions: TripPrediction[] = [];
  let start = next;
  let trip: RunTrip | undefined = vehicle.trip;
  for (let ahead = 0; trip && ahead <= tripsAhead; ahead++) {
    if (start.arrivalSeconds > vehicle.at + horizonSeconds && ahead > 0) break;
    const told = before[ahead];
    const prediction =
      ahead > 0 && told && stillHolds(learned, told, trip, start, vehicle.at)
        ? told
        : predictTrip(learned, vehicle, trip, ahead, start, told?.stops ?? []);
    predictions.push(prediction);
    const endSeconds = prediction.stops.at(-1)!.arrivalSeconds;
    const following = followingTrip(learned, trip, ahead, endSeconds);
    if (following) {
      start = nextTripStart(learned, vehicle.vehicleId, [trip, following], endSeconds, vehicle.at);
    }
    trip = following;
  }
  return predictions;
}

function predictTrip(
  learned: LearnedTimes,
  vehicle: VehicleProgress,
  trip: RunTrip,
  ahead: number,
  start: TripStart,
  told: readonly StopPrediction[],
): TripPrediction {
  const { at, assignment, vehicleId } = vehicle;
  const kind = ahead > 0 ? 'later' : kindOf(assignment);
  const stops = ahead === 0 ? observedStops(vehicle, start.stopIndex, told) : [];
  predictStops(learned, trip, start, at, kind, stops);
  return {
    instance: trip.instance,
    vehicleId,
    measuredAtSeconds: at,
    ahead,
    deviationSeconds: Math.round(
      ahead === 0 ? assignment.deviationSeconds : trip.headway ? 0 : start.leaveSeconds - trip.startSeconds,
    ),
    stops,
  };
}

/** A later trip that begins when it was expected to, as far as a rider minds, is as it was told a minute ago. */
function stillHolds(
  { p }: LearnedTimes,
  told: TripPrediction,
  trip: RunTrip,
  start: TripStart,
  now: number,
): boolean {
  if (told.instance.trip !== trip.trip || told.instance.startSeconds !== trip.startOfDaySeconds) return false;
  if (now - told.measuredAtSeconds > p.laterTripSeconds) return false;
  const { arrivalSeconds, departureSeconds } = told.stops[0]!;
  return (
    !hasMoved(arrivalSeconds, start.arrivalSeconds, now) &&
    !hasMoved(departureSeconds, Math.max(start.leaveSeconds, start.arrivalSeconds + p.dwellSeconds), now)
  );
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
  const ready = progress.readyAt ?? at + assignment.offsetMetres / p.deadheadSpeed;
  const leave = trip.headway
    ? headways.expect(vehicleId, trip, ready, at)
    : departures.expect(timetable.secondsAt(trip, progress.metres), ready, Math.max(at, ready));
  return { stopIndex: progress.next, arrivalSeconds: leave, leaveSeconds: leave, crowding: 1 };
}

/** Where a trip under way goes on: at the next stop, after what is left of the section. */
function wayStart(
  learned: LearnedTimes,
  { vehicleId, trip, assignment, at, speedMetresPerSecond, progress }: VehicleProgress,
): TripStart {
  const { p, timetable, toStop, sections, crowding } = learned;
  const { stopMetres } = timetable.schedule.patterns[trip.pattern]!;
  const next = Math.min(progress.next, stopMetres.length - 1);
  if (next === 0) {
    const soon = at + p.imminentSeconds;
    const leave = trip.headway ? soon : Math.max(soon, trip.startSeconds);
    return { stopIndex: 0, arrivalSeconds: leave, leaveSeconds: leave, crowding: 1 };
  }
  const metres = Math.max(assignment.shapeMetres, progress.metres);
  const approach = describeApproach(learned, progress, metres, speedMetresPerSecond);
  rememberApproach(p.approachEverySeconds, progress, approach);
  const ratio = crowding.ratioOf(vehicleId, trip);
  const section = sections.of(trip.pattern, timetable.schedule.patterns[trip.pattern]!)[next]!;
  // Who stands at the stop already is expected by how long it has stood.
  const delay = approach.isAtStop ? 0 : crowding.delayOf(section, ratio);
  const arrival = at + Math.max(p.imminentSeconds, toStop.expect(approach) + delay);
  return { stopIndex: next, arrivalSeconds: arrival, leaveSeconds: arrival, crowding: ratio };
}

/** The last stops passed may still be told otherwise: when a vehicle left one shows some metres on. */
const UNSETTLED_STOPS = 2;

/**
 * Stops already passed, with the times seen; only the unbroken row that ends at the next stop. Those that were told
 * before stay as they were.
 */
function observedStops(
  { visits, progress }: VehicleProgress,
  nextStop: number,
  told: readonly StopPrediction[],
): StopPrediction[] {
  const row: StopPrediction[] = [];
  const settled = countSettled(told, nextStop);
  const first = settled > 0 ? told[settled - 1]!.stopIndex + 1 : 0;
  let seen = visits.length - 1;
  while (seen >= 0 && visits[seen]!.stopIndex >= nextStop) seen--;
  for (let i = nextStop - 1; i >= first; i--) {
    const visit = visits[seen]?.stopIndex === i ? visits[seen--] : undefined;
    const arrival = visit?.arrivalSeconds ?? visit?.departureSeconds ?? progress.passedAt[i];
    if (arrival === undefined) return row.reverse();
    row.push({
      stopIndex: i,
      arrivalSeconds: Math.round(arrival),
      departureSeconds: Math.round(Math.max(arrival, visit?.departureSeconds ?? arrival)),
      uncertaintySeconds: 0,
      observed: true,
    });
  }
  for (let i = settled - 1; i >= 0; i--) row.push(told[i]!);
  return row.reverse();
}

/** How many of the stops told are passed for good. */
function countSettled(told: readonly StopPrediction[], nextStop: number): number {
  let observed = 0;
  while (observed < told.length && told[observed]!.observed) observed++;
  const settled = Math.max(0, observed - UNSETTLED_STOPS);
  return settled > 0 && told[settled - 1]!.stopIndex < nextStop ? settled : 0;
}
