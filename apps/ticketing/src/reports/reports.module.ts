import { Module } from '@nestjs/common';
import {
  ClearingReader,
  ClearingStore,
  ConcessionEvidence,
  ControlReports,
  type createPool,
} from '@rukh/adapters/postgres';
import { TICKETING_POOL } from '../tokens.js';
import { ClearPeriod } from './clear-period.js';
import { ClearingController } from './clearing.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { ReportDoor } from './report-door.js';
import { ReportsController } from './reports.controller.js';

/** Reports of the e-ticket: TIDES, completeness, clearing, what funding bodies owe. */
@Module({
  // What is named before it must not be taken for a day's report.
  controllers: [EvidenceController, ClearingController, ReportsController],
  providers: [
    ReportDoor,
    ClearPeriod,
    {
      provide: ClearingReader,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new ClearingReader(pool),
    },
    {
      provide: ClearingStore,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new ClearingStore(pool),
    },
    {
      provide: ConcessionEvidence,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new ConcessionEvidence(pool),
    },
    {
      provide: ControlReports,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new ControlReports(pool),
    },
  ],
})
export class ReportsModule {}
