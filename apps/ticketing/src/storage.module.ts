import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createPool } from '@rukh/adapters/postgres';
import { ADMIN_TOKEN, AdminTokenGuard } from '@rukh/service';
import type { TicketingConfig } from './config.js';
import { readTicketingConfig } from './read-ticketing-config.js';
import { PartyNames } from './operators/party-names.js';
import { MoneyPeople } from './ledger/money-people.js';
import { MoneyReaderGuard } from './ledger/money-reader.guard.js';
import { TapsFirst } from './taps-first.js';
import { TICKETING_CONFIG, TICKETING_POOL } from './tokens.js';

/** What every part of the e-ticket shares: its configuration, its connections to PostgreSQL, its guard. */
@Global()
@Module({
  providers: [
    { provide: TICKETING_CONFIG, useFactory: () => readTicketingConfig() },
    {
      provide: TICKETING_POOL,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL }: TicketingConfig) =>
        createPool({ databaseUrl: DATABASE_URL, applicationName: 'rukh-ticketing' }),
    },
    {
      provide: ADMIN_TOKEN,
      inject: [TICKETING_CONFIG],
      useFactory: ({ RUKH_ADMIN_TOKEN }: TicketingConfig) => RUKH_ADMIN_TOKEN,
    },
    AdminTokenGuard,
    TapsFirst,
    MoneyPeople,
    MoneyReaderGuard,
    PartyNames,
  ],
  exports: [
    TICKETING_CONFIG,
    TICKETING_POOL,
    ADMIN_TOKEN,
    AdminTokenGuard,
    TapsFirst,
    MoneyPeople,
    MoneyReaderGuard,
    PartyNames,
  ],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(TICKETING_POOL) private readonly pool: ReturnType<typeof createPool>) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
