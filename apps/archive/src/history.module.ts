import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  HistoryReader,
  PredictionScores,
  ScheduleStore,
  acquireScheduleStore,
  createPool,
  releaseScheduleStore,
} from '@rukh/adapters/postgres';
import { loadConfig } from '@rukh/service';
import { ArchiveMetrics } from './archive-metrics.js';
import { ArchiveService } from './archive.service.js';
import { type ArchiveConfig, archiveConfig } from './config.js';
import { HistorySink } from './consume/history-sink.js';
import { DayFilesController } from './history-api/day-files.controller.js';
import { HistoryController } from './history-api/history.controller.js';
import { RetentionService } from './retention/retention.service.js';
import { ScoresController } from './scoring/scores.controller.js';
import { ScoringMetrics } from './scoring/scoring-metrics.js';
import { ScoringService } from './scoring/scoring.service.js';
import { ARCHIVE_CONFIG } from './tokens.js';

type Pool = ReturnType<typeof createPool>;

const HISTORY_POOL = Symbol('history pool');

/** The streams into the database, its bounds, its answers. */
@Module({
  controllers: [HistoryController, DayFilesController, ScoresController],
  providers: [
    { provide: ARCHIVE_CONFIG, useFactory: () => loadConfig(archiveConfig) },
    {
      provide: ScheduleStore,
      inject: [ARCHIVE_CONFIG],
      useFactory: ({ DATABASE_URL, RUKH_CACHE_DIR }: ArchiveConfig) =>
        acquireScheduleStore({
          databaseUrl: DATABASE_URL,
          cacheDirectory: RUKH_CACHE_DIR,
          log: (message) => {
            new Logger('Schedule').log(message);
          },
        }),
    },
    {
      provide: HISTORY_POOL,
      inject: [ARCHIVE_CONFIG],
      useFactory: ({ DATABASE_URL }: ArchiveConfig) =>
        createPool({
          databaseUrl: DATABASE_URL,
          applicationName: 'rukh-history',
          max: 4,
          statementTimeoutMs: 5_000,
        }),
    },
    { provide: HistoryReader, inject: [HISTORY_POOL], useFactory: (pool: Pool) => new HistoryReader(pool) },
    {
      provide: PredictionScores,
      inject: [HISTORY_POOL],
      useFactory: (pool: Pool) => new PredictionScores(pool),
    },
    ArchiveMetrics,
    ScoringMetrics,
    ScoringService,
    HistorySink,
    ArchiveService,
    RetentionService,
  ],
})
export class HistoryModule implements OnApplicationShutdown {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(HISTORY_POOL) private readonly pool: Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await releaseScheduleStore(this.schedules);
    await this.pool.end();
  }
}
