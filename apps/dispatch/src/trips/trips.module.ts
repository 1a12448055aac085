import { Module } from '@nestjs/common';
import { TripsSeen } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { ServiceDayController } from './service-day.controller.js';
import { TripsController } from './trips.controller.js';

type Pool = ConstructorParameters<typeof TripsSeen>[0];

/** Trips and blocks of a day. */
@Module({
  controllers: [TripsController, ServiceDayController],
  providers: [
    { provide: TripsSeen, inject: [DISPATCH_POOL], useFactory: (pool: Pool) => new TripsSeen(pool) },
  ],
})
export class TripsModule {}
