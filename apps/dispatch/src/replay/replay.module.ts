import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { PastReader, createPool } from '@rukh/adapters/postgres';
import type { DispatchConfig } from '../config.js';
import { LinesModule } from '../lines/lines.module.js';
import { DISPATCH_CONFIG, PEOPLES_PATIENCE_MS } from '../tokens.js';
import { KeptRange } from './kept-range.js';
import { Moments } from './moments.js';
import { PastService } from './past-service.js';
import { ReplayController } from './replay.controller.js';

type Pool = ReturnType<typeof createPool>;

const REPLAY_POOL = Symbol('replay pool');
/** Ten minutes of a city are read at once. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** The past, as the same views as now. */
@Global()
@Module({
  imports: [LinesModule],
  controllers: [ReplayController],
  providers: [
    {
      provide: REPLAY_POOL,
      inject: [DISPATCH_CONFIG],
      useFactory: ({ DATABASE_URL }: DispatchConfig): Pool =>
        createPool({
          databaseUrl: DATABASE_URL,
          applicationName: 'rukh-dispatch-replay',
          max: 3,
          statementTimeoutMs: STATEMENT_TIMEOUT_MS,
          connectTimeoutMs: PEOPLES_PATIENCE_MS,
        }),
    },
    { provide: PastReader, inject: [REPLAY_POOL], useFactory: (pool: Pool) => new PastReader(pool) },
    KeptRange,
    PastService,
    Moments,
  ],
  exports: [Moments, PastReader],
})
export class ReplayModule implements OnApplicationShutdown {
  constructor(@Inject(REPLAY_POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
