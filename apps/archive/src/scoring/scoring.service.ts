/** Scores predictions hour by hour, soon after each hour and once more when what came late is there. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PredictionScores, createPool } from '@rukh/adapters/postgres';
import { ArchiveMetrics } from '../archive-metrics.js';
import type { ArchiveConfig } from '../config.js';
import { ARCHIVE_CONFIG } from '../tokens.js';
import { chooseHours, firstHour } from './choose-hours.js';
import { scoreHour } from './score-hour.js';
import { ScoringMetrics } from './scoring-metrics.js';

/** Of several archives one scores. A number of our own, the same in all versions of Rukh. */
const LOCK_KEY = 7_205_117_003;
const FIRST_AFTER_MS = 90_000;
const EVERY_MS = 300_000;
const DAY_MS = 86_400_000;
/** An hour of samples of a big city is sorted in one statement. */
const STATEMENT_TIMEOUT_MS = 60_000;

@Injectable()
export class ScoringService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Scoring');
  readonly #pool: ReturnType<typeof createPool>;
  readonly #store: PredictionScores;
  #timers: NodeJS.Timeout[] = [];
  #round: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(
    @Inject(ARCHIVE_CONFIG) private readonly config: ArchiveConfig,
    private readonly metrics: ScoringMetrics,
    private readonly archiveMetrics: ArchiveMetrics,
  ) {
    // One connection holds the lock, one reads and writes.
    this.#pool = createPool({
      databaseUrl: config.DATABASE_URL,
      applicationName: 'rukh-scoring',
      max: 2,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
    this.#store = new PredictionScores(this.#pool);
  }

  onModuleInit(): void {
    if (this.config.RUKH_ARCHIVE_PREDICTION_SECONDS === 0) return;
    const run = (): void => {
      void this.runRound(Date.now());
    };
    this.#timers = [setTimeout(run, FIRST_AFTER_MS), setInterval(run, EVERY_MS)];
    for (const timer of this.#timers) timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#round;
    await this.#pool.end();
  }

  /** Scores what is due at an instant; one round at a time. Never rejects: what failed is tried again next time. */
  runRound(nowMs: number): Promise<void> {
    this.#round ??= this.#scoreDue(nowMs)
      .catch((error: unknown) => {
        // An hour that a stop has cut short is scored after the next start.
        if (this.#stop.signal.aborted) return;
        this.archiveMetrics.errors.inc({ where: 'scoring' });
        const { message } = error as Error;
        this.#logger.warn(`predictions could not be scored, it will be tried again: ${message}`);
      })
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #scoreDue(nowMs: number): Promise<void> {
    await this.#store.exclusively(LOCK_KEY, async () => {
      const scored = await this.#store.listScored(firstHour(nowMs), nowMs);
      for (const hourMs of chooseHours(nowMs, scored)) {
        await this.#score(hourMs);
      }
      const { RUKH_KEEP_SCORES_DAYS: keepDays } = this.config;
      if (keepDays > 0) await this.#store.dropBefore(nowMs - keepDays * DAY_MS);
    });
  }

  async #score(hourMs: number): Promise<void> {
    const started = performance.now();
    const sampling = {
      everySeconds: this.config.RUKH_ARCHIVE_PREDICTION_SECONDS,
      horizonSeconds: this.config.RUKH_ARCHIVE_PREDICTION_HORIZON_MINUTES * 60,
    };
    const scores = await scoreHour(this.#store, hourMs, sampling, this.#stop.signal);
    this.metrics.seconds.observe((performance.now() - started) / 1000);
    this.metrics.hours.inc();
    if (scores.length > 0) this.metrics.show(hourMs, scores);
  }
}
