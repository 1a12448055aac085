import type { Verdict } from './choose-trip.js';
import type { Hypothesis } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** A trip of this confidence is as good as known. */
export const SURE = 0.9;
/** Nats by which the trips of other lines are less likely. */
const SURE_OF_LINE = 3;

/** How long to go on without seeking new hypotheses. */
export function seedingInterval(
  p: TrackingParameters,
  verdict: Verdict,
  beam: readonly Hypothesis[],
): number {
  if (beam.length === 0) return p.seedLostSeconds;
  return isSureOfLine(verdict, beam) ? p.seedSureSeconds : p.seedUnsureSeconds;
}

/**
 * Whether a vehicle is surely on its line, be it in doubt on which of its trips: those are all followed already. By the
 * odds against the likeliest trip of any other line.
 */
function isSureOfLine({ chosen, confidence }: Verdict, beam: readonly Hypothesis[]): boolean {
  if (!chosen || confidence > SURE) return chosen !== undefined;
  const other = beam.find(({ trip }) => trip.pattern !== chosen.trip.pattern);
  return confidence > 0.3 && (!other || chosen.score - other.score > SURE_OF_LINE);
}
