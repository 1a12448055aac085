import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ScheduleStore, acquireScheduleStore, releaseScheduleStore } from '@rukh/adapters/postgres';
import { loadConfig } from '@rukh/service';
import { type TrackingConfig, trackingConfig } from './config.js';
import { TRACKING_CONFIG } from './tokens.js';
import { TrackingMetrics } from './tracking-metrics.js';
import { TrackingService } from './tracking.service.js';

/** Positions to updates: assignment, phases, predictions. */
@Module({
  providers: [
    { provide: TRACKING_CONFIG, useFactory: () => loadConfig(trackingConfig) },
    {
      provide: ScheduleStore,
      inject: [TRACKING_CONFIG],
      useFactory: ({ DATABASE_URL, RUKH_CACHE_DIR }: TrackingConfig) =>
        acquireScheduleStore({
          databaseUrl: DATABASE_URL,
          cacheDirectory: RUKH_CACHE_DIR,
          log: (message) => {
            new Logger('Schedule').log(message);
          },
        }),
    },
    TrackingMetrics,
    TrackingService,
  ],
})
export class TrackingModule implements OnApplicationShutdown {
  constructor(@Inject(ScheduleStore) private readonly schedules: ScheduleStore) {}

  async onApplicationShutdown(): Promise<void> {
    await releaseScheduleStore(this.schedules);
  }
}
