import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TapContexts, createPool } from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { ContextMetrics } from './context-metrics.js';
import { ContextService } from './context.service.js';
import { ScheduleModule } from './schedule.module.js';

type Pool = ReturnType<typeof createPool>;

const CONTEXT_POOL = Symbol('context pool');
/** A batch of taps after a blackout reads hours of many vehicles. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** Where taps were. */
@Module({
  imports: [TariffsModule, ScheduleModule],
  providers: [
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
  exports: [TapContexts, ScheduleModule],
})
export class ContextModule implements OnApplicationShutdown {
  constructor(@Inject(CONTEXT_POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
