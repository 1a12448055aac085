import type { PatternIndex } from '../gtfs/index.js';
import { mostPace, takeOverPace } from './follow-pace.js';
import { skipTrip } from './advance-hypothesis.js';
import {
  type Fix,
  type Hypothesis,
  type HypothesisPhase,
  type NewHypothesis,
  isOnTrip,
} from './hypothesis.js';
import { judgePast, sumOf } from './judge-past.js';
import { pruneBeam } from './prune-beam.js';
import {
  type Circumstances,
  isKnownRun,
  isReportedRun,
  listReportedRuns,
  mostHints,
  scoreHypothesis,
  weighOthers,
} from './score-hypothesis.js';
import type { Rivals } from './rivals.js';
import { isFarFromStart, seedHypotheses } from './seed-hypotheses.js';
import type { Run, RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { weighDeviation } from './weigh-position.js';

/**
 * The beam with new hypotheses beside it. A seed on the same line and at the same place as something followed
 * has the same past and takes over its evidence: then only time, hints and claims tell the two trips apart.
 */
export function widenBeam(
  p: TrackingParameters,
  timetable: Timetable,
  beam: readonly NewHypothesis[],
  fix: Fix,
  around: Circumstances,
  watchedShare: number,
): NewHypothesis[] {
  const widened = [...beam];
  const reported = listReportedRuns(timetable, fix);
  const isReported = (run: Run): boolean => isReportedRun(timetable, fix, reported, run);
  const past = judgePast(p, beam, around, watchedShare, isReported, fix.at);
  // In a full beam a seed takes the place of the last.
  const last = beam.length >= p.beamWidth ? beam[beam.length - 1]!.score : -Infinity;
  const least = Math.max(last, (beam[0]?.score ?? -Infinity) - p.beamScore);
  const bestTime = -p.usualTimeEmission;
  const special = listPatterns(timetable, [...past.special, ...reported], fix);
  const rivals: Rivals = {
    evidenceAt: (pattern, phase, metres, own) => {
      const sibling = findSibling(beam, pattern, phase, metres);
      return sibling ? Math.max(sibling.evidence, own) : own;
    },
    // Beside a run that is surely followed hardly any other has a chance: it is not even looked at.
    isHopeless: (pattern, evidence) =>
      evidence + past.ofOthers + bestTime + mostHints(p, fix, false) < least && !special.has(pattern),
    chanceOf: (runTrip, evidence, midway) => {
      if (isOver(runTrip, around.finished)) return -Infinity;
      const { run } = runTrip;
      const others = bestTime + mostPace(p) + mostHints(p, fix, isReported(run));
      return evidence + sumOf(past.of(run, midway)) + others - least;
    },
    weighNow: ({ run, trip }, deviationSeconds) => {
      const centre = around.punctuality.centreOf(timetable.schedule.trips.route[trip]!);
      return p.presentTimeWeight * weighDeviation(p, deviationSeconds, centre) + weighOthers(around, run);
    },
  };
  for (const seed of seedHypotheses(p, timetable, beam, fix, rivals)) {
    const { timeEvidence, runEvidence } = past.of(seed.trip.run, isMidway(p, timetable, seed));
    seed.timeEvidence = timeEvidence;
    seed.runEvidence = runEvidence;
    seed.departureWeighed = isDepartureWeighed(beam, seed);
    const sibling = findSibling(beam, seed.trip.pattern, seed.phase, seed.metres);
    if (sibling) takeOverPace(seed, sibling);
    widened.push(scoreHypothesis(p, timetable, seed, fix, around));
    // What was on its way to a trip and turns up on its line may pass along it empty.
    const skipping = isMet(beam, seed, around) ? skipTrip(p, timetable, seed, seed, fix) : undefined;
    if (skipping) widened.push(scoreHypothesis(p, timetable, skipping, fix, around));
  }
  return pruneBeam(p, widened);
}

/** Whether the vehicle was known to drive to a trip, and is found on its way only now. */
function isMet(beam: readonly Hypothesis[], seed: Hypothesis, around: Circumstances): boolean {
  if (!isOnTrip(seed) || !isKnownRun(seed.trip.run, around)) return false;
  const ideas = beam.filter(({ trip }) => trip === seed.trip);
  return ideas.length > 0 && !ideas.some(isOnTrip);
}

/** What is followed on the same line at the same place. */
function findSibling(
  beam: readonly Hypothesis[],
  pattern: PatternIndex,
  phase: HypothesisPhase,
  metres: number,
): Hypothesis | undefined {
  return beam.find(
    (idea) => idea.trip.pattern === pattern && idea.phase === phase && Math.abs(idea.metres - metres) < 150,
  );
}

/** Patterns of runs, and that of the trip which the vehicle reports. */
function listPatterns(
  { schedule }: Timetable,
  runs: readonly Run[],
  { tripId }: Fix,
): ReadonlySet<PatternIndex> {
  const patterns = new Set<PatternIndex>();
  for (const { trips } of runs) for (const { pattern } of trips) patterns.add(pattern);
  const reported = tripId === undefined ? undefined : schedule.trips.indexOf.get(tripId);
  if (reported !== undefined) patterns.add(schedule.trips.pattern[reported]!);
  return patterns;
}

/** Many trackers go on naming the trip that was finished, on the way to wherever the vehicle goes next. */
export function isOver({ run, position }: RunTrip, finished: RunTrip | undefined): boolean {
  return finished !== undefined && run === finished.run && position <= finished.position;
}

/** Whether what is followed of the same trip has its departure weighed: a seed has the same past. */
function isDepartureWeighed(beam: readonly Hypothesis[], { trip }: Hypothesis): boolean {
  return beam.some((idea) => idea.trip === trip && idea.departureWeighed);
}

/** Whether a seed is a trip taken up on its way, far from its first stop. */
function isMidway(p: TrackingParameters, timetable: Timetable, { trip, phase, metres }: Hypothesis): boolean {
  const { stopMetres } = timetable.schedule.patterns[trip.pattern]!;
  return phase === 'IN_PROGRESS' && isFarFromStart(p, stopMetres, metres);
}
