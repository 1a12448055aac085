import type { Hypothesis } from './hypothesis.js';
import type { Run, RunTrip } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** What the beam says, as probabilities. */
export interface Verdict {
  /** Best hypothesis of the chosen trip; undefined where "none of them" is likelier than any. */
  readonly chosen: Hypothesis | undefined;
  /** Probability of the chosen trip, over all its hypotheses. */
  readonly confidence: number;
}

/**
 * Chooses the trip to publish. Scores become probabilities (softmax, with the constant score of "none"); the trip
 * published last stays unless another run beats it by a margin, so that a doubtful vehicle does not flicker.
 */
export function chooseTrip(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
): Verdict {
  const top = Math.max(p.nullScore, beam[0]?.score ?? p.nullScore);
  const none = Math.exp(p.nullScore - top);
  let total = none;
  const trips = new Map<RunTrip, number>();
  for (const { trip, score } of beam) {
    const weight = Math.exp(score - top);
    total += weight;
    trips.set(trip, (trips.get(trip) ?? 0) + weight);
  }
  const chosen = chooseHypothesis(p, beam, published);
  if (!chosen || chosen.score < p.nullScore) return { chosen: undefined, confidence: none / total };
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

/** What the vehicle by itself makes of each run: odds against being on none. */
export function listRunOdds(p: TrackingParameters, beam: readonly Hypothesis[]): Map<Run, number> {
  const odds = new Map<Run, number>();
  for (const { trip, ownScore } of beam) {
    const value = Math.exp(Math.min(60, ownScore - p.nullScore));
    odds.set(trip.run, (odds.get(trip.run) ?? 0) + value);
  }
  return odds;
}
