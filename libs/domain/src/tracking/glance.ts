import { findOnLine } from './find-on-line.js';
import type { Fix, NewHypothesis } from './hypothesis.js';
import { windowAhead } from './place-memo.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { limitMetres } from './weigh-position.js';

/**
 * What was believed a moment ago, moved on by one more position, where that can change nothing: the vehicle goes on
 * along its line, or stands where it waits. Positions a few seconds apart share their error and say next to nothing
 * new, so the whole beam is weighed only now and then. Answers whether that is so: where the position may mean more,
 * nothing is moved.
 */
export function glance(
  p: TrackingParameters,
  timetable: Timetable,
  believed: NewHypothesis,
  fix: Fix,
): boolean {
  if (believed.phase === 'LAYOVER') return glanceAtLayover(believed, fix);
  if (believed.phase !== 'IN_PROGRESS' || believed.strayPositions > 0) return false;
  const { line, stopMetres } = timetable.schedule.patterns[believed.trip.pattern]!;
  const place = findOnLine(line, fix, windowAhead(p, fix, believed.metres));
  if (place.distanceMetres > limitMetres(p, p.backOnRouteMetres, line, place.segment)) return false;
  if (place.alongMetres < believed.metres - BACK_METRES) return false;
  const remaining = stopMetres[stopMetres.length - 1]! - place.alongMetres;
  const stands = fix.standing >= p.finishedStandingSeconds;
  if (remaining < (stands ? p.finishedStandingMetres : p.finishedMetres)) return false;
  if (stands && !believed.trip.headway && fix.at < believed.trip.startSeconds) return false;
  believed.metres = place.alongMetres;
  believed.offsetMetres = place.distanceMetres;
  believed.deviationSeconds = believed.trip.headway
    ? 0
    : fix.at - timetable.secondsAt(believed.trip, place.alongMetres);
  return true;
}

/** By more than noise. */
const BACK_METRES = 30;

function glanceAtLayover(believed: NewHypothesis, fix: Fix): boolean {
  if (fix.standing === 0) return false;
  if (!believed.trip.headway) {
    believed.deviationSeconds = Math.max(0, fix.at - believed.trip.startSeconds);
  }
  return true;
}
