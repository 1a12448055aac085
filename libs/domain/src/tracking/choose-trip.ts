import type { Hypothesis } from './hypothesis.js';
import type { Run, RunTrip } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { settledEvidence } from './weigh-position.js';

/** What the beam says, as probabilities. */
export interface Verdict {
  /** Best hypothesis of the chosen trip; undefined where "none of them" is likelier than any. */
  readonly chosen: Hypothesis | undefined;
  /** Probability of the chosen trip, over all its hypotheses. */
  readonly confidence: number;
}

/**
 * Chooses the trip to publish. Scores become probabilities (softmax, with that of "none of them"); the trip
 * published last stays unless another run beats it by a margin, so that a doubtful vehicle does not flicker.
 */
export function chooseTrip(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
  noneScore: number,
): Verdict {
  const top = Math.max(noneScore, beam[0]?.score ?? noneScore);
  const none = Math.exp(noneScore - top);
  let total = none;
  const trips = new Map<RunTrip, number>();
  for (const { trip, score } of beam) {
    const weight = Math.exp(score - top);
    total += weight;
    trips.set(trip, (trips.get(trip) ?? 0) + weight);
  }
  const chosen = chooseHypothesis(p, beam, published);
  // What is doubtful is published with its small confidence; what a settled "none" beats is not.
  if (!chosen || chosen.score < settledEvidence(p, p.noneEmission)) {
    return { chosen: undefined, confidence: none / total };
  }
  return { chosen, confidence: trips.get(chosen.trip)! / total };
}

function chooseHypothesis(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
): Hypothesis | undefined {
  const best = beam[0];
  if (!best || !published || best.trip.run === published.run) return best;
  const held = beam.find(({ trip }) => trip.run === published.run);
  return held && held.score > best.score - p.switchMargin ? held : best;
}

/** What the vehicle by itself makes of each run: odds against being on none, which scores `noneScore`. */
export function listRunOdds(beam: readonly Hypothesis[], noneScore: number): Map<Run, number> {
  const odds = new Map<Run, number>();
  for (const { trip, ownScore } of beam) {
    const value = Math.exp(Math.min(60, ownScore - noneScore));
    odds.set(trip.run, (odds.get(trip.run) ?? 0) + value);
  }
  return odds;
}
