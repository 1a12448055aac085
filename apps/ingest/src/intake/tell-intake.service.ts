import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ProcessReports } from '@rukh/adapters/redis';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IntakeWindow } from './intake-window.js';
import { PositionsStream } from './positions-stream.js';

const EVERY_MS = 10_000;

/** Says now and then, for who watches the data, what came in the last minutes and what was not taken of it. */
@Injectable()
export class TellIntake implements OnModuleInit, OnApplicationShutdown {
  readonly #window = new IntakeWindow();
  readonly #reports: ProcessReports;
  readonly #process = `${hostname()}/${process.pid}`;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(INGEST_CONFIG) config: IngestConfig,
    stream: PositionsStream,
    private readonly metrics: IngestMetrics,
  ) {
    this.#reports = new ProcessReports(stream.redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#tell().catch(() => {
        this.metrics.errors.inc({ where: 'reports' });
      });
    }, EVERY_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #tell(): Promise<void> {
    const now = Date.now() / 1000;
    this.#window.add(now, await this.metrics.countIntake());
    await this.#reports.write('ingest', { process: this.#process, at: now, report: this.#window.tell() });
  }
}
