import type { PredictionParameters } from './prediction-parameters.js';

/**
 * How long a vehicle still takes to pass its next stop, from where it was seen. A section's time is not spread evenly
 * over its way: part of it is spent at the stop at its end, and who is seen standing will stand some more. How much
 * differs between cities and trackers (some report when doors open, some each half minute), so it is learned from
 * what positions turned out to mean: apart for vehicles on the way, by how long they have stood, and for those at
 * the stop, by how long they have been there; where trackers tell the speed, by whether they move, too.
 */
export interface Approach {
  /** Share of the section's time that is ahead, as it is spent on the way. */
  readonly left: number;
  /** Within a vehicle's length or two of the stop. */
  readonly isAtStop: boolean;
  /** Seconds that the vehicle has stood, or been at the stop. */
  readonly stoodSeconds: number;
  /** As its tracker tells it. */
  readonly speedMetresPerSecond?: number | undefined;
  /** Expected time of the whole section. */
  readonly sectionSeconds: number;
}

/** Classes of standing begin at so many seconds. */
const STOOD_SECONDS = [0, 10, 30, 60, 120, 300] as const;
const MOTIONS = ['stands', 'moves'] as const;
/** More is a breakdown or a driver's break, not a stop. */
const LONGEST_SECONDS = 300;

export class TimeToStop {
  /** Of the section's time, what is spent at its end: what remains beyond the share of the way. */
  readonly #stopPart: RatioMemory;
  /** What standing on the way adds, by how long the vehicle has stood; nothing for one that has not. */
  readonly #standing: readonly RatioMemory[];
  /** What remains for vehicles at the stop, by how long they have been there. */
  readonly #atStop: readonly RatioMemory[];
  /** The two before, on the way and at stops, of vehicles that move and that do not. */
  readonly #onTheWayBy: readonly RatioMemory[];
  readonly #atStopBy: readonly RatioMemory[];

  constructor(private readonly p: PredictionParameters) {
    this.#stopPart = new RatioMemory(p, p.stopPartSeconds);
    this.#standing = STOOD_SECONDS.map(() => new RatioMemory(p, 0));
    this.#atStop = STOOD_SECONDS.map(() => new RatioMemory(p, p.stopPartSeconds));
    this.#onTheWayBy = MOTIONS.flatMap(() => STOOD_SECONDS.map(() => new RatioMemory(p, 0)));
    this.#atStopBy = MOTIONS.flatMap(() => STOOD_SECONDS.map(() => new RatioMemory(p, 0)));
  }

  /** Seconds until the stop is passed. */
  expect(approach: Approach): number {
    if (approach.isAtStop) return this.#remainsAtStop(approach);
    return Math.max(0, this.#onTheWay(approach) + this.#standingAdds(approach));
  }

  /** Learns that it took `seconds` from there. */
  learn(approach: Approach, seconds: number): void {
    const { left, isAtStop, sectionSeconds } = approach;
    const standing = classOf(approach.stoodSeconds);
    const motion = motionOf(approach);
    if (isAtStop) {
      const remained = Math.min(seconds, LONGEST_SECONDS);
      this.#atStop[standing]!.learn(remained, 1);
      if (motion !== undefined) this.#atStopBy[motion + standing]!.learn(remained, 1);
      return;
    }
    const took = Math.min(seconds, left * sectionSeconds + LONGEST_SECONDS);
    const added = took - this.#onTheWay(approach);
    if (standing > 0) this.#standing[standing]!.learn(added, 1);
    else this.#stopPart.learn(took - left * sectionSeconds, 1 - left);
    if (motion !== undefined) this.#onTheWayBy[motion + standing]!.learn(added, 1);
  }

  #remainsAtStop(approach: Approach): number {
    const standing = classOf(approach.stoodSeconds);
    const motion = motionOf(approach);
    const usual = this.#atStop[standing]!.ratio;
    return motion === undefined
      ? usual
      : this.#atStopBy[motion + standing]!.ratioBeside(usual, this.p.motionTrust);
  }

  #standingAdds(approach: Approach): number {
    const standing = classOf(approach.stoodSeconds);
    const motion = motionOf(approach);
    const usual = standing > 0 ? this.#standing[standing]!.ratio : 0;
    return motion === undefined
      ? usual
      : this.#onTheWayBy[motion + standing]!.ratioBeside(usual, this.p.motionTrust);
  }

  #onTheWay({ left, sectionSeconds }: Approach): number {
    const atStop = Math.min(sectionSeconds, Math.max(0, this.#stopPart.ratio));
    return left * sectionSeconds + (1 - left) * atStop;
  }

  dump(): number[] {
    return this.#all().flatMap((memory) => memory.dump());
  }

  restore(numbers: readonly number[]): void {
    this.#all().forEach((memory, i) => {
      memory.restore(numbers.slice(2 * i, 2 * i + 2));
    });
  }

  #all(): RatioMemory[] {
    return [this.#stopPart, ...this.#standing, ...this.#atStop, ...this.#onTheWayBy, ...this.#atStopBy];
  }
}

/** Slower, a vehicle stands, metres a second. */
const STANDING_SPEED = 1;

/** Where the memories of a vehicle's motion begin; undefined where its tracker tells no speed. */
function motionOf({ speedMetresPerSecond: speed }: Approach): number | undefined {
  if (speed === undefined) return undefined;
  return MOTIONS.indexOf(speed < STANDING_SPEED ? 'stands' : 'moves') * STOOD_SECONDS.length;
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
    return this.ratioBeside(this.first, this.p.approachTrust);
  }

  /** As it is where `usual` was to be expected before anything is known, which is worth a weight of `trust`. */
  ratioBeside(usual: number, trust: number): number {
    return (this.#amount + usual * trust) / (this.#weight + trust);
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
