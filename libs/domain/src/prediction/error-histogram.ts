import type { PredictionParameters } from './prediction-parameters.js';
import { fadeFactor } from './section-memory.js';

/** Errors fall into classes that grow by this factor, so that the percentile is right to a part of it at any size. */
const GROWTH = 1.06;
const LEAST = 0.02;
/** Up to 20 times what the first guess says; wilder errors count as that. */
const CLASSES = 120;
const COVERED = 0.8;
/** The percentile is worked out anew after so many errors, and more often while they are few. */
const REFRESH_EVERY = 50;
const REFRESH_FEW_EVERY = 10;
/** Weights are scaled back before they grow beyond this. */
const HEAVIEST = 1e9;

/**
 * How wrong predictions of one kind and lead were, as multiples of a first guess: all errors of late, older ones weighing less.
 * It ages with its errors and not with the clock, so a night without service forgets nothing. Beside them are some made up, which
 * never fade: of an exponential distribution of which four fifths are within 1.
 */
export class ErrorHistogram {
  /** Weight of the errors in each class, of which one that comes now weighs `#unit`. */
  readonly #weights = new Float64Array(CLASSES);
  readonly #first: Float64Array;
  #unit = 1;
  #latest = -Infinity;
  #count = 0;
  #factor = 1;

  constructor(private readonly p: PredictionParameters) {
    const within = (c: number): number => 1 - (1 - COVERED) ** endOfClass(c);
    this.#first = Float64Array.from(
      { length: CLASSES },
      (_, c) => p.intervalTrust * (within(c) - (c > 0 ? within(c - 1) : 0)),
    );
  }

  /** The multiple within which four errors in five are. */
  get factor(): number {
    return this.#factor;
  }

  /** Adds the size of an error that was seen at `at`, epoch seconds. Answers whether that changed the factor. */
  learn(error: number, at: number): boolean {
    this.#age(at);
    this.#weights[classOf(error)]! += this.#unit;
    this.#count++;
    const every = this.#count < 2 * REFRESH_EVERY ? REFRESH_FEW_EVERY : REFRESH_EVERY;
    if (this.#count % every !== 0) return false;
    this.#factor = this.#percentile();
    return true;
  }

  /** Weights of the classes that hold any error: class, weight, class, weight, ... */
  dump(): number[] {
    return [...this.#weights].flatMap((weight, c) => (weight > 0 ? [c, weight / this.#unit] : []));
  }

  restore(pairs: readonly number[]): void {
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const c = pairs[i]!;
      if (c in this.#weights) this.#weights[c]! += Math.max(0, pairs[i + 1]!) * this.#unit;
    }
    this.#factor = this.#percentile();
  }

  #age(at: number): void {
    const age = Math.min(at - this.#latest, this.p.errorAgesMostSeconds);
    this.#latest = Math.max(this.#latest, at);
    if (age <= 0) return;
    this.#unit /= fadeFactor(age, this.p.errorHalfLifeSeconds);
    if (this.#unit < HEAVIEST) return;
    for (let c = 0; c < CLASSES; c++) this.#weights[c]! /= this.#unit;
    this.#unit = 1;
  }

  #percentile(): number {
    const weightOf = (c: number): number => this.#weights[c]! + this.#first[c]! * this.#unit;
    let total = 0;
    for (let c = 0; c < CLASSES; c++) total += weightOf(c);
    let left = COVERED * total;
    for (let c = 0; c < CLASSES; c++) {
      const weight = weightOf(c);
      if (left <= weight) {
        const from = c > 0 ? endOfClass(c - 1) : 0;
        return from + (left / weight) * (endOfClass(c) - from);
      }
      left -= weight;
    }
    return endOfClass(CLASSES - 1);
  }
}

/** Upper end of a class, as a multiple of the first guess. */
export function endOfClass(c: number): number {
  return LEAST * GROWTH ** (c + 1);
}

function classOf(error: number): number {
  if (error <= LEAST) return 0;
  return Math.min(CLASSES - 1, Math.floor(Math.log(error / LEAST) / Math.log(GROWTH)));
}
