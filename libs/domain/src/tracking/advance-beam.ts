import { advanceHypothesis } from './advance-hypothesis.js';
import type { Fix, Hypothesis, NewHypothesis } from './hypothesis.js';
import { PlaceMemo } from './place-memo.js';
import { pruneBeam } from './prune-beam.js';
import { type Circumstances, isKnownRun, scoreHypothesis } from './score-hypothesis.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';

/**
 * Every hypothesis moved on by a position and scored, best first, the hopeless dropped; and the score of those that
 * lead nowhere: of runs at their end, which leave their vehicle on none.
 */
export function advanceBeam(
  p: TrackingParameters,
  timetable: Timetable,
  beam: readonly NewHypothesis[],
  fix: Fix,
  around: Circumstances,
): { beam: NewHypothesis[]; doneScore: number } {
  const next: NewHypothesis[] = [];
  let doneScore = -Infinity;
  const places = new PlaceMemo(p, fix, around);
  for (const hypothesis of beam) {
    const before = next.length;
    advanceHypothesis(p, timetable, hypothesis, places, next);
    // Where trips are in no block nobody knows what comes after one.
    if (next.length === before && hypothesis.trip.run.trips.length > 1) {
      doneScore = Math.max(doneScore, hypothesis.score);
    }
    dropUnfounded(next, before, around);
    for (let i = before; i < next.length; i++) scoreHypothesis(p, timetable, next[i]!, fix, around);
  }
  return { beam: pruneBeam(p, next), doneScore };
}

/** Takes out, from a place on, what has no ground. */
function dropUnfounded(beam: NewHypothesis[], from: number, around: Circumstances): void {
  let kept = from;
  for (let i = from; i < beam.length; i++) {
    const idea = beam[i]!;
    if (!isAstray(idea, around) && !skipsByGuess(idea, around)) beam[kept++] = idea;
  }
  beam.length = kept;
}

/** What drives to the start of a trip that the vehicle has surely begun is off its line. */
function isAstray({ phase, trip }: Hypothesis, { begun }: Circumstances): boolean {
  return phase === 'DEADHEAD' && trip === begun;
}

/** Only of a run that has been followed for a while can it be said that a trip of it is left out. */
function skipsByGuess({ skipped, trip }: Hypothesis, around: Circumstances): boolean {
  return skipped !== undefined && !isKnownRun(trip.run, around);
}
