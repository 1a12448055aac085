import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createPool } from '@rukh/adapters/postgres';
import { loadConfig } from '@rukh/service';
import { type TicketingConfig, ticketingConfig } from './config.js';
import { TICKETING_CONFIG, TICKETING_POOL } from './tokens.js';

/** What every part of the e-ticket shares: its configuration and its connections to PostgreSQL. */
@Global()
@Module({
  providers: [
    { provide: TICKETING_CONFIG, useFactory: () => loadConfig(ticketingConfig) },
    {
      provide: TICKETING_POOL,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL }: TicketingConfig) =>
        createPool({ databaseUrl: DATABASE_URL, applicationName: 'rukh-ticketing' }),
    },
  ],
  exports: [TICKETING_CONFIG, TICKETING_POOL],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(TICKETING_POOL) private readonly pool: ReturnType<typeof createPool>) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
