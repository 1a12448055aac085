import type { Schedule } from '../gtfs/index.js';
import type { Hypothesis } from './hypothesis.js';
import type { RunTrip } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';

type Trips = Schedule['trips'];

/** What the beam says, as probabilities. */
export interface Verdict {
  /** Best hypothesis of the chosen trip; undefined where "none of them" is likelier than any. */
  readonly chosen: Hypothesis | undefined;
  /** Probability of the chosen trip, over all its hypotheses. */
  readonly confidence: number;
  /** Probability of its route and direction, over all trips of them: never less. */
  readonly lineConfidence: number;
  /** Probability that it drives empty: on none, or on the way to a trip. */
  readonly emptyShare: number;
}

/**
 * Chooses the trip to publish. Scores become probabilities (softmax, with that of "none of them"). First comes whether the
 * vehicle is on a trip at all, over all its trips, then which one; the one published last stays unless another run
 * beats it by a margin, so that a doubtful vehicle does not flicker. `emptyMargin` is what being on none, or on the way
 * to a trip, must be likelier by, nats.
 */
export function chooseTrip(
  p: TrackingParameters,
  trips: Trips,
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
    return { chosen: undefined, confidence: empty / total, lineConfidence: 0, emptyShare: empty / total };
  }
  let [ofTrip, ofLine] = [0, 0];
  for (const hypothesis of beam) {
    const isTrip = hypothesis.trip === chosen.trip;
    if (!isTrip && (isEmpty(p, hypothesis) || !isSameLine(trips, hypothesis.trip, chosen.trip))) continue;
    const weight = Math.exp(hypothesis.score - top);
    ofLine += weight;
    if (isTrip) ofTrip += weight;
  }
  return {
    chosen,
    confidence: ofTrip / total,
    lineConfidence: ofLine / total,
    emptyShare: empty / total,
  };
}

function isSameLine({ route, directionId }: Trips, { trip: a }: RunTrip, { trip: b }: RunTrip): boolean {
  return route[a] === route[b] && directionId[a] === directionId[b];
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
