import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ScheduleStore, acquireScheduleStore, releaseScheduleStore } from '@rukh/adapters/postgres';
import { findServiceArea } from '@rukh/domain/vehicle';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IntakeService } from './intake.service.js';

/** Keeps the area in which vehicles may be that of the schedule in force. No schedule, no area. */
@Injectable()
export class AreaWatch implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('AreaWatch');
  #store: ScheduleStore | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
    private readonly intake: IntakeService,
  ) {}

  onModuleInit(): void {
    const { DATABASE_URL, RUKH_CACHE_DIR, RUKH_INGEST_AREA_MARGIN_METRES } = this.config;
    if (DATABASE_URL === undefined) {
      this.#logger.log('DATABASE_URL is not set: vehicles may be anywhere');
      return;
    }
    this.#store = acquireScheduleStore({
      databaseUrl: DATABASE_URL,
      cacheDirectory: RUKH_CACHE_DIR,
      log: (message) => this.#logger.log(message),
    });
    this.#unsubscribe = this.#store.subscribe(({ schedule }) => {
      this.intake.area = findServiceArea(schedule, RUKH_INGEST_AREA_MARGIN_METRES);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    if (this.#store) await releaseScheduleStore(this.#store);
  }
}
