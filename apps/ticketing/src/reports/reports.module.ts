import { Module } from '@nestjs/common';
import { ControlReports, type createPool } from '@rukh/adapters/postgres';
import { TICKETING_POOL } from '../tokens.js';
import { ReportsController } from './reports.controller.js';

/** Reports of the e-ticket: TIDES, completeness, clearing. */
@Module({
  controllers: [ReportsController],
  providers: [
    {
      provide: ControlReports,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new ControlReports(pool),
    },
  ],
})
export class ReportsModule {}
