import { findOnLine } from './find-on-line.js';
import type { Fix, Hypothesis } from './hypothesis.js';
import { windowAhead } from './place-memo.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { limitMetres } from './weigh-position.js';

/**
 * What was believed a moment ago, moved on by one more position, where that can change nothing: the vehicle goes on
 * along its line, or stands where it waits. Positions a few seconds apart share their error and say next to nothing
 * new, so the whole beam is weighed only now and then. Undefined where the position may mean more than that.
 */
export function glance(
  p: TrackingParameters,
  timetable: Timetable,
  believed: Hypothesis,
  fix: Fix,
): Hypothesis | undefined {
  if (believed.phase === 'LAYOVER') return glanceAtLayover(believed, fix);
  if (believed.phase !== 'IN_PROGRESS' || believed.strayPositions > 0) return undefined;
  const { line, stopMetres } = timetable.schedule.patterns[believed.trip.pattern]!;
  const place = findOnLine(line, fix.x, fix.y, windowAhead(p, fix, believed.metres));
  if (place.distanceMetres > limitMetres(p, p.backOnRouteMetres, line, place.segment)) return undefined;
  const remaining = stopMetres[stopMetres.length - 1]! - place.alongMetres;
  const stands = fix.standing >= p.finishedStandingSeconds;
  if (remaining < (stands ? p.finishedStandingMetres : p.finishedMetres)) return undefined;
  if (stands && !believed.trip.headway && fix.at < believed.trip.startSeconds) return undefined;
  return {
    ...believed,
    metres: place.alongMetres,
    offsetMetres: place.distanceMetres,
    deviationSeconds: believed.trip.headway
      ? 0
      : fix.at - timetable.secondsAt(believed.trip, place.alongMetres),
  };
}

function glanceAtLayover(believed: Hypothesis, fix: Fix): Hypothesis | undefined {
  if (fix.standing === 0) return undefined;
  if (believed.trip.headway) return believed;
  return { ...believed, deviationSeconds: Math.max(0, fix.at - believed.trip.startSeconds) };
}
