import { Global, Module } from '@nestjs/common';
import { HandoversController } from './handovers.controller.js';
import { Journal } from './journal.js';
import { JournalController } from './journal.controller.js';

/** What happened in a shift, and how one shift hands over to the next. */
@Global()
@Module({
  controllers: [JournalController, HandoversController],
  providers: [Journal],
  exports: [Journal],
})
export class JournalModule {}
