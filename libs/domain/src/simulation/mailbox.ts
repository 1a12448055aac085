import type { SimulatedReport } from './simulated-report.js';

/** Reports on their way, by the second of their arrival: cheaper than a heap, since nearly all come at once. */
export class Mailbox {
  readonly #seconds = new Map<number, SimulatedReport[]>();
  #next: number;

  /** Nothing can arrive before `fromSeconds`. */
  constructor(fromSeconds: number) {
    this.#next = Math.floor(fromSeconds);
  }

  post(report: SimulatedReport): void {
    const second = Math.max(this.#next, Math.floor(report.arrivesAtSeconds));
    const bucket = this.#seconds.get(second);
    if (bucket) bucket.push(report);
    else this.#seconds.set(second, [report]);
  }

  /** Takes out what has arrived by the end of a second, by arrival, into `into`. */
  collect(untilSecond: number, into: SimulatedReport[]): void {
    for (; this.#next <= untilSecond; this.#next++) {
      const bucket = this.#seconds.get(this.#next);
      if (bucket === undefined) continue;
      this.#seconds.delete(this.#next);
      bucket.sort((a, b) => a.arrivesAtSeconds - b.arrivesAtSeconds);
      for (const report of bucket) into.push(report);
    }
  }
}
