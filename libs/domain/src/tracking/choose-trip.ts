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

/** What a vehicle can be doing, as far as riders care: carrying them, waiting to, or neither. */
type Activity = 'service' | 'layover' | 'empty';

/**
 * Chooses the trip to publish. Scores become probabilities (softmax, with that of "none of them"). First comes what the
 * vehicle is doing, the likeliest over all trips, then the trip; the one published last stays unless another run
 * beats it by a margin, so that a doubtful vehicle does not flicker.
 */
export function chooseTrip(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
  noneScore: number,
  emptyMargin: number,
): Verdict {
  const top = Math.max(noneScore, beam[0]?.score ?? noneScore);
  const none = Math.exp(noneScore - top);
  let total = none;
  const activities: Record<Activity, number> = { service: 0, layover: 0, empty: none };
  const trips = new Map<RunTrip, number>();
  for (const { trip, phase, score } of beam) {
    const weight = Math.exp(score - top);
    total += weight;
    activities[activityOf(phase)] += weight;
    trips.set(trip, (trips.get(trip) ?? 0) + weight);
  }
  const activity = likeliest(activities, Math.exp(-emptyMargin));
  const chosen = chooseHypothesis(p, beam, published, activity);
  if (!chosen || (activity === 'empty' && chosen.score < noneScore)) {
    return { chosen: undefined, confidence: activities.empty / total };
  }
  return { chosen, confidence: trips.get(chosen.trip)! / total };
}

function activityOf(phase: Hypothesis['phase']): Activity {
  if (phase === 'LAYOVER') return 'layover';
  return phase === 'IN_PROGRESS' || phase === 'OFF_ROUTE' ? 'service' : 'empty';
}

function likeliest({ service, layover, empty }: Record<Activity, number>, weight: number): Activity {
  if (service >= layover && service >= weight * empty) return 'service';
  return layover >= weight * empty ? 'layover' : 'empty';
}

function chooseHypothesis(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  published: RunTrip | undefined,
  activity: Activity,
): Hypothesis | undefined {
  const isIt = ({ phase }: Hypothesis): boolean => activityOf(phase) === activity;
  const best = beam.find(isIt);
  if (!best || !published || best.trip.run === published.run) return best;
  const held = beam.find((one) => one.trip.run === published.run && isIt(one));
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
