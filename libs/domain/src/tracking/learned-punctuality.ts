import type { RouteIndex } from '../gtfs/index.js';
import type { TrackingParameters } from './tracking-parameters.js';

/**
 * How early and how late this network's vehicles run, learned as they are followed: a place where buses leave ten
 * minutes before their time is told from one where none does by its own days, not by a constant. The scale of each
 * side of the t distribution is its maximum-likelihood estimate (the EM iteration for Student's t), from what was
 * published with confidence, beside a prior that weighs `punctualityPrior` samples. The centre is learned likewise, of the
 * network and of each route: where drivers leave early, a whole line is early, and the next bus of it is not late.
 */
export class LearnedPunctuality {
  readonly #early = { sum: 0, samples: 0 };
  readonly #late = { sum: 0, samples: 0 };
  readonly #centre = { sum: 0, weight: 0 };
  /** By route index. */
  readonly #routes: ({ sum: number; weight: number } | undefined)[] = [];
  #now: TrackingParameters;
  #at = -Infinity;

  constructor(private readonly prior: TrackingParameters) {
    this.#now = prior;
  }

  /** The parameters with what was learned so far. */
  get parameters(): TrackingParameters {
    return this.#now;
  }

  /** Usual deviation of a route's vehicles, seconds: its own as far as it is known, else the network's. */
  centreOf(route: RouteIndex): number {
    const { punctualityRoutePrior } = this.prior;
    const network = this.#now.deviationCentreSeconds;
    const own = this.#routes[route];
    return own ? (punctualityRoutePrior * network + own.sum) / (punctualityRoutePrior + own.weight) : network;
  }

  /** A route's vehicle was on a trip with this deviation for so many seconds, as surely as `confidence`. */
  observe(route: RouteIndex, deviationSeconds: number, seconds: number, confidence: number): void {
    const { deviationFreedom, deviationEarlyScale, deviationLateScale } = this.#now;
    const off = deviationSeconds - this.centreOf(route);
    const scale = off < 0 ? deviationEarlyScale : deviationLateScale;
    const side = off < 0 ? this.#early : this.#late;
    const samples = (confidence * Math.min(seconds, LONGEST_SECONDS)) / SAMPLE_SECONDS;
    const robust = (deviationFreedom + 1) / (deviationFreedom + (off * off) / (scale * scale));
    side.sum += samples * robust * off * off;
    side.samples += samples;
    const own = (this.#routes[route] ??= { sum: 0, weight: 0 });
    for (const centre of [this.#centre, own]) {
      centre.sum += samples * robust * deviationSeconds;
      centre.weight += samples * robust;
    }
  }

  /** Draws the conclusions of what was observed, and lets the older fade; each so often in the fleet's time. */
  learn(now: number): void {
    const keep = Math.exp(-Math.max(0, now - this.#at) / this.prior.punctualityMemorySeconds);
    this.#at = now;
    for (const side of [this.#early, this.#late]) {
      side.sum *= keep;
      side.samples *= keep;
    }
    for (const centre of [this.#centre, ...this.#routes]) {
      if (!centre) continue;
      centre.sum *= keep;
      centre.weight *= keep;
    }
    const { punctualityPrior, deviationCentreSeconds } = this.prior;
    this.#now = {
      ...this.prior,
      deviationCentreSeconds:
        (punctualityPrior * deviationCentreSeconds + this.#centre.sum) /
        (punctualityPrior + this.#centre.weight),
      deviationEarlyScale: this.#scaleOf(this.#early, this.prior.deviationEarlyScale),
      deviationLateScale: this.#scaleOf(this.#late, this.prior.deviationLateScale),
    };
  }

  /** Sums and their time, as `restore` reads them. */
  dump(): number[] {
    const sides = [this.#early, this.#late].flatMap(({ sum, samples }) => [Math.round(sum), samples]);
    const { sum, weight } = this.#centre;
    return Number.isFinite(this.#at) ? [this.#at, ...sides, sum, weight] : [];
  }

  restore([at, ...numbers]: readonly number[]): void {
    if (at === undefined) return;
    const [earlySum = 0, earlySamples = 0, lateSum = 0, lateSamples = 0, sum = 0, weight = 0] = numbers;
    this.#at = at;
    Object.assign(this.#centre, { sum, weight });
    Object.assign(this.#early, { sum: earlySum, samples: earlySamples });
    Object.assign(this.#late, { sum: lateSum, samples: lateSamples });
    this.learn(at);
  }

  /** Sums of the deviations of each route that is known, as `restoreRoute` reads them. */
  listRoutes(): (readonly [route: RouteIndex, sum: number, weight: number])[] {
    return this.#routes.flatMap((own, route) => (own ? [[route, own.sum, own.weight] as const] : []));
  }

  restoreRoute(route: RouteIndex, sum: number, weight: number): void {
    this.#routes[route] = { sum, weight };
  }

  #scaleOf({ sum, samples }: { sum: number; samples: number }, prior: number): number {
    const { punctualityPrior, punctualityFloor, punctualityCorrection } = this.prior;
    const squared =
      (punctualityPrior * prior * prior + punctualityCorrection * sum) / (punctualityPrior + samples);
    return Math.max(punctualityFloor * prior, Math.sqrt(squared));
  }
}

/** Deviations this far apart are separate samples; no single observation stands for longer than the other. */
const SAMPLE_SECONDS = 600;
const LONGEST_SECONDS = 120;
