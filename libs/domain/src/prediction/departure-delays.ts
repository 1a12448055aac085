import type { PredictionParameters } from './prediction-parameters.js';

/**
 * When vehicles leave the first stop of a trip. Two kinds are remembered apart: after the scheduled time, of those
 * that were there before it, and after coming there, of those that came too late. Expected is the median of the
 * delays longer than the one already seen, so a departure that is overdue is expected later and later.
 */
export class DepartureDelays {
  readonly #onTime: DelayMemory;
  readonly #late: DelayMemory;

  constructor(private readonly p: PredictionParameters) {
    this.#onTime = new DelayMemory(p, [-15, 0, 15, 30, 60, 120]);
    this.#late = new DelayMemory(p, [15, 30, 60, 120, 240]);
  }

  /** Learns a departure at `leftAt`, scheduled at `scheduled`, of a vehicle that was there from `readyAt`. */
  learn(leftAt: number, scheduled: number, readyAt: number): void {
    if (isInTime(readyAt, scheduled)) this.#onTime.learn(leftAt - scheduled);
    else this.#late.learn(leftAt - readyAt);
  }

  /** Expected departure of a vehicle that is there from `readyAt` and has not left by `now`; not before either. */
  expect(scheduled: number, readyAt: number, now: number): number {
    const expected = isInTime(readyAt, scheduled)
      ? scheduled + this.#onTime.medianBeyond(now - scheduled)
      : readyAt + this.#late.medianBeyond(now - readyAt);
    return Math.max(expected, now + this.p.imminentSeconds, readyAt);
  }

  dump(): [onTime: readonly number[], late: readonly number[]] {
    return [this.#onTime.learned, this.#late.learned];
  }

  restore(onTime: readonly number[], late: readonly number[]): void {
    for (const delay of onTime) this.#onTime.learn(delay);
    for (const delay of late) this.#late.learn(delay);
  }
}

/** There early enough to leave in time. */
function isInTime(readyAt: number, scheduled: number): boolean {
  return readyAt < scheduled - 30;
}

/** Beyond these a departure is a mistake of tracking. */
const EARLIEST_SECONDS = -600;
const LATEST_SECONDS = 900;

class DelayMemory {
  readonly learned: number[] = [];
  #count = 0;
  #sorted: Float64Array | undefined;

  constructor(
    private readonly p: PredictionParameters,
    /** What is believed before anything is known. */
    private readonly first: readonly number[],
  ) {}

  learn(delaySeconds: number): void {
    if (delaySeconds < EARLIEST_SECONDS || delaySeconds > LATEST_SECONDS) return;
    this.learned[this.#count % this.p.departuresKept] = delaySeconds;
    this.#count++;
    this.#sorted = undefined;
  }

  medianBeyond(delaySeconds: number): number {
    this.#sorted ??= Float64Array.from([...this.first, ...this.learned]).sort();
    const sorted = this.#sorted;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! > delaySeconds) high = middle;
      else low = middle + 1;
    }
    if (low === sorted.length) return delaySeconds + this.p.overdueSeconds;
    return sorted[(low + sorted.length - 1) >> 1]!;
  }
}
