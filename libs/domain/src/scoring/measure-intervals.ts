import type { ObservedArrival, PredictedArrival } from './arrivals.js';
import { HORIZONS } from './horizons.js';

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
  readonly meanWidthSeconds: number;
}

interface Tally {
  count: number;
  within: number;
  width: number;
}

export class IntervalScores {
  readonly #byHorizon: readonly Tally[] = HORIZONS.map(() => ({ count: 0, within: 0, width: 0 }));
  #without = 0;

  add(
    { lowSeconds, highSeconds }: PredictedArrival,
    { arrivalSeconds }: ObservedArrival,
    horizon: number,
  ): void {
    if (lowSeconds === undefined || highSeconds === undefined) {
      this.#without++;
      return;
    }
    const tally = this.#byHorizon[horizon]!;
    tally.count++;
    if (arrivalSeconds >= lowSeconds && arrivalSeconds <= highSeconds) tally.within++;
    tally.width += highSeconds - lowSeconds;
  }

  summarise(): IntervalScore {
    const byHorizon: Record<string, IntervalSummary> = {};
    const all = { count: 0, within: 0, width: 0 };
    for (const [i, { name }] of HORIZONS.entries()) {
      const tally = this.#byHorizon[i]!;
      const summary = summarise(tally);
      if (summary) byHorizon[name] = summary;
      all.count += tally.count;
      all.within += tally.within;
      all.width += tally.width;
    }
    return { byHorizon, all: summarise(all), without: this.#without };
  }
}

function summarise({ count, within, width }: Tally): IntervalSummary | undefined {
  return count === 0 ? undefined : { count, coverage: within / count, meanWidthSeconds: width / count };
}
