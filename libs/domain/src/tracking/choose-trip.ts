import type { Hypothesis } from './hypothesis.js';
import type { RunTrip } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** What the beam says, as probabilities. */
export interface Verdict {
  /** Best hypothesis of the chosen trip; undefined where "none of them" is likelier than any. */
  readonly chosen: Hypothesis | undefined;
  /** Probability of the chosen trip, over all its hypotheses. */
  readonly confidence: number;
}

/**
 * Chooses the trip to publish. Scores become probabilities (softmax, with that of "none of them"). First comes whether the
 * vehicle is on a trip at all, over all its trips, then which one; the one published last stays unless another run
 * beats it by a margin, so that a doubtful vehicle does not flicker. `emptyMargin` is what being on none, or on the way
 * to a trip, must be likelier by, nats.
 */
export function chooseTrip(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
  noneScore: number,
  emptyMargin: number,
): Verdict {
  const top = Math.max(noneScore, beam[0]?.score ?? noneScore);
  let empty = Math.exp(noneScore - top);
  let total = empty;
  for (const hypothesis of beam) {
    const weight = Math.exp(hypothesis.score - top);
    total += weight;
    if (isEmpty(p, hypothesis)) empty += weight;
  }
  const drivesEmpty = empty * Math.exp(-emptyMargin) > total - empty;
  const chosen = chooseHypothesis(p, beam, published, drivesEmpty);
  if (!chosen || (drivesEmpty && chosen.score < noneScore)) {
    return { chosen: undefined, confidence: empty / total };
  }
  return { chosen, confidence: weightOf(beam, chosen.trip, top) / total };
}

/** Of all hypotheses of a trip, relative to one with the score `top`. */
function weightOf(beam: readonly Hypothesis[], trip: RunTrip, top: number): number {
  let weight = 0;
  for (const hypothesis of beam) if (hypothesis.trip === trip) weight += Math.exp(hypothesis.score - top);
  return weight;
}

/** On the way to a trip: nobody can ride. One that moves about where its trip begins is as good as there. */
function isEmpty(p: TrackingParameters, { phase, offsetMetres }: Hypothesis): boolean {
  return phase === 'DEADHEAD' && offsetMetres > p.layoverMetres;
}

function chooseHypothesis(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
  drivesEmpty: boolean,
): Hypothesis | undefined {
  const best = beam.find((one) => isEmpty(p, one) === drivesEmpty);
  if (!best || !published || best.trip.run === published.run) return best;
  const held = beam.find((one) => one.trip.run === published.run && isEmpty(p, one) === drivesEmpty);
  return held && held.score > best.score - p.switchMargin ? held : best;
}
