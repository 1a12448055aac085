import { Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  ScheduleStore,
  acquireScheduleStore,
  createPool,
  releaseScheduleStore,
} from '@rukh/adapters/postgres';
import { loadConfig } from '@rukh/service';
import { type DispatchConfig, dispatchConfig } from './config.js';
import { DISPATCH_CONFIG, DISPATCH_POOL, PEOPLES_PATIENCE_MS } from './tokens.js';

/** A console that opens asks for so much at once, and each answer begins with who is asking. */
const ASKED_AT_ONCE = 6;

/** What every part of the dispatchers' side shares: its configuration, PostgreSQL, the schedule in force. */
@Global()
@Module({
  providers: [
    { provide: DISPATCH_CONFIG, useFactory: () => loadConfig(dispatchConfig) },
    {
      provide: DISPATCH_POOL,
      inject: [DISPATCH_CONFIG],
      useFactory: ({ DATABASE_URL }: DispatchConfig) =>
        createPool({
          databaseUrl: DATABASE_URL,
          applicationName: 'rukh-dispatch',
          keep: ASKED_AT_ONCE,
          connectTimeoutMs: PEOPLES_PATIENCE_MS,
        }),
    },
    {
      provide: ScheduleStore,
      inject: [DISPATCH_CONFIG],
      useFactory: ({ DATABASE_URL, RUKH_CACHE_DIR }: DispatchConfig) =>
        acquireScheduleStore({
          databaseUrl: DATABASE_URL,
          cacheDirectory: RUKH_CACHE_DIR,
          log: (message) => {
            new Logger('Schedule').log(message);
          },
        }),
    },
  ],
  exports: [DISPATCH_CONFIG, DISPATCH_POOL, ScheduleStore],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(
    @Inject(DISPATCH_POOL) private readonly pool: ReturnType<typeof createPool>,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await releaseScheduleStore(this.schedules);
    await this.pool.end();
  }
}
