import { distanceOf, lineLength, pointAt } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';
import { findOnLine } from './find-on-line.js';
import { hasTurnedBack, standsTooLong, turnShort } from './turn-short.js';
import {
  type Fix,
  type Hypothesis,
  type HypothesisPast,
  type NewHypothesis,
  createHypothesis,
} from './hypothesis.js';
import type { PlaceMemo } from './place-memo.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { weighDeparture } from './weigh-departure.js';
import { accumulate, limitMetres, weighDeviation, weighWaiting } from './weigh-position.js';

/**
 * Moves a hypothesis on by one position, in place, and adds it to `into` with what else the vehicle may be doing now if it
 * was doing that before. A trip ends at its last stop and gives way to the next of the run; a layover becomes a trip when the vehicle has
 * moved away from the first stop along the line; a trip left by its shape is off route, not over.
 */
export function advanceHypothesis(
  p: TrackingParameters,
  timetable: Timetable,
  from: NewHypothesis,
  places: PlaceMemo,
  into: NewHypothesis[],
): void {
  switch (from.phase) {
    case 'IN_PROGRESS':
    case 'OFF_ROUTE':
      advanceOnTrip(p, timetable, from, places, into);
      break;
    case 'LAYOVER':
    case 'DEADHEAD':
      advanceBeforeTrip(p, timetable, from, places, into);
      break;
  }
}

function advanceOnTrip(
  p: TrackingParameters,
  timetable: Timetable,
  onward: NewHypothesis,
  places: PlaceMemo,
  into: NewHypothesis[],
): void {
  const { fix } = places;
  const pattern = timetable.schedule.patterns[onward.trip.pattern]!;
  const { line, stopMetres } = pattern;
  const place = places.goOn(line, onward.metres);
  const isBack = hasTurnedBack(p, line, onward.trip, place, places);
  const limit = onward.phase === 'OFF_ROUTE' ? p.backOnRouteMetres : p.offRouteMetres;
  if (place.distanceMetres > limitMetres(p, limit, line, place.segment)) {
    const turned = isBack ? turnShort(p, timetable, onward, places) : undefined;
    if (strayFromTrip(p, onward, place.distanceMetres, fix)) into.push(onward);
    if (turned) into.push(turned);
    return;
  }
  onward.phase = 'IN_PROGRESS';
  onward.metres = place.alongMetres;
  onward.offsetMetres = place.distanceMetres;
  const isStuck = isBack || standsTooLong(p, timetable, onward, fix);
  const emission =
    place.emission + places.weighStopping(pattern, place.alongMetres) + (isStuck ? p.stuckEmission : 0);
  onward.evidence = accumulate(p, onward.evidence, emission, fix);
  onward.strayPositions = 0;
  onward.offRouteSince = 0;
  noteDeparture(p, timetable, onward, places);
  const remaining = stopMetres[stopMetres.length - 1]! - place.alongMetres;
  const finished =
    remaining < p.finishedMetres ||
    (remaining < p.finishedStandingMetres && fix.standing >= p.finishedStandingSeconds);
  if (finished) {
    // The run goes on with its next trip; after its last one the vehicle is on none.
    const next = timetable.nextTrip(onward.trip, fix.at);
    if (next) into.push(waitFor(p, timetable, next, onward, fix));
    return;
  }
  into.push(onward);
  if (startedFalsely(p, onward, stopMetres[0]!, fix)) {
    into.push(waitFor(p, timetable, onward.trip, onward, fix));
  }
  const turned = isStuck ? turnShort(p, timetable, onward, places) : undefined;
  if (turned) into.push(turned);
}

/** Once the first stop is well behind, when it was left is weighed: before that the vehicle may yet come back to it. */
function noteDeparture(
  p: TrackingParameters,
  timetable: Timetable,
  onward: NewHypothesis,
  { waited, punctuality }: PlaceMemo,
): void {
  if (onward.departureWeighed) return;
  const begun = timetable.metresPastStart(onward.trip, onward.metres);
  if (begun <= p.begunMetres) return;
  onward.departureWeighed = true;
  if (begun > p.layoverMetres) return;
  const bound = punctuality.departureBoundOf(timetable.schedule.trips.route[onward.trip.trip]!);
  onward.timeEvidence += weighDeparture(p, timetable, onward.trip, waited, bound);
}

