import { type StandardName, type StandardScore, StandardScores } from './accuracy-standards.js';
import type { PredictedArrival } from './arrivals.js';
import type { Baseline } from './baselines/index.js';
import { HorizonErrors, type HorizonScores, SCORED_CLASSES } from './horizon-errors.js';
import type { ObservedArrivals } from './observed-arrivals.js';
import type { MatchedPrediction } from './score-predictions.js';
import { BootstrapDraws, type ConfidenceInterval, TripSums } from './trip-sums.js';

/**
 * Several methods on the same rows (common support), because a method that answers only when it is easy looks
 * better than it is. A row is a scored prediction: a visit and a moment. It counts where every method has an answer;
 * which of them had none is counted by name.
 */
export interface ComparedMethod {
  readonly name: string;
  readonly scores: HorizonScores;
  readonly standards: Readonly<Record<StandardName, StandardScore>>;
  /**
   * The same on those of the rows whose trip had been seen at a stop before. Others' figures for the last delay are
   * of such rows: before it is seen, a trip has no delay to carry.
   */
  readonly underWay: HorizonScores;
  /** Mean absolute error of the predictions minus this method's: below nought the predictions are better. */
  readonly difference: Readonly<
    Record<string, { readonly maeSeconds: number; readonly interval?: ConfidenceInterval }>
  >;
}

export interface Comparison {
  /** Rows offered, and those on which every method had an answer. */
  readonly rows: number;
  readonly common: number;
  /** Rows on which a method had no answer, by its name. */
  readonly withoutAnswer: Readonly<Record<string, number>>;
  /** The predictions first. */
  readonly methods: readonly ComparedMethod[];
}

/** Name of the predictions that the others are compared with. */
export const PREDICTIONS = 'predictions';

interface Method {
  readonly name: string;
  readonly errors: HorizonErrors;
  readonly underWay: HorizonErrors;
  readonly standards: StandardScores;
}

export class MethodComparison {
  readonly #sums: TripSums;
  readonly #methods: readonly Method[];
  readonly #withoutAnswer: Record<string, number> = {};
  #rows = 0;
  #common = 0;

  /** `recorded` are the names of other sources, whose answers are given with each row. */
  constructor(
    private readonly truth: ObservedArrivals,
    private readonly baselines: readonly Baseline[],
    recorded: readonly string[],
  ) {
    this.#sums = new TripSums(truth.trips.length);
    this.#methods = [PREDICTIONS, ...baselines.map(({ name }) => name), ...recorded].map((name) => ({
      name,
      errors: new HorizonErrors(this.#sums),
      underWay: new HorizonErrors(this.#sums),
      standards: new StandardScores(),
    }));
  }

  /** `recorded` has what each other source said, in the order of their names; undefined where it said nothing. */
  add(
    { madeAtSeconds, arrivalSeconds }: PredictedArrival,
    { visit, horizon }: MatchedPrediction,
    recorded: readonly (number | undefined)[],
  ): void {
    this.#rows++;
    const answers: (number | undefined)[] = [arrivalSeconds];
    for (const baseline of this.baselines) answers.push(baseline.predict(visit, madeAtSeconds));
    answers.push(...recorded);
    if (answers.includes(undefined)) {
      this.#countMissing(answers);
      return;
    }
    this.#common++;
    const actual = this.truth.arrivalSeconds[visit]!;
    const trip = this.truth.tripOf[visit]!;
    const isUnderWay =
      this.truth.findLastSeen(trip, madeAtSeconds, this.truth.positionOf[visit]) !== undefined;
    for (const [i, { errors, underWay, standards }] of this.#methods.entries()) {
      errors.add(horizon, trip, actual - answers[i]!);
      if (isUnderWay) underWay.add(horizon, trip, actual - answers[i]!);
      standards.add(madeAtSeconds, answers[i]!, actual);
    }
  }

  #countMissing(answers: readonly (number | undefined)[]): void {
    for (const [i, { name }] of this.#methods.entries()) {
      if (answers[i] === undefined) this.#withoutAnswer[name] = (this.#withoutAnswer[name] ?? 0) + 1;
    }
  }

  /** Without certainty the figures have no intervals, and cost a hundredth. */
  report({ certainty }: { readonly certainty: boolean } = { certainty: true }): Comparison {
    const draws = certainty ? this.#sums.draw() : BootstrapDraws.NONE;
    const [own] = this.#methods;
    const ownScores = own!.errors.summarise(draws);
    const methods = this.#methods.map(({ name, errors, underWay, standards }) => {
      const scores = errors.summarise(draws);
      const difference: Record<string, { maeSeconds: number; interval?: ConfidenceInterval }> = {};
      for (const { name: horizon, horizons } of SCORED_CLASSES) {
        const [mine, others] = [ownScores.byHorizon[horizon], scores.byHorizon[horizon]];
        if (!mine || !others || name === PREDICTIONS) continue;
        const interval = own!.errors.differenceInterval(errors, horizons, draws);
        difference[horizon] = {
          maeSeconds: mine.maeSeconds - others.maeSeconds,
          ...(interval && { interval }),
        };
      }
      return {
        name,
        scores,
        underWay: underWay.summarise(draws),
        standards: standards.summarise(),
        difference,
      };
    });
    return { rows: this.#rows, common: this.#common, withoutAnswer: this.#withoutAnswer, methods };
  }
}
