import type { PredictedArrival } from './arrivals.js';
import { HORIZONS } from './horizons.js';
import type { ObservedArrivals } from './observed-arrivals.js';

/**
 * How much the predicted time of an arrival jumps: riders distrust a sign that says 4, then 7, then 5 minutes, even
 * where it is right on average. Twice:
 *
 * - the mean change from one prediction to the next, of those at most two minutes apart: between others something
 *   may have happened;
 * - Cal-ITP's prediction inconsistency: the spread (latest minus earliest) of what was predicted within each minute
 *   of the last thirty before the arrival, the mean over the minutes of a visit, and over visits.
 */
const FARTHEST_SECONDS = 120;
const SPREAD_WITHIN_SECONDS = 1800;

export interface WobbleScore {
  readonly byHorizon: Readonly<
    Record<string, { readonly pairs: number; readonly meanChangeSeconds: number }>
  >;
  readonly pairs: number;
  readonly meanChangeSeconds: number | undefined;
  /**
   * Predictions of a visit at the very moment of another: two vehicles are both said to run the trip. All of them
   * count; a rider would see them jump.
   */
  readonly contradictions: number;
  /** Cal-ITP's figure, and of how many visits. */
  readonly spread: { readonly visits: number; readonly meanSeconds: number } | undefined;
}

export class Wobble {
  readonly #byHorizon = HORIZONS.map(() => ({ pairs: 0, change: 0 }));
  #contradictions = 0;
  readonly #truth: ObservedArrivals;
  /** Of each visit, what was predicted last, and when. */
  readonly #madeAt: Float64Array;
  readonly #said: Float64Array;
  /** Of each visit, the minute before the arrival that is being counted, and the bounds of what was said in it. */
  readonly #minute: Int16Array;
  readonly #earliest: Float64Array;
  readonly #latest: Float64Array;
  /** Of each visit, the minutes that are over, and the sum of their spreads. */
  readonly #minutes: Uint16Array;
  readonly #spreads: Float64Array;

  constructor(truth: ObservedArrivals) {
    const { count } = truth;
    this.#truth = truth;
    this.#madeAt = new Float64Array(count).fill(-Infinity);
    this.#said = new Float64Array(count);
    this.#minute = new Int16Array(count).fill(-1);
    this.#earliest = new Float64Array(count);
    this.#latest = new Float64Array(count);
    this.#minutes = new Uint16Array(count);
    this.#spreads = new Float64Array(count);
  }

  add({ madeAtSeconds, arrivalSeconds }: PredictedArrival, visit: number, horizon: number): void {
    const apart = madeAtSeconds - this.#madeAt[visit]!;
    if (apart > 0 && apart <= FARTHEST_SECONDS) {
      const tally = this.#byHorizon[horizon]!;
      tally.pairs++;
      tally.change += Math.abs(arrivalSeconds - this.#said[visit]!);
    }
    if (apart === 0) this.#contradictions++;
    this.#madeAt[visit] = madeAtSeconds;
    this.#said[visit] = arrivalSeconds;
    const ahead = this.#truth.arrivalSeconds[visit]! - madeAtSeconds;
    if (ahead < SPREAD_WITHIN_SECONDS) this.#spread(visit, Math.floor(ahead / 60), arrivalSeconds);
  }

  #spread(visit: number, minute: number, arrivalSeconds: number): void {
    if (this.#minute[visit] !== minute) {
      this.#endMinute(visit);
      this.#minute[visit] = minute;
      this.#earliest[visit] = arrivalSeconds;
      this.#latest[visit] = arrivalSeconds;
      return;
    }
    this.#earliest[visit] = Math.min(this.#earliest[visit]!, arrivalSeconds);
    this.#latest[visit] = Math.max(this.#latest[visit]!, arrivalSeconds);
  }

  #endMinute(visit: number): void {
    if (this.#minute[visit]! < 0) return;
    this.#minutes[visit]!++;
    this.#spreads[visit]! += this.#latest[visit]! - this.#earliest[visit]!;
    this.#minute[visit] = -1;
  }

  /** Ends all minutes: nothing may be added after. */
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
    const meanChangeSeconds = pairs === 0 ? undefined : change / pairs;
    const contradictions = this.#contradictions;
    return { byHorizon, pairs, meanChangeSeconds, contradictions, spread: this.#summariseSpread() };
  }

  #summariseSpread(): WobbleScore['spread'] {
    let visits = 0;
    let sum = 0;
    for (let visit = 0; visit < this.#minutes.length; visit++) {
      this.#endMinute(visit);
      if (this.#minutes[visit] === 0) continue;
      visits++;
      sum += this.#spreads[visit]! / this.#minutes[visit]!;
    }
    return visits === 0 ? undefined : { visits, meanSeconds: sum / visits };
  }
}
