import type { ObservedArrival, PredictedArrival } from './arrivals.js';
import { HORIZONS } from './horizons.js';

/**
 * How much the predicted time of an arrival jumps from one prediction to the next: riders distrust a sign that
 * says 4, then 7, then 5 minutes, even where it is right on average. Predictions more than two minutes apart are
 * not compared: between them something may have happened.
 */
const FARTHEST_SECONDS = 120;

export interface WobbleScore {
  readonly byHorizon: Readonly<
    Record<string, { readonly pairs: number; readonly meanChangeSeconds: number }>
  >;
  readonly pairs: number;
  readonly meanChangeSeconds: number | undefined;
}

export class Wobble {
  readonly #last = new Map<ObservedArrival, PredictedArrival>();
  readonly #byHorizon = HORIZONS.map(() => ({ pairs: 0, change: 0 }));

  add(prediction: PredictedArrival, actual: ObservedArrival, horizon: number): void {
    const before = this.#last.get(actual);
    this.#last.set(actual, prediction);
    const apart = prediction.madeAtSeconds - (before?.madeAtSeconds ?? -Infinity);
    if (!before || apart <= 0 || apart > FARTHEST_SECONDS) return;
    const tally = this.#byHorizon[horizon]!;
    tally.pairs++;
    tally.change += Math.abs(prediction.arrivalSeconds - before.arrivalSeconds);
  }

  summarise(): WobbleScore {
    const byHorizon: Record<string, { pairs: number; meanChangeSeconds: number }> = {};
    let pairs = 0;
    let change = 0;
    for (const [i, { name }] of HORIZONS.entries()) {
      const tally = this.#byHorizon[i]!;
      if (tally.pairs > 0) {
        byHorizon[name] = { pairs: tally.pairs, meanChangeSeconds: tally.change / tally.pairs };
      }
      pairs += tally.pairs;
      change += tally.change;
    }
    return { byHorizon, pairs, meanChangeSeconds: pairs === 0 ? undefined : change / pairs };
  }
}
