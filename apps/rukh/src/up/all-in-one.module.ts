import { Module } from '@nestjs/common';
import { ArchiveModule } from '@rukh/archive';
import { DispatchModule } from '@rukh/dispatch';
import { FeedsModule } from '@rukh/feeds';
import { IngestModule } from '@rukh/ingest';
import { TicketingModule } from '@rukh/ticketing';
import { TrackingModule } from '@rukh/tracking';

/** All services in one process, as a small city runs them; each of them also runs alone. */
@Module({
  imports: [IngestModule, TrackingModule, FeedsModule, ArchiveModule, TicketingModule, DispatchModule],
})
export class AllInOneModule {}
