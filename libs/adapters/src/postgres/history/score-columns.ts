/** Columns of prediction_scores after the hour, in one order for writing, reading and CSV. */
import type { PeriodScore } from '@rukh/domain/scoring';

export const SCORE_COLUMNS = [
  'route_id',
  'horizon',
  'visits',
  'visits_predicted',
  'predictions',
  'mean_absolute_error_seconds',
  'median_absolute_error_seconds',
  'p90_absolute_error_seconds',
  'bias_seconds',
  'within_60_share',
  'interval_coverage',
  'interval_width_seconds',
  'change_seconds',
  'common_predictions',
  'common_mae_seconds',
  'timetable_mae_seconds',
  'last_delay_mae_seconds',
  'constant_mae_seconds',
  'kalman_mae_seconds',
  'median_10_mae_seconds',
] as const;

export function toScoreValues(score: PeriodScore): readonly (string | number | null)[] {
  const baselines = score.common?.maeSeconds;
  return [
    score.routeId ?? '',
    score.horizon,
    score.visits,
    score.visitsPredicted,
    score.predictions,
    score.maeSeconds ?? null,
    score.medianSeconds ?? null,
    score.p90Seconds ?? null,
    score.biasSeconds ?? null,
    score.within60 ?? null,
    score.coverage ?? null,
    score.intervalWidthSeconds ?? null,
    score.changeSeconds ?? null,
    score.common?.predictions ?? null,
    baselines?.predictions ?? null,
    baselines?.timetable ?? null,
    baselines?.['last-delay'] ?? null,
    baselines?.constant ?? null,
    baselines?.kalman ?? null,
    baselines?.['median-10'] ?? null,
  ];
}
