import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  CashHandIns,
  CashTopUps,
  ClearingJobs,
  ClearingReader,
  ClearingStore,
  ConcessionEvidence,
  ControlReports,
  type Database,
  FundingDues,
  FundingPayments,
  PayoutStore,
  createPool,
} from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { KnownRights } from '../media/known-rights.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { ClearPeriod } from './clear-period.js';
import { ClearingController } from './clearing.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { FundingController } from './funding.controller.js';
import { FundingPaymentsController } from './funding-payments.controller.js';
import { CashHandInsController } from '../payouts/cash-hand-ins.controller.js';
import { CashTopUpsController } from '../payouts/cash-top-ups.controller.js';
import { PayoutsController } from '../payouts/payouts.controller.js';
import { ReportDoor } from './report-door.js';
import { ReportsController } from './reports.controller.js';
import { WorkClearing } from './work-clearing.js';

const REPORTS_POOL = Symbol('REPORTS_POOL');
/** A statement reads a day of a whole city, which takes longer than anything else may that is asked on these connections. */
const STATEMENT_TIMEOUT_MS = 300_000;

/** Reports of the e-ticket: TIDES, completeness, clearing, what funding bodies owe. */
@Module({
  imports: [TariffsModule],
  // What is named before it must not be taken for a day's report.
  controllers: [
    EvidenceController,
    FundingController,
    FundingPaymentsController,
    ClearingController,
    PayoutsController,
    CashHandInsController,
    CashTopUpsController,
    ReportsController,
  ],
  providers: [
    ReportDoor,
    KnownRights,
    ClearPeriod,
    WorkClearing,
    {
      provide: ClearingJobs,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new ClearingJobs(pool),
    },
    {
      provide: REPORTS_POOL,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL }: TicketingConfig) =>
        createPool({
          ...{ databaseUrl: DATABASE_URL, applicationName: 'rukh-reports', max: 3 },
          statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        }),
    },
    {
      provide: ClearingReader,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new ClearingReader(pool),
    },
    {
      provide: ClearingStore,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new ClearingStore(pool),
    },
    {
      provide: PayoutStore,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new PayoutStore(pool),
    },
    {
      provide: CashHandIns,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new CashHandIns(pool),
    },
    {
      provide: CashTopUps,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new CashTopUps(pool),
    },
    {
      provide: ConcessionEvidence,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new ConcessionEvidence(pool),
    },
    {
      provide: FundingDues,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new FundingDues(pool),
    },
    {
      provide: FundingPayments,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new FundingPayments(pool),
    },
    {
      provide: ControlReports,
      inject: [REPORTS_POOL],
      useFactory: (pool: Database) => new ControlReports(pool),
    },
  ],
})
export class ReportsModule implements OnApplicationShutdown {
  constructor(@Inject(REPORTS_POOL) private readonly pool: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
