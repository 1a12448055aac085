import { Module } from '@nestjs/common';
import { Fines, Inspections, type createPool } from '@rukh/adapters/postgres';
import { MoneyPeople } from '../ledger/money-people.js';
import { MediaModule } from '../media/media.module.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { TICKETING_POOL } from '../tokens.js';
import { FineDesk } from './fine-desk.js';
import { FinesController } from './fines.controller.js';
import { InspectPageController } from './inspect-page.controller.js';
import { InspectionController } from './inspection.controller.js';
import { InspectionService } from './inspection.service.js';
import { LockPublisher } from './lock-publisher.js';
import { SignIn } from './sign-in.js';

/** Inspectors: their page, the locking of validators, fines. */
@Module({
  imports: [MediaModule, TariffsModule],
  controllers: [FinesController, InspectionController, InspectPageController],
  providers: [
    {
      provide: Inspections,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new Inspections(pool),
    },
    {
      provide: Fines,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new Fines(pool),
    },
    MoneyPeople,
    SignIn,
    LockPublisher,
    InspectionService,
    FineDesk,
  ],
})
export class InspectionModule {}
