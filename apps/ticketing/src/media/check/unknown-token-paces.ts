import { Injectable } from '@nestjs/common';

/** At one rider a second, each with a card that was never seen, a validator asks about half as many. */
export const UNKNOWN_A_MINUTE = 120;
const PER_MS = UNKNOWN_A_MINUTE / 60_000;

interface Pace {
  left: number;
  filledAtMs: number;
}

/**
 * Tokens nobody knows that each device may ask about: who has a device's key could else try card numbers until it is
 * revoked. A question takes its place before it is looked up, so that asking about many at once gains nothing.
 */
@Injectable()
export class UnknownTokenPaces {
  readonly #paces = new Map<string, Pace>();

  /**
   * @param nowMs of a clock that is never set
   * @returns seconds to wait; 0 where the device may ask now
   */
  take(deviceId: string, nowMs: number): number {
    const { left, filledAtMs } = this.#paces.get(deviceId) ?? { left: UNKNOWN_A_MINUTE, filledAtMs: nowMs };
    const filled = Math.min(UNKNOWN_A_MINUTE, left + (nowMs - filledAtMs) * PER_MS);
    this.#paces.set(deviceId, { left: filled >= 1 ? filled - 1 : filled, filledAtMs: nowMs });
    return filled >= 1 ? 0 : Math.ceil((1 - filled) / PER_MS / 1000);
  }

  /** The token is known, or could not be looked up: nothing was learned by guessing. */
  giveBack(deviceId: string): void {
    const pace = this.#paces.get(deviceId);
    if (pace) pace.left = Math.min(UNKNOWN_A_MINUTE, pace.left + 1);
  }
}
