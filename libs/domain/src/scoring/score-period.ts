import type { ObservedArrival, PredictedArrival } from './arrivals.js';
import { type BaselineName, BASELINE_NAMES, createBaselines } from './baselines/index.js';
import { MethodComparison, PREDICTIONS } from './compare-methods.js';
import { HORIZONS, horizonAt } from './horizons.js';
import { ObservedArrivals } from './observed-arrivals.js';
import { type PredictionScores, PredictionScorer } from './score-predictions.js';

/**
 * Scores a stretch of a running service, such as an hour: the whole network beside the baselines, and each route.
 * Arrivals of the time before are only there for baselines to learn from. Predictions come route by route, so that
 * one route's figures are in memory at a time.
 */
export interface PeriodScore {
  /** Undefined for the whole network. */
  readonly routeId?: string;
  /** Name of a horizon. */
  readonly horizon: string;
  /** Arrivals of the period, and those that were predicted at this horizon. */
  readonly visits: number;
  readonly visitsPredicted: number;
  readonly predictions: number;
  /** Absent where nothing was predicted. Of the network on all rows; see `common` for the comparison. */
  readonly maeSeconds?: number;
  readonly medianSeconds?: number;
  readonly p90Seconds?: number;
  readonly biasSeconds?: number;
  readonly within60?: number;
  readonly coverage?: number;
  readonly intervalWidthSeconds?: number;
  readonly changeSeconds?: number;
  /** Only of the network: rows for which every baseline has an answer, and the mean absolute errors there. */
  readonly common?: {
    readonly predictions: number;
    readonly maeSeconds: Readonly<Record<typeof PREDICTIONS | BaselineName, number>>;
  };
}

export interface PeriodArrival extends ObservedArrival {
  readonly routeId: string;
}

export interface Period {
  readonly arrivals: readonly PeriodArrival[];
  /** Arrivals of the time before. */
  readonly earlier: readonly ObservedArrival[];
  /** Moments at which predictions were looked at, whether or not there were any. */
  readonly instants: readonly number[];
  /** Predictions for farther ahead were not looked at. */
  readonly longestSeconds: number;
}

export class PeriodScorer {
  readonly #period: Period;
  readonly #network: PredictionScorer;
  /** With what came before, for baselines. */
  readonly #known: ObservedArrivals;
  readonly #comparison: MethodComparison;
  readonly #byRoute = new Map<string, PeriodArrival[]>();
  readonly #routeScores: PeriodScore[] = [];
  #route: { readonly id: string; readonly scorer: PredictionScorer } | undefined;

  constructor(period: Period) {
    this.#period = period;
    this.#network = createScorer(period, period.arrivals);
    this.#known = new ObservedArrivals([...period.earlier, ...period.arrivals]);
    const { baselines } = createBaselines(this.#known, BASELINE_NAMES);
    this.#comparison = new MethodComparison(this.#known, baselines, []);
    for (const arrival of period.arrivals) {
      const arrivals = this.#byRoute.get(arrival.routeId);
      if (arrivals) arrivals.push(arrival);
      else this.#byRoute.set(arrival.routeId, [arrival]);
    }
  }

  /** Takes all predictions of a route before those of the next. Throws where a route comes again. */
  add(routeId: string, prediction: PredictedArrival): void {
    if (this.#route?.id !== routeId) this.#enterRoute(routeId);
    this.#route!.scorer.add(prediction);
    if (!this.#network.add(prediction)) return;
    const visit = this.#known.find(prediction);
    if (typeof visit === 'string') return;
    const horizon = horizonAt(this.#known.arrivalSeconds[visit]! - prediction.madeAtSeconds);
    this.#comparison.add(prediction, { visit, horizon }, []);
  }

  /** The network first, then each route. Nothing may be added after. */
  finish(): { readonly scores: readonly PeriodScore[]; readonly network: PredictionScores } {
    this.#leaveRoute();
    for (const routeId of [...this.#byRoute.keys()]) this.#enterRoute(routeId);
    this.#leaveRoute();
    const network = this.#network.report({ certainty: false });
    const { methods } = this.#comparison.report({ certainty: false });
    const whole = listScores(network, this.#period.longestSeconds).map((score) => {
      const own = methods[0]!.scores.byHorizon[score.horizon];
      if (!own || methods.length <= BASELINE_NAMES.length) return score;
      const errors = methods.map(({ name, scores }) => [name, scores.byHorizon[score.horizon]!.maeSeconds]);
      const maeSeconds = Object.fromEntries(errors) as NonNullable<PeriodScore['common']>['maeSeconds'];
      return { ...score, common: { predictions: own.count, maeSeconds } };
    });
    return { scores: [...whole, ...this.#routeScores], network };
  }

  #enterRoute(routeId: string): void {
    this.#leaveRoute();
    const arrivals = this.#byRoute.get(routeId);
    if (!arrivals) throw new RangeError(`Route ${routeId} has no arrivals left to be scored.`);
    this.#byRoute.delete(routeId);
    this.#route = { id: routeId, scorer: createScorer(this.#period, arrivals) };
  }

  #leaveRoute(): void {
    if (!this.#route) return;
    const { id: routeId, scorer } = this.#route;
    for (const score of listScores(scorer.report({ certainty: false }), this.#period.longestSeconds)) {
      this.#routeScores.push({ ...score, routeId });
    }
    this.#route = undefined;
  }
}

function createScorer({ instants }: Period, arrivals: readonly ObservedArrival[]): PredictionScorer {
  const scorer = new PredictionScorer(new ObservedArrivals(arrivals));
  for (const instant of instants) scorer.expectPredictionsAt(instant);
  return scorer;
}

function listScores(report: PredictionScores, longestSeconds: number): PeriodScore[] {
  return HORIZONS.flatMap(({ name, toSeconds }) => {
    const complete = report.completeness.byHorizon[name];
    if (!complete || toSeconds > longestSeconds) return [];
    const errors = report.scores.byHorizon[name];
    const interval = report.intervals.byHorizon[name];
    const changeSeconds = report.wobble.byHorizon[name]?.meanChangeSeconds;
    return [
      {
        horizon: name,
        visits: complete.visits,
        visitsPredicted: complete.predicted,
        predictions: errors?.count ?? 0,
        ...(errors && {
          maeSeconds: errors.maeSeconds,
          medianSeconds: errors.medianSeconds,
          p90Seconds: errors.p90Seconds,
          biasSeconds: errors.biasSeconds,
          within60: errors.within60,
        }),
        ...(interval && { coverage: interval.coverage, intervalWidthSeconds: interval.meanWidthSeconds }),
        ...(changeSeconds !== undefined && { changeSeconds }),
      },
    ];
  });
}
