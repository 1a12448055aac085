/**
 * Before which moments taps are late, as all processes that take in taps say alike: by the closings of fare days that are
 * written down, and by the clock alone where nobody closes days.
 */
import { Inject, Injectable } from '@nestjs/common';
import { TapStore } from '@rukh/adapters/postgres';
import {
  CLOSING_NOTICE_MS,
  type FareDayClosing,
  type LateLimits,
  findClosedUntil,
  findLateLimits,
} from '@rukh/domain/taps';
import type { TicketingConfig } from '../config.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { fareDayRules } from './fare-day-rules.js';

const READ_EVERY_MS = 5_000;
/** What was written down since is in force no sooner than this later: the notice, less what a slow write takes. */
const KNOWN_FOR_MS = CLOSING_NOTICE_MS - 10_000;
/** Days begin and close at whole minutes. */
const MINUTE_MS = 60_000;

@Injectable()
export class LateTapLimits {
  #closings: readonly FareDayClosing[] = [];
  #readAtMs = -Infinity;
  #reading: Promise<void> | undefined;
  #byClock: { readonly minute: number; readonly openFromMs: number } | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    @Inject(TapStore) private readonly store: TapStore,
    private readonly tariffs: Tariffs,
  ) {}

  /** Resolves once every closing that is in force by then is known; undefined where it is. Throws where that cannot be said. */
  awaitClosings(nowMs: number): Promise<void> | undefined {
    const ageMs = nowMs - this.#readAtMs;
    if (ageMs >= READ_EVERY_MS) this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    if (ageMs >= KNOWN_FOR_MS) return this.#reading;
    // Another tap asks again.
    this.#reading?.catch(() => undefined);
    return undefined;
  }

  at(nowMs: number): LateLimits {
    const closedUntilMs = findClosedUntil(this.#closings, nowMs);
    return {
      openFromMs: Math.max(closedUntilMs, this.#openFrom(nowMs)),
      chargedFromMs: nowMs - this.config.RUKH_TICKETING_LATE_DAYS * 24 * 60 * MINUTE_MS,
    };
  }

  #openFrom(nowMs: number): number {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (this.#byClock?.minute !== minute) {
      const { openFromMs } = findLateLimits(nowMs, fareDayRules(this.config, this.tariffs, nowMs));
      this.#byClock = { minute, openFromMs };
    }
    return this.#byClock.openFromMs;
  }

  async #read(): Promise<void> {
    const beganAtMs = Date.now();
    const [closings] = await Promise.all([
      this.store.listClosings(),
      // When a day begins is the tariff's to say; taps are taken in also where that cannot be read.
      this.tariffs.findHistory().catch(() => undefined),
    ]);
    this.#closings = closings;
    this.#readAtMs = beganAtMs;
  }
}
