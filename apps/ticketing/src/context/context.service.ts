/** Follows accepted taps and gives each its place, at once and again when more is known of its vehicle. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Look, ScheduleStore, TapContexts } from '@rukh/adapters/postgres';
import type { PlaceNeed } from '@rukh/domain/fares';
import { isSamePlace } from '@rukh/domain/taps';
import type { TicketingConfig } from '../config.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TapsFirst } from '../taps-first.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { ContextMetrics } from './context-metrics.js';
import { placeBatch } from './place-batch.js';

/** Taps placed in one transaction. */
const BATCH_TAPS = 2_000;
const TAKEN_UP_AT_ONCE = 20_000;
const COUNT_EVERY_MS = 30_000;
const NEED_EVERY_MS = 30_000;
/** The share of a day reads all taps of that day. */
const SHARE_EVERY_MS = 600_000;

@Injectable()
export class ContextService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('TapContext');
  #timers: NodeJS.Timeout[] = [];
  #round: Promise<number> | undefined;
  #isStopped = false;
  #shareAtMs = 0;
  /** What prices go by; until the tariffs were read, by everything. */
  #need: PlaceNeed = 'place';
  #needAtMs = 0;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly contexts: TapContexts,
    private readonly schedules: ScheduleStore,
    private readonly metrics: ContextMetrics,
    private readonly tapsFirst: TapsFirst,
    private readonly tariffs: Tariffs,
  ) {}

  onModuleInit(): void {
    const everyMs = this.config.RUKH_TICKETING_CONTEXT_MS;
    if (everyMs === 0) return;
    this.#timers = [
      setInterval(() => void this.runRound(Date.now()), everyMs),
      setInterval(() => void this.#count(), COUNT_EVERY_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#round;
  }

  /** Takes up new taps and places all that are due at an instant; answers how many. Never rejects. */
  runRound(nowMs: number): Promise<number> {
    this.#round ??= this.#run(nowMs)
      .catch((error: unknown) => {
        this.metrics.errors.inc();
        this.#logger.warn(`taps could not be placed, it will be tried again: ${(error as Error).message}`);
        return 0;
      })
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #run(nowMs: number): Promise<number> {
    await this.#learnNeed(nowMs);
    await this.contexts.takeUpNew(TAKEN_UP_AT_ONCE);
    let placed = 0;
    for (let taken = BATCH_TAPS; taken === BATCH_TAPS && !this.#isStopped;) {
      await this.tapsFirst.giveWay();
      const stop = this.metrics.batchSeconds.startTimer();
      taken = await this.contexts.place(nowMs, BATCH_TAPS, async (taps, histories) => {
        const schedule = this.schedules.current?.schedule;
        const looks = await placeBatch(taps, histories, schedule, nowMs, this.#need);
        this.#note(looks);
        return looks;
      });
      if (taken > 0) stop();
      placed += taken;
    }
    return placed;
  }

  async #learnNeed(nowMs: number): Promise<void> {
    if (Math.abs(nowMs - this.#needAtMs) < NEED_EVERY_MS) return;
    const { RUKH_TICKETING_REPRICES_ON: configured } = this.config;
    this.#need = configured === 'tariff' ? await this.tariffs.findPlaceNeed() : configured;
    this.#needAtMs = nowMs;
  }

  #note(looks: readonly Look[]): void {
    for (const { tap, context } of looks) {
      if (!context) continue;
      this.metrics.looks.inc({ source: context.source });
      if (tap.last && !isSamePlace(tap.last.context, context)) this.metrics.changed.inc();
    }
  }

  async #count(): Promise<void> {
    try {
      const { first, again } = await this.contexts.countPending();
      this.metrics.pending.set({ look: 'first' }, first);
      this.metrics.pending.set({ look: 'again' }, again);
      if (Date.now() < this.#shareAtMs + SHARE_EVERY_MS) return;
      this.#shareAtMs = Date.now();
      const share = await this.contexts.findUnlabelledShare(Date.now() - 86_400_000, Date.now());
      if (share !== undefined) this.metrics.unlabelledShare.set(share);
    } catch {
      // Whoever places taps counts that the database is away.
    }
  }
}
