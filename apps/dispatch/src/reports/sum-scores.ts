/** How right predictions were, summed up. */
import type { ScoreRow } from '@rukh/adapters/postgres';
import { percentOf, roundTo } from '@rukh/domain/dispatch';

export type ScoreSums = Omit<ScoreRow, 'routeId' | 'horizon'>;

/** Weighted by predictions, each figure by those of which it is known. */
export function addScores(scores: readonly ScoreSums[]): ScoreSums {
  const mean = (figure: keyof ScoreSums): number | null => {
    const known = scores.filter((score) => score[figure] !== null);
    const weight = known.reduce((sum, { predictions }) => sum + predictions, 0);
    if (weight === 0) return null;
    return known.reduce((sum, score) => sum + score[figure]! * score.predictions, 0) / weight;
  };
  return {
    predictions: scores.reduce((sum, { predictions }) => sum + predictions, 0),
    maeSeconds: mean('maeSeconds'),
    biasSeconds: mean('biasSeconds'),
    within60Share: mean('within60Share'),
    coverageShare: mean('coverageShare'),
  };
}

export function scoreFigures(sums: ScoreSums): Record<string, number | null> {
  return {
    predictions: sums.predictions,
    meanAbsoluteErrorSeconds: roundTo(sums.maeSeconds, 1),
    biasSeconds: roundTo(sums.biasSeconds, 1),
    within60Percent: sums.within60Share === null ? null : percentOf(sums.within60Share, 1),
    intervalCoveragePercent: sums.coverageShare === null ? null : percentOf(sums.coverageShare, 1),
  };
}
