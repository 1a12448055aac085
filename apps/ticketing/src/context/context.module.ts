import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  ScheduleStore,
  TapContexts,
  acquireScheduleStore,
  createPool,
  releaseScheduleStore,
} from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { ContextMetrics } from './context-metrics.js';
import { ContextService } from './context.service.js';

type Pool = ReturnType<typeof createPool>;

const CONTEXT_POOL = Symbol('context pool');
/** A batch of taps after a blackout reads hours of many vehicles. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** Where taps were. */
@Module({
  imports: [TariffsModule],
  providers: [
    {
      provide: ScheduleStore,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL, RUKH_CACHE_DIR }: TicketingConfig) =>
        acquireScheduleStore({
          databaseUrl: DATABASE_URL,
          cacheDirectory: RUKH_CACHE_DIR,
          log: (message) => {
            new Logger('Schedule').log(message);
          },
        }),
    },
    {
      provide: CONTEXT_POOL,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL }: TicketingConfig) =>
        createPool({
          databaseUrl: DATABASE_URL,
          applicationName: 'rukh-tap-context',
          max: 2,
          statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        }),
    },
    { provide: TapContexts, inject: [CONTEXT_POOL], useFactory: (pool: Pool) => new TapContexts(pool) },
    ContextMetrics,
    ContextService,
  ],
  exports: [TapContexts, ScheduleStore],
})
export class ContextModule implements OnApplicationShutdown {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(CONTEXT_POOL) private readonly pool: Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await releaseScheduleStore(this.schedules);
    await this.pool.end();
  }
}
