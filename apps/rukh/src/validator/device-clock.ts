import type { DeviceNow } from '@rukh/domain/validator';

/** A device's two clocks: one that tells the time, rightly or not, and one that only counts since its start. */
export class DeviceClock {
  readonly #trueMs: () => number;
  #startedMs: number;

  /** `driftMs`: by how much the wall clock is ahead of the time. `trueMs` tells the time. */
  constructor(
    public driftMs = 0,
    trueMs: () => number = Date.now,
  ) {
    this.#trueMs = trueMs;
    this.#startedMs = trueMs();
  }

  now(): DeviceNow {
    const trueMs = this.#trueMs();
    return { wallMs: trueMs + this.driftMs, uptimeMs: Math.max(0, trueMs - this.#startedMs) };
  }

  /** The device starts again. */
  restart(): void {
    this.#startedMs = this.#trueMs();
  }
}
