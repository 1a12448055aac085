/** Where batches of rows go: the database, with everything counted. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  HISTORY_TABLE_NAMES,
  type HistoryBatch,
  HistoryWriter,
  type WriteMode,
} from '@rukh/adapters/postgres';
import { HealthRegistry } from '@rukh/service';
import { ArchiveMetrics } from '../archive-metrics.js';
import type { ArchiveConfig } from '../config.js';
import { ARCHIVE_CONFIG } from '../tokens.js';

/** A batch could not be written, which is counted already. */
export class HistoryAwayError extends Error {
  override readonly name = 'HistoryAwayError';
}

@Injectable()
export class HistorySink {
  readonly #logger = new Logger('Archive');
  readonly #writer: HistoryWriter;
  /** Since when and why nothing can be written; undefined while it can. */
  #away: { readonly sinceMs: number; readonly reason: string } | undefined;

  constructor(
    @Inject(ARCHIVE_CONFIG) config: ArchiveConfig,
    private readonly metrics: ArchiveMetrics,
    health: HealthRegistry,
  ) {
    this.#writer = new HistoryWriter({ databaseUrl: config.DATABASE_URL, applicationName: 'rukh-archive' });
    health.register('archive_database', () => Promise.resolve(this.#health()), { critical: false });
  }

  /** Writes a batch. Rejects with a HistoryAwayError while the database is away. */
  async write(batch: HistoryBatch, mode: WriteMode): Promise<void> {
    const before = performance.now();
    try {
      const { rows, refused } = await this.#writer.write(batch, mode);
      this.#comeBack();
      for (const table of HISTORY_TABLE_NAMES) {
        if (rows[table] > 0) this.metrics.rows.inc({ table }, rows[table]);
        if (refused[table] > 0) this.metrics.dropped.inc({ reason: 'refused_value' }, refused[table]);
      }
      this.metrics.batchSeconds.observe((performance.now() - before) / 1000);
    } catch (error) {
      const reason = (error as Error).message;
      this.#goAway(reason);
      throw new HistoryAwayError(reason, { cause: error });
    }
  }

  /** To be called when nobody writes any more. */
  async close(): Promise<void> {
    await this.#writer.end();
  }

  #goAway(reason: string): void {
    this.metrics.errors.inc({ where: 'database' });
    if (!this.#away) this.#logger.warn(`the database is away, history waits in the streams: ${reason}`);
    this.#away ??= { sinceMs: Date.now(), reason };
  }

  #comeBack(): void {
    if (!this.#away) return;
    const seconds = Math.round((Date.now() - this.#away.sinceMs) / 1000);
    this.#logger.log(`the database is back after ${seconds} s`);
    this.#away = undefined;
  }

  #health(): { ok: boolean; detail?: string } {
    return this.#away ? { ok: false, detail: this.#away.reason } : { ok: true };
  }
}
