import type { Hypothesis, NewHypothesis } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';

/**
 * Pace: a vehicle in service keeps that of the timetable, stops and all, however late it is; one that drives empty along
 * a line is soon ahead of any of its trips. The deviation of service is a random walk. Less its own fading mean it is
 * its drift of late, whose spread stays the same and is learned of the network (LearnedPunctuality): so a timetable
 * in whole minutes, or a network of jams, makes a drift mean less there.
 */
export function followPace(
  p: TrackingParameters,
  hypothesis: NewHypothesis,
  deviationSeconds: number,
  elapsedSeconds: number,
): void {
  // Found only now: there is nothing yet that it could have changed from.
  if (Number.isNaN(hypothesis.deviationSeconds)) return;
  const keep = Math.exp(-elapsedSeconds / p.paceMemorySeconds);
  const change = deviationSeconds - hypothesis.deviationSeconds;
  hypothesis.driftSeconds = keep * (hypothesis.driftSeconds + change);
  hypothesis.driftSeen = 1 - keep * keep * (1 - hypothesis.driftSeen);
}

/** A trip thought of only now has the pace of another of its line that is followed at the same place. */
export function takeOverPace(seed: NewHypothesis, { driftSeconds, driftSeen }: Hypothesis): void {
  seed.driftSeconds = driftSeconds;
  seed.driftSeen = driftSeen;
}

/**
 * What a drift says for being in service, nats: Student's t beyond what true drifts have on the average, as far as it was
 * watched.
 */
export function weighPace(p: TrackingParameters, driftSeconds: number, seen: number): number {
  const { deviationFreedom: freedom } = p;
  const z = driftSeconds / (driftSeconds < 0 ? p.paceEarlyScale : p.paceLateScale);
  return p.paceWeight * seen * (USUAL - 0.5 * (freedom + 1) * Math.log1p((z * z) / freedom));
}

/** The most that a drift can say. */
export function mostPace(p: TrackingParameters): number {
  return p.paceWeight * USUAL;
}

/** The mean of the second term over Student's t of 3 degrees of freedom, 2 (digamma(2) - digamma(1.5)). */
const USUAL = 0.773;
