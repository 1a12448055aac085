import { Module } from '@nestjs/common';
import { ContextModule } from './context/context.module.js';
import { InspectionModule } from './inspection/inspection.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { MediaModule } from './media/media.module.js';
import { MoneyModule } from './money.module.js';
import { OccupancyModule } from './occupancy/occupancy.module.js';
import { OperatorsModule } from './operators/operators.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SellersModule } from './sellers/sellers.module.js';
import { StorageModule } from './storage.module.js';
import { ValidatorPageModule } from './validator-page/validator-page.module.js';

/** The e-ticket: each part of it is a module of its own folder. */
@Module({
  imports: [
    StorageModule,
    OperatorsModule,
    IntakeModule,
    MediaModule,
    ContextModule,
    OccupancyModule,
    InspectionModule,
    MoneyModule,
    ReportsModule,
    SellersModule,
    ValidatorPageModule,
  ],
})
export class TicketingModule {}
