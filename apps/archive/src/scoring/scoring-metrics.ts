import { Injectable } from '@nestjs/common';
import { type PeriodScore, PREDICTIONS } from '@rukh/domain/scoring';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

/** How right predictions were in the newest hour that was scored, of the whole network. */
@Injectable()
export class ScoringMetrics {
  readonly seconds: Histogram;
  readonly hours: Counter;
  readonly #error: Gauge<'horizon' | 'statistic'>;
  readonly #bias: Gauge<'horizon'>;
  readonly #methods: Gauge<'horizon' | 'method'>;
  readonly #coverage: Gauge<'horizon'>;
  readonly #complete: Gauge<'horizon'>;
  readonly #hour: Gauge;
  #newestMs = -Infinity;

  constructor(metrics: Metrics) {
    this.seconds = metrics.histogram({
      name: 'rukh_prediction_scoring_seconds',
      help: 'Time to score an hour of predictions',
      buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    });
    this.hours = metrics.counter({
      name: 'rukh_prediction_hours_scored_total',
      help: 'Hours of predictions scored; an hour scored again counts again',
    });
    this.#error = metrics.gauge({
      name: 'rukh_prediction_error_seconds',
      help: 'Absolute error of predictions in the newest hour scored, by minutes before the arrival',
      labels: ['horizon', 'statistic'],
    });
    this.#bias = metrics.gauge({
      name: 'rukh_prediction_bias_seconds',
      help: 'Mean of actual minus predicted arrival in the newest hour scored; above nought vehicles came later',
      labels: ['horizon'],
    });
    this.#methods = metrics.gauge({
      name: 'rukh_prediction_method_error_seconds',
      help: 'Mean absolute error of the predictions and of simple methods on the same rows, in the newest hour scored',
      labels: ['horizon', 'method'],
    });
    this.#coverage = metrics.gauge({
      name: 'rukh_prediction_interval_coverage_ratio',
      help: 'Share of arrivals within the published interval in the newest hour scored; 0.8 is meant',
      labels: ['horizon'],
    });
    this.#complete = metrics.gauge({
      name: 'rukh_prediction_completeness_ratio',
      help: 'Share of arrivals that had a prediction so long before, in the newest hour scored',
      labels: ['horizon'],
    });
    this.#hour = metrics.gauge({
      name: 'rukh_prediction_scored_hour_timestamp_seconds',
      help: 'Start of the newest hour scored',
    });
  }

  /** Shows an hour, unless a later one is on show. */
  show(hourMs: number, scores: readonly PeriodScore[]): void {
    if (hourMs < this.#newestMs) return;
    this.#newestMs = hourMs;
    this.#hour.set(hourMs / 1000);
    for (const gauge of [this.#error, this.#bias, this.#methods, this.#coverage, this.#complete]) {
      gauge.reset();
    }
    for (const score of scores) if (score.routeId === undefined) this.#showHorizon(score);
  }

  #showHorizon(score: PeriodScore): void {
    const { horizon, visits, visitsPredicted, common } = score;
    const statistics = { mean: score.maeSeconds, median: score.medianSeconds, p90: score.p90Seconds };
    for (const [statistic, value] of Object.entries(statistics)) {
      if (value !== undefined) this.#error.set({ horizon, statistic }, value);
    }
    if (score.biasSeconds !== undefined) this.#bias.set({ horizon }, score.biasSeconds);
    if (score.coverage !== undefined) this.#coverage.set({ horizon }, score.coverage);
    if (visits > 0) this.#complete.set({ horizon }, visitsPredicted / visits);
    for (const [name, value] of Object.entries(common?.maeSeconds ?? {})) {
      this.#methods.set(
        { horizon, method: name === PREDICTIONS ? PREDICTIONS : name.replaceAll('-', '_') },
        value,
      );
    }
  }
}
