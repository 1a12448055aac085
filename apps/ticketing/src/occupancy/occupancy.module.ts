import { Module } from '@nestjs/common';
import type { createPool } from '@rukh/adapters/postgres';
import { TripBoardingsStore } from '@rukh/adapters/postgres';
import { ContextModule } from '../context/context.module.js';
import { TICKETING_POOL } from '../tokens.js';
import { OccupancyService } from './occupancy.service.js';

/** How full vehicles are, by their taps. */
@Module({
  imports: [ContextModule],
  providers: [
    {
      provide: TripBoardingsStore,
      inject: [TICKETING_POOL],
      useFactory: (pool: ReturnType<typeof createPool>) => new TripBoardingsStore(pool),
    },
    OccupancyService,
  ],
})
export class OccupancyModule {}
