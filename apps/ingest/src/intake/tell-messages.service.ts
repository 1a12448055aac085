import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AskedMessages } from '@rukh/adapters/redis';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IntakeService } from './intake.service.js';
import { PositionsStream } from './positions-stream.js';

const LOOK_MS = 1000;

/** Answers who asks what a vehicle's tracker said last. */
@Injectable()
export class TellMessages implements OnModuleInit, OnApplicationShutdown {
  readonly #asked: AskedMessages;
  readonly #process = `${hostname()}/${process.pid}`;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(INGEST_CONFIG) config: IngestConfig,
    stream: PositionsStream,
    private readonly intake: IntakeService,
    private readonly metrics: IngestMetrics,
  ) {
    this.#asked = new AskedMessages(stream.redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#answer().catch(() => {
        this.metrics.errors.inc({ where: 'messages' });
      });
    }, LOOK_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #answer(): Promise<void> {
    for (const vehicleId of await this.#asked.listAsked(Date.now() / 1000)) {
      await this.#asked.answer(vehicleId, this.#process, this.intake.recent.list(vehicleId));
    }
  }
}
