import type { RouteIndex } from '../gtfs/index.js';
import { keptSince } from './kept-since.js';
import { LearnedScale, robustWeight } from './learned-scale.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { likenBound, likenDeparture } from './weigh-departure.js';

/**
 * How early and how late this network's vehicles run, learned as they are followed: a place where buses leave ten
 * minutes before their time is told from one where none does by its own days, not by a constant. The scale of each
 * side of the t distribution is its maximum-likelihood estimate (the EM iteration for Student's t), from what was
 * published with confidence, beside a prior that weighs `punctualityPrior` samples. The centre is learned likewise, of the
 * network and of each route: where drivers leave early, a whole line is early, and the next bus of it is not late.
 */
export class LearnedPunctuality {
  readonly #early = new LearnedScale();
  readonly #late = new LearnedScale();
  readonly #paceEarly = new LearnedScale();
  readonly #paceLate = new LearnedScale();
  readonly #centre = { sum: 0, weight: 0 };
  /** Of departures of those who had waited, how many were bound to the timetable. */
  readonly #departures: Departures = { bound: 0, all: 0 };
  readonly #routeDepartures: (Departures | undefined)[] = [];
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
    const robust = robustWeight(off, scale, deviationFreedom);
    side.observe(off, samples, scale, deviationFreedom);
    const own = (this.#routes[route] ??= { sum: 0, weight: 0 });
    for (const centre of [this.#centre, own]) {
      centre.sum += samples * robust * deviationSeconds;
      centre.weight += samples * robust;
    }
  }

  /** A vehicle that was surely on a trip has drifted so far from the timetable of late (`follow-pace.ts`). */
  observePace(driftSeconds: number, seconds: number): void {
    const { deviationFreedom, paceEarlyScale, paceLateScale, paceMemorySeconds } = this.#now;
    const samples = Math.min(seconds, LONGEST_SECONDS) / paceMemorySeconds;
    if (driftSeconds < 0) this.#paceEarly.observe(driftSeconds, samples, paceEarlyScale, deviationFreedom);
    else this.#paceLate.observe(driftSeconds, samples, paceLateScale, deviationFreedom);
  }

  /** Share of a route's departures that are bound to the timetable: its own as far as it is known, else the network's. */
  departureBoundOf(route: RouteIndex): number {
    const { departureBound } = this.#now;
    const own = this.#routeDepartures[route];
    const { punctualityPrior } = this.prior;
    return own
      ? (punctualityPrior * departureBound + own.bound) / (punctualityPrior + own.all)
      : departureBound;
  }

  /** A route's vehicle that is surely on its trip had left for it so long after its time. */
  observeDeparture(route: RouteIndex, offSeconds: number): void {
    const share = this.departureBoundOf(route);
    const bound = (share * likenBound(this.#now, offSeconds)) / likenDeparture(this.#now, share, offSeconds);
    const own = (this.#routeDepartures[route] ??= { bound: 0, all: 0 });
    for (const departures of [this.#departures, own]) {
      departures.bound += bound;
      departures.all++;
    }
  }

  /** Draws the conclusions of what was observed, and lets the older fade; each so often in the fleet's time. */
  learn(now: number): void {
    const keep = keptSince(this.#at, now, this.prior.punctualityMemorySeconds);
    this.#at = now;
    for (const side of this.#sides) side.fade(keep);
    for (const centre of [this.#centre, ...this.#routes]) {
      if (!centre) continue;
      centre.sum *= keep;
      centre.weight *= keep;
    }
    for (const departures of [this.#departures, ...this.#routeDepartures]) {
      if (!departures) continue;
      departures.bound *= keep;
      departures.all *= keep;
    }
    const { prior } = this;
    const { punctualityPrior, deviationCentreSeconds } = prior;
    const { bound, all } = this.#departures;
    const departureBound = (punctualityPrior * prior.departureBound + bound) / (punctualityPrior + all);
    this.#now = {
      ...prior,
      deviationCentreSeconds:
        (punctualityPrior * deviationCentreSeconds + this.#centre.sum) /
        (punctualityPrior + this.#centre.weight),
      deviationEarlyScale: this.#scaleOf(this.#early, prior.deviationEarlyScale),
      deviationLateScale: this.#scaleOf(this.#late, prior.deviationLateScale),
      paceEarlyScale: this.#scaleOf(this.#paceEarly, prior.paceEarlyScale),
      paceLateScale: this.#scaleOf(this.#paceLate, prior.paceLateScale),
      departureBound,
    };
  }

  /** Sums and their time, as `restore` reads them. */
  dump(): number[] {
    if (!Number.isFinite(this.#at)) return [];
    const { sum, weight } = this.#centre;
    const [early, late, ...paces] = this.#sides.map((side) => side.dump());
    const { bound, all } = this.#departures;
    return [this.#at, ...early!, ...late!, sum, weight, ...paces.flat(), bound, all];
  }

  restore([at, ...numbers]: readonly number[]): void {
    if (at === undefined) return;
    const [sum = 0, weight = 0] = numbers.slice(4);
    this.#at = at;
    Object.assign(this.#centre, { sum, weight });
    this.#early.restore(...numbers.slice(0, 2));
    this.#late.restore(...numbers.slice(2, 4));
    // Absent in what older versions wrote.
    this.#paceEarly.restore(...numbers.slice(6, 8));
    this.#paceLate.restore(...numbers.slice(8, 10));
    const [bound = 0, all = 0] = numbers.slice(10);
    Object.assign(this.#departures, { bound, all });
    this.learn(at);
  }

  /** What is known of each route, as `restoreRoute` reads it: sums of its deviations, and of its departures. */
  listRoutes(): [route: RouteIndex, ...sums: number[]][] {
    return this.#routes.flatMap((own, route) => {
      const { bound = 0, all = 0 } = this.#routeDepartures[route] ?? {};
      return own ? [[route, own.sum, own.weight, bound, all] as [RouteIndex, ...number[]]] : [];
    });
  }

  /** Departures are absent in what older versions wrote. */
  restoreRoute(route: RouteIndex, [sum = 0, weight = 0, bound = 0, all = 0]: readonly number[]): void {
    this.#routes[route] = { sum, weight };
    this.#routeDepartures[route] = { bound, all };
  }

  get #sides(): readonly LearnedScale[] {
    return [this.#early, this.#late, this.#paceEarly, this.#paceLate];
  }

  #scaleOf(side: LearnedScale, prior: number): number {
    const { punctualityPrior, punctualityFloor, punctualityCorrection } = this.prior;
    return Math.max(punctualityFloor * prior, side.estimate(prior, punctualityPrior, punctualityCorrection));
  }
}

/** Of departures, how many and how many of them bound to the timetable. */
interface Departures {
  bound: number;
  all: number;
}

/** Deviations this far apart are separate samples; no single observation stands for longer than the other. */
const SAMPLE_SECONDS = 600;
const LONGEST_SECONDS = 120;
