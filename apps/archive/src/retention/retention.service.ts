/** Trims history every hour, and soon after a start. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createPool } from '@rukh/adapters/postgres';
import { ArchiveMetrics } from '../archive-metrics.js';
import type { ArchiveConfig } from '../config.js';
import { toHistorySettings } from '../history-config.js';
import { ARCHIVE_CONFIG } from '../tokens.js';
import { trimHistory } from './trim-history.js';

const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 3_600_000;
const BATCH_ROWS = 5_000;
const PAUSE_MS = 100;
/** Summarizing the block ranges of a day reads a day. */
const STATEMENT_TIMEOUT_MS = 60_000;

@Injectable()
export class RetentionService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Retention');
  readonly #pool: ReturnType<typeof createPool>;
  readonly #stop = new AbortController();
  #timers: NodeJS.Timeout[] = [];
  #round: Promise<void> | undefined;

  constructor(
    @Inject(ARCHIVE_CONFIG) private readonly config: ArchiveConfig,
    private readonly metrics: ArchiveMetrics,
  ) {
    this.#pool = createPool({
      databaseUrl: config.DATABASE_URL,
      applicationName: 'rukh-retention',
      max: 1,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
  }

  onModuleInit(): void {
    const run = (): void => {
      this.#round ??= this.#runRound().finally(() => (this.#round = undefined));
    };
    this.#timers = [setTimeout(run, FIRST_AFTER_MS), setInterval(run, EVERY_MS)];
    for (const timer of this.#timers) timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#stop.abort();
    await this.#round;
    await this.#pool.end();
  }

  async #runRound(): Promise<void> {
    try {
      const client = await this.#pool.connect();
      try {
        await trimHistory(client, {
          settings: toHistorySettings(this.config),
          now: Date.now(),
          batchRows: BATCH_ROWS,
          pauseMs: PAUSE_MS,
          signal: this.#stop.signal,
          onTrimmed: (table, rows) => {
            this.metrics.trimmed.inc({ table }, rows);
          },
        });
      } finally {
        // The lock goes with the session, should it not have been given back.
        client.release(true);
      }
    } catch (error) {
      this.metrics.errors.inc({ where: 'retention' });
      this.#logger.warn(
        `old history could not be trimmed, it will be tried again: ${(error as Error).message}`,
      );
    }
  }
}
