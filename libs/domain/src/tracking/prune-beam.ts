import { type NewHypothesis, sameIdea } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** The likely ones, best first, and of those that say the same the best. */
export function pruneBeam(p: TrackingParameters, hypotheses: readonly NewHypothesis[]): NewHypothesis[] {
  let best = -Infinity;
  for (const { score } of hypotheses) best = Math.max(best, score);
  const likely = hypotheses.filter(({ score }) => score >= best - p.beamScore);
  likely.sort((a, b) => b.score - a.score);
  const kept: NewHypothesis[] = [];
  for (const hypothesis of likely) {
    if (kept.length >= p.beamWidth) break;
    if (!kept.some((other) => sameIdea(other, hypothesis))) kept.push(hypothesis);
  }
  return kept;
}
