import type { PredictedArrival } from './arrivals.js';
import { HORIZONS } from './horizons.js';
import type { BootstrapDraws, ConfidenceInterval, TripRatio, TripSums } from './trip-sums.js';

/** How often the arrival was within the interval that was given with the prediction, and how wide that was. */
export interface IntervalScore {
  readonly byHorizon: Readonly<Record<string, IntervalSummary>>;
  readonly all: IntervalSummary | undefined;
  /** Scored predictions that came without an interval. */
  readonly without: number;
}

export interface IntervalSummary {
  readonly count: number;
  /** Share of the arrivals that were within; a calibrated 80 % interval has 0.8. */
  readonly coverage: number;
  /** 95 % by bootstrap over trips. */
  readonly coverageInterval?: ConfidenceInterval;
  /** Share that came before the interval, and after it: a calibrated one has as many of both. */
  readonly early: number;
  readonly late: number;
  readonly meanWidthSeconds: number;
}

interface Tally {
  count: number;
  early: number;
  late: number;
  width: number;
}

export class IntervalScores {
  readonly #byHorizon: readonly Tally[] = HORIZONS.map(() => ({ count: 0, early: 0, late: 0, width: 0 }));
  readonly #within: readonly TripRatio[];
  #without = 0;

  constructor(sums: TripSums) {
    this.#within = HORIZONS.map(() => sums.createRatio());
  }

  add(
    { lowSeconds, highSeconds }: PredictedArrival,
    actualSeconds: number,
    horizon: number,
    trip: number,
  ): void {
    if (lowSeconds === undefined || highSeconds === undefined) {
      this.#without++;
      return;
    }
    const tally = this.#byHorizon[horizon]!;
    tally.count++;
    if (actualSeconds < lowSeconds) tally.early++;
    if (actualSeconds > highSeconds) tally.late++;
    tally.width += highSeconds - lowSeconds;
    this.#within[horizon]!.add(trip, actualSeconds >= lowSeconds && actualSeconds <= highSeconds ? 1 : 0);
  }

  summarise(draws: BootstrapDraws): IntervalScore {
    const byHorizon: Record<string, IntervalSummary> = {};
    const all = { count: 0, early: 0, late: 0, width: 0 };
    for (const [i, { name }] of HORIZONS.entries()) {
      const tally = this.#byHorizon[i]!;
      const summary = summarise(tally, draws.interval([this.#within[i]!]));
      if (summary) byHorizon[name] = summary;
      all.count += tally.count;
      all.early += tally.early;
      all.late += tally.late;
      all.width += tally.width;
    }
    return { byHorizon, all: summarise(all, draws.interval(this.#within)), without: this.#without };
  }
}

function summarise(
  { count, early, late, width }: Tally,
  coverageInterval: ConfidenceInterval | undefined,
): IntervalSummary | undefined {
  if (count === 0) return undefined;
  return {
    count,
    coverage: (count - early - late) / count,
    ...(coverageInterval && { coverageInterval }),
    early: early / count,
    late: late / count,
    meanWidthSeconds: width / count,
  };
}
