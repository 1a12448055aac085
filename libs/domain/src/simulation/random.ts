/**
 * Chance that can be repeated. Most decisions hash what they are about (seed, block, trip, day) instead of
 * drawing from one long stream: a trip that breaks down breaks down again whatever was simulated before it, and
 * a day can be entered at any hour. Only what happens from second to second draws from a vehicle's own stream.
 */

/** A well-spread 32-bit hash of a hash and one more integer (multiply and fold, three rounds). */
export function mix(hash: number, part: number): number {
  let h = Math.imul((hash ^ part) + 0x3c6ef372, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of a text (FNV-1a over UTF-16 units, then mixed). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h >>> 0, text.length);
}

/** A hash as a number from 0 up to, not including, 1. */
export function unit(hash: number): number {
  return hash / 4_294_967_296;
}

/** Whether what has this hash happens, at a rate from 0 to 1. */
export function happens(hash: number, rate: number): boolean {
  return unit(hash) < rate;
}

/** A hash as a normal deviate (mean 0, variance 1; sum of its four bytes, so never beyond 3.5). */
export function normal(hash: number): number {
  const sum = (hash & 255) + ((hash >>> 8) & 255) + ((hash >>> 16) & 255) + (hash >>> 24);
  return (sum / 255 - 2) * 1.7251;
}

/** A sequence of draws that belongs to one vehicle. */
export class RandomStream {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    return mix(this.#state, 0x5bd1e995) / 4_294_967_296;
  }

  /** Mean 0, variance 1. */
  normal(): number {
    return normal((this.next() * 4_294_967_296) >>> 0);
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Poisson with the given mean (Knuth's product of draws; normal above 12, where it would take long). */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 12) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }
}
