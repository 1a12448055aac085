import { Inject, Injectable } from '@nestjs/common';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

/** Seconds' worth of taps that may come at once: what was kept while there was no network. */
const BURST_SECONDS = 60;

interface Pace {
  tokens: number;
  filledAtMs: number;
}

/** Taps that each device may send a second for long. Counted once a batch is verified: nobody uses up another's. */
@Injectable()
export class DevicePaces {
  readonly #paces = new Map<string, Pace>();
  readonly #perSecond: number;

  constructor(@Inject(TICKETING_CONFIG) config: TicketingConfig) {
    this.#perSecond = config.RUKH_TICKETING_DEVICE_TAPS_PER_SECOND;
  }

  /** @returns seconds to wait; 0 where the taps may come now */
  take(deviceId: string, taps: number, nowMs: number): number {
    if (this.#perSecond === 0) return 0;
    const burst = this.#perSecond * BURST_SECONDS;
    const pace = this.#paces.get(deviceId) ?? { tokens: burst, filledAtMs: nowMs };
    const filled = Math.min(burst, pace.tokens + ((nowMs - pace.filledAtMs) / 1000) * this.#perSecond);
    const isEnough = filled >= Math.min(taps, burst);
    this.#paces.set(deviceId, { tokens: isEnough ? filled - taps : filled, filledAtMs: nowMs });
    return isEnough ? 0 : Math.ceil((Math.min(taps, burst) - filled) / this.#perSecond);
  }
}
