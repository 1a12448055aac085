import { type StandardName, type StandardScore, StandardScores } from './accuracy-standards.js';
import type { ObservedArrival, PredictedArrival } from './arrivals.js';
import { type ErrorSummary, ErrorStatistics } from './error-statistics.js';
import { FIRST_THREE_MINUTES, HORIZONS, LONGEST_HORIZON_SECONDS, horizonAt } from './horizons.js';
import { type CompletenessScore, Completeness } from './measure-completeness.js';
import { type IntervalScore, IntervalScores } from './measure-intervals.js';
import { type WobbleScore, Wobble } from './measure-wobble.js';
import type { ObservedArrivals, Unmatched } from './observed-arrivals.js';

/**
 * Holds predictions against what happened. Nothing is left out in silence: each prediction either counts or has a
 * named reason. Baselines are scored on the same rows as the predictions (common support), because a method that
 * answers only when it is easy looks better than it is: `timetable` says the scheduled time, `last-delay` adds how
 * late the trip was when it was last seen at a stop (nothing, before it was seen).
 */
export type Dropped = Unmatched | 'made_after_arrival' | 'made_too_early';

export interface HorizonScores {
  /** By the names of HORIZONS, and `0-3` for its first two together. */
  readonly byHorizon: Readonly<Record<string, ErrorSummary>>;
  /** All horizons together. */
  readonly all: ErrorSummary | undefined;
}

export interface ScoreReport {
  readonly truth: {
    readonly visits: number;
    readonly repeated: number;
    readonly withoutSchedule: number;
  };
  readonly predictions: {
    readonly rows: number;
    readonly scored: number;
    readonly dropped: Readonly<Partial<Record<Dropped, number>>>;
    readonly firstMadeAtSeconds?: number;
    readonly lastMadeAtSeconds?: number;
  };
  readonly scores: HorizonScores;
  readonly standards: Readonly<Record<StandardName, StandardScore>>;
  readonly completeness: CompletenessScore;
  readonly intervals: IntervalScore;
  readonly wobble: WobbleScore;
  /** The predictions and the baselines on the rows for which all of them have an answer. */
  readonly commonSupport: {
    /** Scored rows that are left out here, because the timetable has no time for the visit. */
    readonly notInTimetable: number;
    /** Rows for which the trip had not been seen yet, so that `last-delay` says the scheduled time. */
    readonly notYetSeen: number;
    readonly predictions: HorizonScores;
    readonly timetable: HorizonScores;
    readonly lastDelay: HorizonScores;
  };
}

/** Takes predictions one by one, in the order in which they were made. */
export class PredictionScorer {
  readonly #truth: ObservedArrivals;
  readonly #errors = new HorizonErrors();
  readonly #standards = new StandardScores();
  readonly #completeness = new Completeness();
  readonly #intervals = new IntervalScores();
  readonly #wobble = new Wobble();
  readonly #dropped: Partial<Record<Dropped, number>> = {};
  readonly #common = {
    predictions: new HorizonErrors(),
    timetable: new HorizonErrors(),
    lastDelay: new HorizonErrors(),
  };
  #notInTimetable = 0;
  #notYetSeen = 0;
  #rows = 0;
  #scored = 0;

  constructor(truth: ObservedArrivals) {
    this.#truth = truth;
  }

  add(prediction: PredictedArrival): void {
    this.#rows++;
    this.#completeness.noteInstant(prediction.madeAtSeconds);
    const actual = this.#truth.find(prediction);
    if (typeof actual === 'string') {
      this.#drop(actual);
      return;
    }
    const ahead = actual.arrivalSeconds - prediction.madeAtSeconds;
    const horizon = horizonAt(ahead);
    if (horizon < 0) {
      this.#drop(ahead < 0 ? 'made_after_arrival' : 'made_too_early');
      return;
    }
    this.#score(prediction, actual, horizon);
  }

  #score(prediction: PredictedArrival, actual: ObservedArrival, horizon: number): void {
    this.#scored++;
    const { madeAtSeconds, arrivalSeconds } = prediction;
    this.#errors.add(horizon, actual.arrivalSeconds - arrivalSeconds);
    this.#standards.add(madeAtSeconds, arrivalSeconds, actual.arrivalSeconds);
    this.#completeness.notePrediction(actual, horizon);
    this.#intervals.add(prediction, actual, horizon);
    this.#wobble.add(prediction, actual, horizon);
    this.#compare(prediction, actual, horizon);
  }

  #compare(prediction: PredictedArrival, actual: ObservedArrival, horizon: number): void {
    const { scheduledSeconds, arrivalSeconds } = actual;
    if (scheduledSeconds === undefined) {
      this.#notInTimetable++;
      return;
    }
    const delay = this.#truth.lastDelaySeconds(prediction, prediction.madeAtSeconds);
    if (delay === undefined) this.#notYetSeen++;
    this.#common.predictions.add(horizon, arrivalSeconds - prediction.arrivalSeconds);
    this.#common.timetable.add(horizon, arrivalSeconds - scheduledSeconds);
    this.#common.lastDelay.add(horizon, arrivalSeconds - scheduledSeconds - (delay ?? 0));
  }

  #drop(reason: Dropped): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  report(): ScoreReport {
    const { all, repeated } = this.#truth;
    const { predictions, timetable, lastDelay } = this.#common;
    return {
      truth: {
        visits: all.length,
        repeated,
        withoutSchedule: all.filter(({ scheduledSeconds }) => scheduledSeconds === undefined).length,
      },
      predictions: {
        rows: this.#rows,
        scored: this.#scored,
        dropped: this.#dropped,
        ...this.#completeness.span(),
      },
      scores: this.#errors.summarise(),
      standards: this.#standards.summarise(),
      completeness: this.#completeness.measure(all),
      intervals: this.#intervals.summarise(),
      wobble: this.#wobble.summarise(),
      commonSupport: {
        notInTimetable: this.#notInTimetable,
        notYetSeen: this.#notYetSeen,
        predictions: predictions.summarise(),
        timetable: timetable.summarise(),
        lastDelay: lastDelay.summarise(),
      },
    };
  }
}

/** Errors by horizon. */
class HorizonErrors {
  readonly #byHorizon = HORIZONS.map(() => new ErrorStatistics());

  add(horizon: number, errorSeconds: number): void {
    this.#byHorizon[horizon]!.add(errorSeconds);
  }

  summarise(): HorizonScores {
    const byHorizon: Record<string, ErrorSummary> = {};
    const put = (name: string, statistics: readonly ErrorStatistics[]): ErrorSummary | undefined => {
      const together = new ErrorStatistics();
      for (const one of statistics) together.addAll(one);
      const summary = together.summarise();
      if (summary) byHorizon[name] = summary;
      return summary;
    };
    put(FIRST_THREE_MINUTES.name, this.#byHorizon.slice(0, 2));
    for (const [i, { name }] of HORIZONS.entries()) put(name, [this.#byHorizon[i]!]);
    const all = put(`0-${LONGEST_HORIZON_SECONDS / 60}`, this.#byHorizon);
    return { byHorizon, all };
  }
}
