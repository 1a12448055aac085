import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ScheduleStore, acquireScheduleStore, releaseScheduleStore } from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

/** The GTFS in force. */
@Module({
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
  ],
  exports: [ScheduleStore],
})
export class ScheduleModule implements OnApplicationShutdown {
  constructor(@Inject(ScheduleStore) private readonly schedules: ScheduleStore) {}

  async onApplicationShutdown(): Promise<void> {
    await releaseScheduleStore(this.schedules);
  }
}
