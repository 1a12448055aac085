import { type StandardName, type StandardScore, StandardScores } from './accuracy-standards.js';
import type { PredictedArrival } from './arrivals.js';
import { HorizonErrors, type HorizonScores } from './horizon-errors.js';
import { horizonAt } from './horizons.js';
import { type CompletenessScore, Completeness } from './measure-completeness.js';
import { type IntervalScore, IntervalScores } from './measure-intervals.js';
import { type WobbleScore, Wobble } from './measure-wobble.js';
import type { ObservedArrivals, Unmatched } from './observed-arrivals.js';
import { BootstrapDraws, TripSums } from './trip-sums.js';

/**
 * Holds the predictions of one source against what happened. Nothing is left out in silence: each prediction either
 * counts or has a named reason. Memory does not grow with predictions: columns by visit, and sums by trip.
 */
export type Dropped = Unmatched | 'made_after_arrival' | 'made_too_early';

export interface PredictionScores {
  readonly rows: number;
  readonly scored: number;
  readonly dropped: Readonly<Partial<Record<Dropped, number>>>;
  /** Rows made before the row before them. They count all the same; only wobble wants them in order. */
  readonly outOfOrder: number;
  /** Predictions that no feed should make; they count by their error or by their reason all the same. */
  readonly improper: {
    /** Of an arrival before the moment of the prediction itself. */
    readonly inThePast: number;
    /** Made after the last arrival that was observed of the trip. */
    readonly finishedTrip: number;
  };
  readonly firstMadeAtSeconds?: number;
  readonly lastMadeAtSeconds?: number;
  readonly scores: HorizonScores;
  readonly standards: Readonly<Record<StandardName, StandardScore>>;
  readonly completeness: CompletenessScore;
  readonly intervals: IntervalScore;
  readonly wobble: WobbleScore;
}

/** What a prediction is held against. */
export interface MatchedPrediction {
  /** Row in the observed arrivals. */
  readonly visit: number;
  /** Index in HORIZONS. */
  readonly horizon: number;
}

/** Takes predictions one by one, in the order in which they were made. */
export class PredictionScorer {
  readonly #truth: ObservedArrivals;
  readonly #sums: TripSums;
  readonly #errors: HorizonErrors;
  readonly #standards = new StandardScores();
  readonly #completeness: Completeness;
  readonly #intervals: IntervalScores;
  readonly #wobble: Wobble;
  readonly #dropped: Partial<Record<Dropped, number>> = {};
  #rows = 0;
  #scored = 0;
  #outOfOrder = 0;
  #inThePast = 0;
  #finishedTrip = 0;
  #lastMadeAt = -Infinity;

  constructor(truth: ObservedArrivals) {
    this.#truth = truth;
    this.#sums = new TripSums(truth.trips.length);
    this.#errors = new HorizonErrors(this.#sums);
    this.#completeness = new Completeness(truth);
    this.#intervals = new IntervalScores(this.#sums);
    this.#wobble = new Wobble(truth);
  }

  /**
   * Says that predictions would be here if any had been made at a moment. Without it, a time without any is taken
   * for a gap of the recording.
   */
  expectPredictionsAt(madeAtSeconds: number): void {
    this.#completeness.noteInstant(madeAtSeconds);
  }

  /** Undefined where the prediction is left out; the reason is counted. */
  add(prediction: PredictedArrival): MatchedPrediction | undefined {
    this.#rows++;
    const { madeAtSeconds } = prediction;
    if (madeAtSeconds < this.#lastMadeAt) this.#outOfOrder++;
    if (madeAtSeconds !== this.#lastMadeAt) this.#completeness.noteInstant(madeAtSeconds);
    this.#lastMadeAt = madeAtSeconds;
    if (prediction.arrivalSeconds < madeAtSeconds) this.#inThePast++;
    const visit = this.#truth.find(prediction);
    if (typeof visit === 'string') {
      this.#drop(visit);
      return undefined;
    }
    const ahead = this.#truth.arrivalSeconds[visit]! - madeAtSeconds;
    const horizon = horizonAt(ahead);
    if (ahead < 0 && madeAtSeconds > this.#truth.lastArrivalSeconds(visit)) this.#finishedTrip++;
    if (horizon < 0) {
      this.#drop(ahead < 0 ? 'made_after_arrival' : 'made_too_early');
      return undefined;
    }
    this.#score(prediction, visit, horizon);
    return { visit, horizon };
  }

  #score(prediction: PredictedArrival, visit: number, horizon: number): void {
    this.#scored++;
    const actual = this.#truth.arrivalSeconds[visit]!;
    const trip = this.#truth.tripOf[visit]!;
    const { madeAtSeconds, arrivalSeconds } = prediction;
    this.#errors.add(horizon, trip, actual - arrivalSeconds);
    this.#standards.add(madeAtSeconds, arrivalSeconds, actual);
    this.#completeness.notePrediction(visit, horizon);
    this.#intervals.add(prediction, actual, horizon, trip);
    this.#wobble.add(prediction, visit, horizon);
  }

  #drop(reason: Dropped): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  /** Nothing may be added after. Without certainty the figures have no intervals, and cost a hundredth. */
  report({ certainty }: { readonly certainty: boolean } = { certainty: true }): PredictionScores {
    const draws = certainty ? this.#sums.draw() : BootstrapDraws.NONE;
    return {
      rows: this.#rows,
      scored: this.#scored,
      dropped: this.#dropped,
      outOfOrder: this.#outOfOrder,
      improper: { inThePast: this.#inThePast, finishedTrip: this.#finishedTrip },
      ...this.#completeness.span(),
      scores: this.#errors.summarise(draws),
      standards: this.#standards.summarise(),
      completeness: this.#completeness.measure(),
      intervals: this.#intervals.summarise(draws),
      wobble: this.#wobble.summarise(),
    };
  }
}