/** Answers whether the trip is not given up yet. */
function strayFromTrip(
  p: TrackingParameters,
  astray: NewHypothesis,
  offsetMetres: number,
  fix: Fix,
): boolean {
  astray.strayPositions++;
  if (astray.strayPositions >= p.offRoutePositions) astray.phase = 'OFF_ROUTE';
  astray.offRouteSince ||= fix.at;
  astray.offsetMetres = offsetMetres;
  astray.evidence = accumulate(p, astray.evidence, p.offRouteEmission, fix);
  return fix.at - astray.offRouteSince <= p.offRouteSeconds;
}

/** Standing near the start before the trip's time: the vehicle may only have moved up to where it waits. */
function startedFalsely(
  p: TrackingParameters,
  onward: Hypothesis,
  firstStopMetres: number,
  fix: Fix,
): boolean {
  return (
    fix.at < onward.trip.startSeconds &&
    fix.standing >= 60 &&
    onward.metres - firstStopMetres < p.layoverMetres
  );
}

/**
 * Waiting at the trip's first stop, or `metres` along its line where it is taken up there, or on the way there: by the
 * distance, and farther off by whether it stands.
 */
export function waitFor(
  p: TrackingParameters,
  { schedule }: Timetable,
  trip: RunTrip,
  past: HypothesisPast,
  fix: Fix,
  metres = schedule.patterns[trip.pattern]!.stopMetres[0]!,
): NewHypothesis {
  const offsetMetres = distanceToStart(schedule, trip, metres, fix);
  const limit = fix.standing >= p.finishedStandingSeconds ? p.layoverMetres : p.layoverMovingMetres;
  const phase = offsetMetres <= limit ? 'LAYOVER' : 'DEADHEAD';
  return createHypothesis(trip, phase, metres, offsetMetres, past);
}

function advanceBeforeTrip(
  p: TrackingParameters,
  timetable: Timetable,
  from: Hypothesis,
  places: PlaceMemo,
  into: NewHypothesis[],
): void {
  const { fix } = places;
  // A new one: whether it was waited for is asked of the beam of before.
  const waiting = waitFor(p, timetable, from.trip, from, fix, from.metres);
  const distance = waiting.offsetMetres;
  const emission = distance <= p.layoverMetres ? weighWaiting(p, distance, fix) : p.deadheadEmission;
  waiting.nearestMetres = Math.min(from.nearestMetres, distance);
  const isLeaving = places.isKnown(from.trip.run) && drivesAway(p, timetable, waiting, from, fix);
  if (from.skipped) goOnEmpty(p, timetable, from, waiting, emission, places);
  else waiting.evidence = accumulate(p, from.evidence, emission + (isLeaving ? p.stuckEmission : 0), fix);
  into.push(waiting);
  const leaving = isLeaving ? skipTrip(p, timetable, from, from, fix) : undefined;
  if (leaving) {
    leaving.skipEvidence = 0;
    into.push(leaving);
  }
  const started = startTrip(p, timetable, from, places);
  if (!started) return;
  into.push(started);
  const skipping = skipTrip(p, timetable, from, started, fix);
  if (skipping) into.push(skipping);
}

/** Whether a vehicle drives away from the first stop of a trip that should have begun, elsewhere than along its line. */
function drivesAway(
  p: TrackingParameters,
  { schedule }: Timetable,
  { trip, offsetMetres, nearestMetres, metres }: Hypothesis,
  { skipped }: Hypothesis,
  fix: Fix,
): boolean {
  const isDue = !trip.headway && !skipped && fix.at > trip.startSeconds;
  if (!isDue || offsetMetres - nearestMetres < p.droveAwayMetres) return false;
  const { line } = schedule.patterns[trip.pattern]!;
  const ahead = { from: metres, to: lineLength(line), expected: metres, sigma: Infinity };
  return findOnLine(line, fix, ahead).distanceMetres > p.offRouteMetres;
}

/**
 * It sets out along the line, but empty: the trip is left out, and the next of the run is what it drives to. Nothing but
 * the stops tells that from the trip itself.
 */
