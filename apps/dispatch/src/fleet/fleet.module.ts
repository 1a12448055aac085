import { Global, Module } from '@nestjs/common';
import { FleetStore } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { CarrierOf } from './carrier-of.js';
import { FleetController } from './fleet.controller.js';

type Pool = ConstructorParameters<typeof FleetStore>[0];

/** Carriers, and which vehicle is whose. */
@Global()
@Module({
  controllers: [FleetController],
  providers: [
    { provide: FleetStore, inject: [DISPATCH_POOL], useFactory: (pool: Pool) => new FleetStore(pool) },
    CarrierOf,
  ],
  exports: [CarrierOf, FleetStore],
})
export class FleetModule {}
