import type { PredictionParameters } from './prediction-parameters.js';

/**
 * How long a vehicle still takes to pass its next stop, from where it was seen. A section's time is not spread evenly
 * over its way: part of it is spent at the stop at its end, and who is seen standing will stand some more. How much
 * differs between cities and trackers (some report when doors open, some each half minute), so it is learned from
 * what positions turned out to mean: apart for vehicles on the way, by how long they have stood, and for those at
 * the stop, by how long they have been there.
 */
export interface Approach {
  /** Share of the section's way that is ahead. */
  readonly left: number;
  /** Within a vehicle's length or two of the stop. */
  readonly isAtStop: boolean;
  /** Seconds that the vehicle has stood, or been at the stop. */
  readonly stoodSeconds: number;
  /** Expected time of the whole section. */
  readonly sectionSeconds: number;
}

/** Classes of standing begin at so many seconds. */
const STOOD_SECONDS = [0, 10, 30, 60, 120, 300] as const;
/** More is a breakdown or a driver's break, not a stop. */
const LONGEST_SECONDS = 300;

export class TimeToStop {
  /** Of the section's time, what is spent at its end: what remains beyond the share of the way. */
  readonly #stopPart: RatioMemory;
  /** What standing on the way adds, by how long the vehicle has stood; nothing for one that has not. */
  readonly #standing: readonly RatioMemory[];
  /** What remains for vehicles at the stop, by how long they have been there. */
  readonly #atStop: readonly RatioMemory[];

  constructor(private readonly p: PredictionParameters) {
    this.#stopPart = new RatioMemory(p, p.stopPartSeconds);
    this.#standing = STOOD_SECONDS.map(() => new RatioMemory(p, 0));
    this.#atStop = STOOD_SECONDS.map(() => new RatioMemory(p, p.stopPartSeconds));
  }

  /** Seconds until the stop is passed. */
  expect(approach: Approach): number {
    const standing = classOf(approach.stoodSeconds);
    if (approach.isAtStop) return this.#atStop[standing]!.ratio;
    return this.#onTheWay(approach) + (standing > 0 ? this.#standing[standing]!.ratio : 0);
  }

  /** Learns that it took `seconds` from there. */
  learn(approach: Approach, seconds: number): void {
    const { left, isAtStop, sectionSeconds } = approach;
    const standing = classOf(approach.stoodSeconds);
    if (isAtStop) {
      this.#atStop[standing]!.learn(Math.min(seconds, LONGEST_SECONDS), 1);
      return;
    }
    const took = Math.min(seconds, left * sectionSeconds + LONGEST_SECONDS);
    if (standing > 0) this.#standing[standing]!.learn(took - this.#onTheWay(approach), 1);
    else this.#stopPart.learn(took - left * sectionSeconds, 1 - left);
  }

  #onTheWay({ left, sectionSeconds }: Approach): number {
    const atStop = Math.min(sectionSeconds, Math.max(0, this.#stopPart.ratio));
    return left * sectionSeconds + (1 - left) * atStop;
  }

  dump(): number[] {
    return [this.#stopPart, ...this.#standing, ...this.#atStop].flatMap((memory) => memory.dump());
  }

  restore(numbers: readonly number[]): void {
    [this.#stopPart, ...this.#standing, ...this.#atStop].forEach((memory, i) => {
      memory.restore(numbers.slice(2 * i, 2 * i + 2));
    });
  }
}

function classOf(stoodSeconds: number): number {
  let i = STOOD_SECONDS.length - 1;
  while (i > 0 && stoodSeconds < STOOD_SECONDS[i]!) i--;
  return i;
}

/** Sum of amounts over sum of weights, of the last some hundred; `first` until something is known. */
class RatioMemory {
  #amount = 0;
  #weight = 0;

  constructor(
    private readonly p: PredictionParameters,
    private readonly first: number,
  ) {}

  get ratio(): number {
    const { approachTrust } = this.p;
    return (this.#amount + this.first * approachTrust) / (this.#weight + approachTrust);
  }

  learn(amount: number, weight: number): void {
    const keep = 1 - weight / this.p.approachesKept;
    this.#amount = keep * this.#amount + amount;
    this.#weight = keep * this.#weight + weight;
  }

  dump(): [amount: number, weight: number] {
    return [this.#amount, this.#weight];
  }

  restore([amount = 0, weight = 0]: readonly number[]): void {
    this.#amount = amount;
    this.#weight = weight;
  }
}
