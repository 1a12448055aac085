import { advanceHypothesis } from './advance-hypothesis.js';
import { type Fix, type Hypothesis, sameIdea } from './hypothesis.js';
import { PlaceMemo } from './place-memo.js';
import { judgePast } from './judge-past.js';
import { type Circumstances, namesTripOf, scoreHypothesis } from './score-hypothesis.js';
import { seedHypotheses } from './seed-hypotheses.js';
import type { Run } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** Every hypothesis moved on by a position and scored, best first, the hopeless dropped. */
export function advanceBeam(
  p: TrackingParameters,
  timetable: Timetable,
  beam: readonly Hypothesis[],
  fix: Fix,
  around: Circumstances,
): Hypothesis[] {
  const next: Hypothesis[] = [];
  const places = new PlaceMemo(p, fix);
  for (const hypothesis of beam) {
    for (const ahead of advanceHypothesis(p, timetable, hypothesis, places)) {
      next.push(scoreHypothesis(p, timetable, ahead, fix, around));
    }
  }
  return prune(p, next);
}

/**
 * The beam with new hypotheses beside it. A seed on the same line and at the same place as something followed
 * has the same past and takes over its evidence: then only time, hints and claims tell the two trips apart.
 */
export function widenBeam(
  p: TrackingParameters,
  timetable: Timetable,
  beam: readonly Hypothesis[],
  fix: Fix,
  around: Circumstances,
  watchedSeconds: number,
): Hypothesis[] {
  const widened = [...beam];
  const isReported = (run: Run): boolean =>
    fix.tripId !== undefined && namesTripOf(timetable, run, fix.tripId);
  const timeEvidenceOf = judgePast(p, beam, around, watchedSeconds, isReported);
  for (const seed of seedHypotheses(p, timetable, fix)) {
    const sibling = beam.find(
      ({ trip, phase, metres }) =>
        trip.pattern === seed.trip.pattern && phase === seed.phase && Math.abs(metres - seed.metres) < 150,
    );
    const timeEvidence = timeEvidenceOf(seed.trip.run);
    const evidence = sibling ? Math.max(sibling.evidence, seed.evidence) : seed.evidence;
    widened.push(scoreHypothesis(p, timetable, { ...seed, evidence, timeEvidence }, fix, around));
  }
  return prune(p, widened);
}

function prune(p: TrackingParameters, hypotheses: Hypothesis[]): Hypothesis[] {
  hypotheses.sort((a, b) => b.score - a.score);
  const best = hypotheses[0]?.score ?? 0;
  const kept: Hypothesis[] = [];
  for (const hypothesis of hypotheses) {
    if (hypothesis.score < best - p.beamScore || kept.length >= p.beamWidth) break;
    if (!kept.some((other) => sameIdea(other, hypothesis))) kept.push(hypothesis);
  }
  return kept;
}
