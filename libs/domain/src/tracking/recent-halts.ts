import { distanceOf } from '../geo/index.js';
import type { Fix } from './hypothesis.js';

/** Slower than this a vehicle stands or rolls up to where it will stand, metres a second. */
export const SLOW_SPEED = 2.5;
/** Slow positions nearer to each other than this are one halt. */
const SAME_METRES = 40;
/** So many halts are remembered, each for so long after the vehicle left. */
const MOST = 8;
const KEPT_SECONDS = 300;

/** Where a vehicle was slow, on the plane. */
export interface Halt {
  readonly x: number;
  readonly y: number;
}

/**
 * Where a vehicle was slow of late, and how closely that was watched: between two positions a minute apart it may have
 * served two stops that nobody saw.
 */
export class RecentHalts {
  readonly #halts: (Halt & { until: number })[] = [];
  #newCount = 0;
  #widestGapSeconds: number;

  /** `wasWatched`: whether nothing can have been missed since the beam was weighed last, as after a restart. */
  constructor(wasWatched = true) {
    this.#widestGapSeconds = wasWatched ? 0 : Infinity;
  }

  /** Longest time between two positions since the beam was weighed last, seconds; without end where a speed is not known. */
  get widestGapSeconds(): number {
    return this.#widestGapSeconds;
  }

  /** Takes the vehicle's next position. */
  note({ x, y, at, elapsed, speed }: Fix): void {
    this.#widestGapSeconds = Math.max(this.#widestGapSeconds, speed === undefined ? Infinity : elapsed);
    while (this.#halts.length > 0 && at - this.#halts[0]!.until > KEPT_SECONDS) this.#halts.shift();
    if (speed === undefined || speed >= SLOW_SPEED) return;
    const last = this.#halts.at(-1);
    if (last && distanceOf(last.x - x, last.y - y) < SAME_METRES) {
      last.until = at;
      return;
    }
    if (this.#halts.length >= MOST) this.#halts.shift();
    this.#halts.push({ x, y, until: at });
    this.#newCount = Math.min(this.#newCount + 1, this.#halts.length);
  }

  /** Halts that began since the beam was weighed last. */
  listNew(): readonly Halt[] {
    return this.#newCount > 0 ? this.#halts.slice(-this.#newCount) : [];
  }

  /** The beam was weighed: what comes is new. */
  startAfresh(): void {
    this.#newCount = 0;
    this.#widestGapSeconds = 0;
  }

  /** Whether it was slow within so many metres of a place. */
  isNear({ x, y }: Halt, metres: number): boolean {
    for (const halt of this.#halts) if (distanceOf(halt.x - x, halt.y - y) <= metres) return true;
    return false;
  }
}
