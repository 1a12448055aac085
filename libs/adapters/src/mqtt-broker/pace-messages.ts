/**
 * Slows a client that sends faster than it may, by answering it later: it then waits, instead of losing
 * messages. A bucket of tokens that fills evenly, so that a tracker may send what it kept while offline.
 */
export class MessagePace {
  #tokens: number;
  #filledAt: number;

  constructor(
    readonly perSecond: number,
    readonly burst: number,
    nowMs: number,
  ) {
    this.#tokens = burst;
    this.#filledAt = nowMs;
  }

  /** Takes one message. @returns milliseconds that it has to wait */
  take(nowMs: number): number {
    const filled = this.#tokens + ((nowMs - this.#filledAt) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.burst, filled) - 1;
    this.#filledAt = nowMs;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.perSecond) * 1000;
  }
}
