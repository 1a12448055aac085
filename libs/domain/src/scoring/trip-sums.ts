/**
 * Ratios whose numerators and denominators are summed by trip, and what they would have been with other trips: the
 * bootstrap by cluster. Predictions of one trip are right and wrong together, so drawing single predictions would
 * make every interval several times too narrow. Each draw takes as many trips as there are, with replacement, and
 * all ratios are computed of the same draw, so that differences between methods are paired.
 *
 * Memory: 16 bytes for each ratio and trip. Time: draws x ratios x trips.
 */
const DRAWS = 500;
/** Of the draws, the middle 95 %. */
const TAIL = 0.025;
const SEED = 0x5eed;

export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
}

/** One ratio: a sum of numerators over a sum of denominators. */
export class TripRatio {
  #numerators: Float64Array;
  #denominators: Float64Array;
  /** One more than the highest trip added to. */
  trips = 0;

  constructor(expectedTrips: number) {
    this.#numerators = new Float64Array(expectedTrips);
    this.#denominators = new Float64Array(expectedTrips);
  }

  add(trip: number, numerator: number, denominator = 1): void {
    if (trip >= this.#numerators.length) {
      this.#numerators = grown(this.#numerators, trip);
      this.#denominators = grown(this.#denominators, trip);
    }
    this.trips = Math.max(this.trips, trip + 1);
    this.#numerators[trip]! += numerator;
    this.#denominators[trip]! += denominator;
  }

  /** Both sums, of trips that count as often as their weights say. */
  weigh(weights: Float64Array): readonly [numerator: number, denominator: number] {
    let numerator = 0;
    let denominator = 0;
    for (let trip = 0; trip < this.trips; trip++) {
      numerator += weights[trip]! * this.#numerators[trip]!;
      denominator += weights[trip]! * this.#denominators[trip]!;
    }
    return [numerator, denominator];
  }
}

export class TripSums {
  readonly #ratios: TripRatio[] = [];

  /** More trips than expected cost a copy. */
  constructor(private readonly expectedTrips: number) {}

  createRatio(): TripRatio {
    const ratio = new TripRatio(this.expectedTrips);
    this.#ratios.push(ratio);
    return ratio;
  }

  /** The draws, the same at each call. */
  draw(): BootstrapDraws {
    const draws = new Map<TripRatio, DrawnSums>();
    for (const ratio of this.#ratios) if (ratio.trips > 0) draws.set(ratio, new DrawnSums());
    const weights = new Float64Array(Math.max(0, ...this.#ratios.map(({ trips }) => trips)));
    let state = SEED;
    for (let d = 0; d < DRAWS; d++) {
      state = drawWeights(weights, state);
      for (const [ratio, drawn] of draws) {
        [drawn.numerators[d], drawn.denominators[d]] = ratio.weigh(weights);
      }
    }
    return new BootstrapDraws(draws);
  }
}

class DrawnSums {
  readonly numerators = new Float64Array(DRAWS);
  readonly denominators = new Float64Array(DRAWS);
}

/** What the ratios were in each draw. Several are summed before they are divided. */
export class BootstrapDraws {
  /** For where nobody asks how sure the figures are: no interval has an answer, and none costs anything. */
  static readonly NONE = new BootstrapDraws(new Map());

  constructor(private readonly draws: ReadonlyMap<TripRatio, DrawnSums>) {}

  /** The interval that holds 95 % of the draws; undefined where too few of them have an answer. */
  interval(ratios: readonly TripRatio[]): ConfidenceInterval | undefined {
    return middleOf(this.#values(ratios));
  }

  /** The same of the difference of two, drawn together. */
  differenceInterval(
    ratios: readonly TripRatio[],
    others: readonly TripRatio[],
  ): ConfidenceInterval | undefined {
    const other = this.#values(others);
    if (other.length === 0) return undefined;
    return middleOf(this.#values(ratios).map((value, i) => value - other[i]!));
  }

  #values(ratios: readonly TripRatio[]): Float64Array {
    const drawn = ratios.flatMap((ratio) => this.draws.get(ratio) ?? []);
    if (drawn.length === 0) return new Float64Array(0);
    return new Float64Array(DRAWS).map((_, d) => {
      const denominator = drawn.reduce((sum, one) => sum + one.denominators[d]!, 0);
      return drawn.reduce((sum, one) => sum + one.numerators[d]!, 0) / denominator;
    });
  }
}

function middleOf(values: Float64Array): ConfidenceInterval | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length < DRAWS / 2) return undefined;
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return { low: at(TAIL), high: at(1 - TAIL) };
}

/** A copy with room for a trip, and as much again. */
function grown(sums: Float64Array, trip: number): Float64Array {
  const larger = new Float64Array(2 * (trip + 1));
  larger.set(sums);
  return larger;
}

/** How often each trip is drawn. Returns the next state of the generator (mulberry32, Tommy Ettinger, public domain). */
function drawWeights(weights: Float64Array, seed: number): number {
  let state = seed;
  weights.fill(0);
  for (let i = 0; i < weights.length; i++) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    const uniform = ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    weights[Math.floor(uniform * weights.length)]!++;
  }
  return state;
}
