import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  ClearingReader,
  ClearingStore,
  type Database,
  RideReader,
  createPool,
} from '@rukh/adapters/postgres';
import type { TicketingConfig } from './config.js';
import { ChargebacksController } from './ledger/chargebacks.controller.js';
import { ChargesController } from './ledger/charges.controller.js';
import { FinancePageController } from './ledger/finance-page.controller.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { MONEY_POOL } from './ledger/money-pool.js';
import { PaymentsController } from './ledger/payments.controller.js';
import { SealService } from './ledger/seal.service.js';
import { FareDayCloser } from './payments/close-fare-days.js';
import { PaymentsMetrics } from './payments/payments-metrics.js';
import { GatewayModule } from './payments/gateway.module.js';
import { PaymentsService } from './payments/payments.service.js';
import { PricingMetrics } from './pricing/pricing-metrics.js';
import { PricingService } from './pricing/pricing.service.js';
import { TariffsModule } from './pricing/tariffs.module.js';
import { ShareRide } from './reports/share-ride.js';
import { TICKETING_CONFIG } from './tokens.js';

/** Reports read a day of a city. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** What rides cost, the ledger, pay windows and the gateway. */
@Module({
  imports: [GatewayModule, TariffsModule],
  controllers: [
    ChargesController,
    ChargebacksController,
    LedgerController,
    PaymentsController,
    FinancePageController,
  ],
  providers: [
    {
      provide: MONEY_POOL,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL }: TicketingConfig) => openPool(DATABASE_URL),
    },
    { provide: RideReader, inject: [MONEY_POOL], useFactory: (pool: Database) => new RideReader(pool) },
    {
      provide: ClearingReader,
      inject: [MONEY_POOL],
      useFactory: (pool: Database) => new ClearingReader(pool),
    },
    {
      provide: ClearingStore,
      inject: [MONEY_POOL],
      useFactory: (pool: Database) => new ClearingStore(pool),
    },
    ShareRide,
    PricingMetrics,
    PricingService,
    FareDayCloser,
    PaymentsMetrics,
    PaymentsService,
    SealService,
  ],
})
export class MoneyModule implements OnApplicationShutdown {
  constructor(@Inject(MONEY_POOL) private readonly pool: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

function openPool(databaseUrl: string): Database {
  const logger = new Logger('Money');
  return createPool({
    databaseUrl,
    applicationName: 'rukh-money',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    onTrouble: (message) => logger.warn(message),
  });
}
