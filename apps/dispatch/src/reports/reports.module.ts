import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ReportReader, createPool } from '@rukh/adapters/postgres';
import type { TakenOrder } from '@rukh/domain/dispatch';
import type { DispatchConfig } from '../config.js';
import { type OrderRow, OrderStore } from '../orders/order-store.js';
import { DISPATCH_CONFIG, PEOPLES_PATIENCE_MS } from '../tokens.js';
import { ServiceReportsController } from './reports.controller.js';
import { SummedReports } from './summed-reports.js';
import { TAKEN_ORDERS, type TakenOrders, TripReports } from './trip-reports.js';

type Pool = ReturnType<typeof createPool>;

const REPORTS_POOL = Symbol('reports pool');
/** A day of a city is read through; nobody else waits for these connections. */
const STATEMENT_TIMEOUT_MS = 60_000;

/** What is counted of days that were. */
@Module({
  controllers: [ServiceReportsController],
  providers: [
    {
      provide: REPORTS_POOL,
      inject: [DISPATCH_CONFIG],
      useFactory: ({ DATABASE_URL }: DispatchConfig): Pool =>
        createPool({
          databaseUrl: DATABASE_URL,
          applicationName: 'rukh-dispatch-reports',
          max: 2,
          statementTimeoutMs: STATEMENT_TIMEOUT_MS,
          connectTimeoutMs: PEOPLES_PATIENCE_MS,
        }),
    },
    { provide: ReportReader, inject: [REPORTS_POOL], useFactory: (pool: Pool) => new ReportReader(pool) },
    OrderStore,
    {
      provide: TAKEN_ORDERS,
      inject: [OrderStore],
      useFactory: (orders: OrderStore): TakenOrders => ({
        list: async (from, to) => (await orders.listInForce(from, to)).map(toTaken),
      }),
    },
    TripReports,
    SummedReports,
  ],
  exports: [ReportReader],
})
export class ReportsModule implements OnApplicationShutdown {
  constructor(@Inject(REPORTS_POOL) private readonly pool: Pool) {}

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

/** What was confirmed has a time. */
function toTaken({ action, confirmed_at, ended_at }: OrderRow): TakenOrder {
  return { action, from: confirmed_at!, ...(ended_at === null ? {} : { to: ended_at }) };
}
