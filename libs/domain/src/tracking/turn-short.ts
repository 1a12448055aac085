import {
  type LinePosition,
  type Polyline,
  bearingDifference,
  lineLength,
  segmentBearing,
} from '../geo/index.js';
import { findOnLine } from './find-on-line.js';
import { type Fix, type Hypothesis, type NewHypothesis, createHypothesis } from './hypothesis.js';
import type { PlaceMemo } from './place-memo.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import { nextStopAfter } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { limitMetres } from './weigh-position.js';

/**
 * A vehicle that stands on its way for minutes is hardly ever going on with its trip. Most have been turned short: they
 * wait beside the line of their next trip, to take it up from there. Others have broken down. To announce either at the
 * stops ahead, later and later, would be to announce nothing.
 */

/** Whether a vehicle under way has stood for longer than traffic, doors and the timetable hold anybody up. */
export function standsTooLong(
  p: TrackingParameters,
  { schedule }: Timetable,
  { trip, metres }: Hypothesis,
  fix: Fix,
): boolean {
  if (fix.standing < p.stuckSeconds) return false;
  const { stopMetres } = schedule.patterns[trip.pattern]!;
  const { arrivalSeconds, departureSeconds } = schedule.stopTimes;
  const next = nextStopAfter(stopMetres, metres - NEAR_STOP_METRES);
  if (next === stopMetres.length || stopMetres[next]! - metres > NEAR_STOP_METRES) return true;
  const row = schedule.trips.firstStopTime[trip.trip]! + next;
  const wait = departureSeconds[row]! - arrivalSeconds[row]!;
  if (wait <= 0) return true;
  return fix.standing >= p.stuckSeconds + wait && fix.at > trip.originSeconds + departureSeconds[row]!;
}

const NEAR_STOP_METRES = 60;

/**
 * Whether a vehicle under way has turned back: it stands behind where it was seen on the trip that is followed, or drives against
 * its line there or beside it, and the line does not come back here itself. `place` is where that has it.
 */
export function hasTurnedBack(
  p: TrackingParameters,
  line: Polyline,
  trip: RunTrip,
  place: LinePosition,
  { progress, fix }: PlaceMemo,
): boolean {
  if (progress?.trip !== trip) return false;
  const isBeside = place.distanceMetres > p.offRouteMetres;
  if (!isBeside && progress.metres - place.alongMetres < p.turnedBackMetres) return false;
  const { heading } = fix;
  const isBack =
    heading === undefined
      ? !isBeside && fix.standing >= p.finishedStandingSeconds
      : bearingDifference(heading, segmentBearing(line, place.segment)) > AGAINST_DEGREES;
  return isBack && !comesBackHere(p, line, progress.metres, fix);
}

const AGAINST_DEGREES = 135;

/** Whether a line passes here, in the direction in which the vehicle drives, from a place on. */
function comesBackHere(p: TrackingParameters, line: Polyline, fromMetres: number, fix: Fix): boolean {
  const ahead = { from: fromMetres, to: lineLength(line), expected: fromMetres, sigma: Infinity };
  const { distanceMetres, segment } = findOnLine(line, fix, ahead);
  if (distanceMetres >= p.turnedBackMetres) return false;
  return (
    fix.heading === undefined ||
    bearingDifference(fix.heading, segmentBearing(line, segment)) < AGAINST_DEGREES
  );
}

/**
 * Waiting for the next trip of the run where its line passes, as far from its start as the trip cut short is from its
 * end; undefined where it does not pass here.
 */
export function turnShort(
  p: TrackingParameters,
  timetable: Timetable,
  from: Hypothesis,
  { fix }: PlaceMemo,
): NewHypothesis | undefined {
  const next = timetable.nextTrip(from.trip, fix.at);
  if (!next) return undefined;
  const { patterns } = timetable.schedule;
  const { line, stopMetres } = patterns[next.pattern]!;
  const done = patterns[from.trip.pattern]!.stopMetres;
  const last = stopMetres[stopMetres.length - 1]!;
  const expected = stopMetres[0]! + done[done.length - 1]! - from.metres;
  const place = findOnLine(line, fix, { from: stopMetres[0]!, to: last, expected, sigma: 1000 });
  const isPassed = place.distanceMetres <= limitMetres(p, p.backOnRouteMetres, line, place.segment);
  if (!isPassed || place.alongMetres > last - p.layoverMetres) return undefined;
  return createHypothesis(next, 'LAYOVER', place.alongMetres, place.distanceMetres, from);
}
