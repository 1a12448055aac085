import { type NewHypothesis, sameIdea } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** The likely ones, best first, and of those that say the same the best. Puts what it is given in that order. */
export function pruneBeam(p: TrackingParameters, hypotheses: NewHypothesis[]): NewHypothesis[] {
  sortByScore(hypotheses);
  const least = (hypotheses[0]?.score ?? 0) - p.beamScore;
  const kept: NewHypothesis[] = [];
  for (const hypothesis of hypotheses) {
    if (kept.length >= p.beamWidth || hypothesis.score < least) break;
    if (!isThere(kept, hypothesis)) kept.push(hypothesis);
  }
  return kept;
}

/** Best first. By insertion: a beam is in order but for a few, as it was sorted when it was weighed last. */
function sortByScore(hypotheses: NewHypothesis[]): void {
  for (let i = 1; i < hypotheses.length; i++) {
    const moved = hypotheses[i]!;
    const { score } = moved;
    let to = i;
    for (; to > 0 && hypotheses[to - 1]!.score < score; to--) hypotheses[to] = hypotheses[to - 1]!;
    hypotheses[to] = moved;
  }
}

function isThere(kept: readonly NewHypothesis[], hypothesis: NewHypothesis): boolean {
  for (const other of kept) if (sameIdea(other, hypothesis)) return true;
  return false;
}
