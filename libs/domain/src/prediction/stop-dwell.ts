import type { PredictionParameters } from './prediction-parameters.js';

/**
 * How long vehicles stand at an ordinary stop: what lies between arriving and leaving. The way along a trip is
 * followed from passing to passing (follow-progress.ts), so an arrival is a passing less the dwell. It shows only
 * where positions are close together in time; where nobody reports so often nothing is learned, and arriving and
 * leaving are one moment, as in the recordings of such cities. The mean over all stops, those driven through too:
 * that is what is expected of a stop.
 */
export class StopDwell {
  #weightedSeconds = 0;
  #weight = 0;

  constructor(private readonly p: PredictionParameters) {}

  /** Expected at a stop, seconds. */
  get seconds(): number {
    return this.#weightedSeconds / (this.#weight + this.p.dwellTrust);
  }

  /** Whether it was seen often enough, so that vehicles are known to report arrivals. */
  get isKnown(): boolean {
    return this.#weight >= this.p.dwellTrust;
  }

  /** Learns from a stop that was come to and left, both seen between positions `intervalSeconds` apart. */
  learn(seconds: number, intervalSeconds: number): void {
    if (intervalSeconds > this.p.dwellIntervalSeconds) return;
    const keep = 1 - 1 / this.p.dwellsKept;
    this.#weightedSeconds = keep * this.#weightedSeconds + Math.min(seconds, this.p.dwellMostSeconds);
    this.#weight = keep * this.#weight + 1;
  }

  dump(): number[] {
    return [this.#weightedSeconds, this.#weight];
  }

  restore([weightedSeconds = 0, weight = 0]: readonly number[]): void {
    this.#weightedSeconds = weightedSeconds;
    this.#weight = weight;
  }
}
