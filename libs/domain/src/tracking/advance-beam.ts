import { advanceHypothesis } from './advance-hypothesis.js';
import { type Fix, type Hypothesis, type NewHypothesis, sameIdea } from './hypothesis.js';
import { PlaceMemo } from './place-memo.js';
import { judgePast } from './judge-past.js';
import {
  type Circumstances,
  isReportedRun,
  listReportedRuns,
  mostHints,
  scoreHypothesis,
} from './score-hypothesis.js';
import { seedHypotheses } from './seed-hypotheses.js';
import type { Run, RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { weighDeviation } from './weigh-position.js';

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
  const places = new PlaceMemo(p, fix, around.habits);
  for (const hypothesis of beam) {
    const before = next.length;
    advanceHypothesis(p, timetable, hypothesis, places, next);
    // Where trips are in no block nobody knows what comes after one.
    if (next.length === before && hypothesis.trip.run.trips.length > 1) {
      doneScore = Math.max(doneScore, hypothesis.score);
    }
    for (let i = before; i < next.length; i++) scoreHypothesis(p, timetable, next[i]!, fix, around);
  }
  return { beam: prune(p, next), doneScore };
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
  const reported = listReportedRuns(timetable, fix);
  const isReported = (run: Run): boolean => isReportedRun(timetable, fix, reported, run);
  const timeEvidenceOf = judgePast(p, beam, around, watchedSeconds, isReported, fix.at);
  const least = (beam[0]?.score ?? -Infinity) - p.beamScore;
  const seeds = seedHypotheses(p, timetable, beam, fix, {
    evidenceAt: (pattern, phase, metres, own) => {
      const sibling = beam.find(
        (idea) =>
          idea.trip.pattern === pattern && idea.phase === phase && Math.abs(idea.metres - metres) < 150,
      );
      return sibling ? Math.max(sibling.evidence, own) : own;
    },
    // Beside a run that is surely followed hardly any other has a chance: it is not even looked at.
    hasChance: (runTrip, evidence, deviationSeconds) => {
      if (isOver(runTrip, around.finished)) return false;
      const { run, trip } = runTrip;
      const centre = around.punctuality.centreOf(timetable.schedule.trips.route[trip]!);
      const time = deviationSeconds === undefined ? 0 : weighDeviation(p, deviationSeconds, centre);
      return evidence + timeEvidenceOf(run, false) + time + mostHints(p, fix, isReported(run)) >= least;
    },
  });
  for (const seed of seeds) {
    seed.timeEvidence = timeEvidenceOf(seed.trip.run, isMidway(p, timetable, seed));
    widened.push(scoreHypothesis(p, timetable, seed, fix, around));
  }
  return prune(p, widened);
}

/** Many trackers go on naming the trip that was finished, on the way to wherever the vehicle goes next. */
function isOver({ run, position }: RunTrip, finished: RunTrip | undefined): boolean {
  return finished !== undefined && run === finished.run && position <= finished.position;
}

/** Whether a seed is a trip taken up on its way, far from its first stop. */
function isMidway(p: TrackingParameters, timetable: Timetable, { trip, phase, metres }: Hypothesis): boolean {
  const first = timetable.schedule.patterns[trip.pattern]!.stopMetres[0]!;
  return phase === 'IN_PROGRESS' && metres - first > p.layoverMetres;
}

/** The likely ones, best first, and of those that say the same the best. */
function prune(p: TrackingParameters, hypotheses: readonly Hypothesis[]): Hypothesis[] {
  let best = -Infinity;
  for (const { score } of hypotheses) best = Math.max(best, score);
  const likely = hypotheses.filter(({ score }) => score >= best - p.beamScore);
  likely.sort((a, b) => b.score - a.score);
  const kept: Hypothesis[] = [];
  for (const hypothesis of likely) {
    if (kept.length >= p.beamWidth) break;
    if (!kept.some((other) => sameIdea(other, hypothesis))) kept.push(hypothesis);
  }
  return kept;
}