export function skipTrip(
  p: TrackingParameters,
  timetable: Timetable,
  from: Hypothesis,
  started: Hypothesis,
  fix: Fix,
): NewHypothesis | undefined {
  // By headway a trip is left out by nobody: it is there only if somebody runs it.
  if (from.trip.headway || from.skipped) return undefined;
  const next = from.trip.run.trips[from.trip.position + 1];
  if (!next) return undefined;
  const { timeEvidence, runEvidence } = from;
  const { evidence } = started;
  const skipping = waitFor(p, timetable, next, { evidence, timeEvidence, runEvidence }, fix);
  skipping.skipEvidence = -p.skipCost;
  skipping.skipped = from.trip;
  skipping.skippedMetres = started.metres;
  return skipping;
}

/**
 * Empty along the line of the trip that is left out, where a position says the same as it does of that trip but for the
 * stops; `elsewhere` is what it says off that line.
 */
function goOnEmpty(
  p: TrackingParameters,
  { schedule }: Timetable,
  { skipped, skippedMetres, skipEvidence, evidence }: Hypothesis,
  waiting: NewHypothesis,
  elsewhere: number,
  places: PlaceMemo,
): void {
  const pattern = schedule.patterns[skipped!.pattern]!;
  const place = places.goOn(pattern.line, skippedMetres);
  const isOnLine = place.distanceMetres <= limitMetres(p, p.offRouteMetres, pattern.line, place.segment);
  waiting.skipped = skipped;
  // A place that noise throws back passes no stop again.
  waiting.skippedMetres = isOnLine ? Math.max(skippedMetres, place.alongMetres) : skippedMetres;
  const there = place.emission + places.weighStopping(pattern, place.alongMetres) + p.emptyEmission;
  const emission = isOnLine ? Math.max(elsewhere, there) : elsewhere;
  waiting.evidence = accumulate(p, evidence, emission, places.fix);
  // It is against the trip that stops speak, not against what else the vehicle may do: so no more than outweighs that.
  const passing = places.weighPassing(pattern, skippedMetres, waiting.skippedMetres);
  waiting.skipEvidence = Math.min(p.skipMost, skipEvidence - passing);
}

/** The trip under way, if the position lies on its line beyond the first stop. */
function startTrip(
  p: TrackingParameters,
  timetable: Timetable,
  from: Hypothesis,
  places: PlaceMemo,
): NewHypothesis | undefined {
  const { fix } = places;
  const { line } = timetable.schedule.patterns[from.trip.pattern]!;
  const first = from.metres;
  const place = places.setOut(line, first);
  const limit = limitMetres(p, p.backOnRouteMetres, line, place.segment);
  if (place.alongMetres - first < p.startedMetres || place.distanceMetres > limit) {
    return undefined;
  }
  const started = createHypothesis(from.trip, 'IN_PROGRESS', place.alongMetres, place.distanceMetres, from);
  started.evidence = accumulate(p, from.evidence, place.emission, fix);
  started.timeEvidence += weighStart(p, timetable, started, fix);
  // Whether the trip before was left out is asked no more; that this is seldom so stays.
  started.runEvidence += Math.min(0, from.skipEvidence);
  return started;
}

/**
 * Where a run begins ahead of its time that counts in full, once: who drives past a first stop along the line of a trip that
 * begins in a quarter of an hour hardly runs it. Of later trips it is known by then how early the vehicle is.
 */
function weighStart(p: TrackingParameters, timetable: Timetable, started: Hypothesis, fix: Fix): number {
  const { trip, metres } = started;
  if (trip.headway || trip.position > 0) return 0;
  const early = Math.min(0, fix.at - timetable.secondsAt(trip, metres));
  return Math.min(0, weighDeviation(p, early, 0) - p.usualTimeEmission);
}

function distanceToStart(schedule: Schedule, trip: RunTrip, metres: number, fix: Fix): number {
  const { line, stops, stopMetres } = schedule.patterns[trip.pattern]!;
  if (metres > stopMetres[0]!) {
    const { x, y } = pointAt(line, metres);
    return distanceOf(x - fix.x, y - fix.y);
  }
  const stop = stops[0]!;
  return distanceOf(schedule.stops.x[stop]! - fix.x, schedule.stops.y[stop]! - fix.y);
}
