import type { PredictionParameters } from './prediction-parameters.js';

/**
 * How long vehicles stand at an ordinary stop: what lies between arriving and leaving. The way along a trip is
 * followed from passing to passing (follow-progress.ts), so an arrival is a passing less the dwell. It shows only
 * where positions are close together in time; where nobody reports so often nothing is learned, and arriving and
 * leaving are one moment, as in the recordings of such cities. The mean of a stop (of the section that ends there), beside that
 * over all stops, those driven through too: that is what is expected of a stop.
 */
export class StopDwell {
  readonly #all: Mean = { seconds: 0, weight: 0 };
  readonly #stops: (Mean | undefined)[] = [];

  constructor(private readonly p: PredictionParameters) {}

  /** Expected at any stop, seconds. */
  get seconds(): number {
    return this.#all.seconds / (this.#all.weight + this.p.dwellTrust);
  }

  /** Expected at the stop at the end of a section, seconds. */
  secondsAt(section: number): number {
    const { seconds, weight } = this.#stops[section] ?? NOTHING;
    const trust = this.p.dwellTrustVisits;
    return (seconds + trust * this.seconds) / (weight + trust);
  }

  /** Whether it was seen often enough, so that vehicles are known to report arrivals. */
  get isKnown(): boolean {
    return this.#all.weight >= this.p.dwellTrust;
  }

  /** Learns from a stop that was come to and left, both seen between positions `intervalSeconds` apart. */
  learn(section: number, seconds: number, intervalSeconds: number): void {
    if (intervalSeconds > this.p.dwellIntervalSeconds) return;
    const counted = Math.min(seconds, this.p.dwellMostSeconds);
    add(this.#all, counted, this.p.dwellsKept);
    add((this.#stops[section] ??= { ...NOTHING }), counted, this.p.dwellVisitsKept);
  }

  /** Rows that `restore` reads: section, seconds, visits; that of all stops is first, as section -1. */
  dump(): [section: number, seconds: number, weight: number][] {
    const rows: [number, number, number][] = [[-1, this.#all.seconds, this.#all.weight]];
    this.#stops.forEach((mean, section) => mean && rows.push([section, mean.seconds, mean.weight]));
    return rows;
  }

  restore(section: number, [seconds = 0, weight = 0]: readonly number[]): void {
    const mean = section < 0 ? this.#all : (this.#stops[section] ??= { ...NOTHING });
    Object.assign(mean, { seconds, weight });
  }
}

interface Mean {
  /** Sums that fade with each visit. */
  seconds: number;
  weight: number;
}

const NOTHING: Readonly<Mean> = { seconds: 0, weight: 0 };

function add(mean: Mean, seconds: number, kept: number): void {
  const keep = 1 - 1 / kept;
  mean.seconds = keep * mean.seconds + seconds;
  mean.weight = keep * mean.weight + 1;
}
