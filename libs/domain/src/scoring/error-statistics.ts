/**
 * The errors of many predictions in little room: sums for the means, and counts by whole second for the
 * quantiles, so that a day of a city needs no more memory than a minute. An error is actual minus predicted:
 * positive where the bus came later than was said.
 */
const RANGE_SECONDS = 4 * 3600;

export interface ErrorSummary {
  readonly count: number;
  /** Mean absolute error, seconds. */
  readonly maeSeconds: number;
  /** Median and 90th percentile of the absolute error, to the second. */
  readonly medianSeconds: number;
  readonly p90Seconds: number;
  /** Mean error: positive where predictions are too early. */
  readonly biasSeconds: number;
  /** Share with an absolute error of at most 60 s. */
  readonly within60: number;
  /** 10th, 50th and 90th percentile of the error itself. */
  readonly spreadSeconds: readonly [number, number, number];
}

export class ErrorStatistics {
  count = 0;
  #sum = 0;
  #absoluteSum = 0;
  #within60 = 0;
  /** Counts by rounded error; errors beyond the range are in the outermost. */
  readonly #counts = new Uint32Array(2 * RANGE_SECONDS + 1);

  add(errorSeconds: number): void {
    this.count++;
    this.#sum += errorSeconds;
    this.#absoluteSum += Math.abs(errorSeconds);
    if (Math.abs(errorSeconds) <= 60) this.#within60++;
    const rounded = Math.min(RANGE_SECONDS, Math.max(-RANGE_SECONDS, Math.round(errorSeconds)));
    this.#counts[rounded + RANGE_SECONDS]!++;
  }

  addAll(other: ErrorStatistics): void {
    this.count += other.count;
    this.#sum += other.#sum;
    this.#absoluteSum += other.#absoluteSum;
    this.#within60 += other.#within60;
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i]! += other.#counts[i]!;
  }

  /** Undefined where nothing was added. */
  summarise(): ErrorSummary | undefined {
    if (this.count === 0) return undefined;
    return {
      count: this.count,
      maeSeconds: this.#absoluteSum / this.count,
      medianSeconds: this.#absoluteQuantile(0.5),
      p90Seconds: this.#absoluteQuantile(0.9),
      biasSeconds: this.#sum / this.count,
      within60: this.#within60 / this.count,
      spreadSeconds: [this.#quantile(0.1), this.#quantile(0.5), this.#quantile(0.9)],
    };
  }

  /** The smallest whole second that at least this share of the errors does not exceed. */
  #quantile(share: number): number {
    let seen = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      seen += this.#counts[i]!;
      if (seen >= share * this.count) return i - RANGE_SECONDS;
    }
    return RANGE_SECONDS;
  }

  #absoluteQuantile(share: number): number {
    let seen = this.#counts[RANGE_SECONDS]!;
    for (let seconds = 0; ; seconds++) {
      if (seconds > 0) {
        seen += this.#counts[RANGE_SECONDS - seconds]! + this.#counts[RANGE_SECONDS + seconds]!;
      }
      if (seen >= share * this.count || seconds === RANGE_SECONDS) return seconds;
    }
  }
}
