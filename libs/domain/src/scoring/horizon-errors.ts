import { type ErrorSummary, ErrorStatistics } from './error-statistics.js';
import { FIRST_THREE_MINUTES, HORIZONS, LONGEST_HORIZON_SECONDS } from './horizons.js';
import type { BootstrapDraws, ConfidenceInterval, TripRatio, TripSums } from './trip-sums.js';

/** The errors of one method by horizon, with how sure their means are. */
export interface HorizonSummary extends ErrorSummary {
  /** 95 % by bootstrap over trips. */
  readonly maeInterval?: ConfidenceInterval;
  readonly biasInterval?: ConfidenceInterval;
}

export interface HorizonScores {
  /** By the names of HORIZONS, `0-3` for its first two together, and `0-60` for all. */
  readonly byHorizon: Readonly<Record<string, HorizonSummary>>;
  /** All horizons together. */
  readonly all: HorizonSummary | undefined;
}

/** Classes in the order in which they are shown: those of HORIZONS, and what is made of several of them. */
export const SCORED_CLASSES: readonly { readonly name: string; readonly horizons: readonly number[] }[] = [
  { name: FIRST_THREE_MINUTES.name, horizons: [0, 1] },
  ...HORIZONS.map(({ name }, i) => ({ name, horizons: [i] })),
  { name: `0-${LONGEST_HORIZON_SECONDS / 60}`, horizons: HORIZONS.map((_, i) => i) },
];

export class HorizonErrors {
  readonly #statistics = HORIZONS.map(() => new ErrorStatistics());
  readonly #absolute: readonly TripRatio[];
  readonly #signed: readonly TripRatio[];

  constructor(sums: TripSums) {
    this.#absolute = HORIZONS.map(() => sums.createRatio());
    this.#signed = HORIZONS.map(() => sums.createRatio());
  }

  /** An error is actual minus predicted, seconds. `trip` is the index of the observed trip. */
  add(horizon: number, trip: number, errorSeconds: number): void {
    this.#statistics[horizon]!.add(errorSeconds);
    this.#absolute[horizon]!.add(trip, Math.abs(errorSeconds));
    this.#signed[horizon]!.add(trip, errorSeconds);
  }

  summarise(draws: BootstrapDraws): HorizonScores {
    const byHorizon: Record<string, HorizonSummary> = {};
    for (const { name, horizons } of SCORED_CLASSES) {
      const together = new ErrorStatistics();
      for (const horizon of horizons) together.addAll(this.#statistics[horizon]!);
      const summary = together.summarise();
      if (!summary) continue;
      const maeInterval = draws.interval(horizons.map((horizon) => this.#absolute[horizon]!));
      const biasInterval = draws.interval(horizons.map((horizon) => this.#signed[horizon]!));
      byHorizon[name] = {
        ...summary,
        ...(maeInterval && { maeInterval }),
        ...(biasInterval && { biasInterval }),
      };
    }
    return { byHorizon, all: byHorizon[SCORED_CLASSES.at(-1)!.name] };
  }

  /** How the difference of two mean absolute errors at some horizons varies with the trips. */
  differenceInterval(
    other: HorizonErrors,
    horizons: readonly number[],
    draws: BootstrapDraws,
  ): ConfidenceInterval | undefined {
    return draws.differenceInterval(
      horizons.map((horizon) => this.#absolute[horizon]!),
      horizons.map((horizon) => other.#absolute[horizon]!),
    );
  }
}
