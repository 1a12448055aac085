import { Module } from '@nestjs/common';
import { DeviceStatus } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { EquipmentController } from './equipment.controller.js';
import { TrackerMessages } from './tracker-messages.js';
import { VehiclesController } from './vehicles.controller.js';

type Pool = ConstructorParameters<typeof DeviceStatus>[0];

/** Vehicles one by one, with their equipment, and the search. */
@Module({
  controllers: [VehiclesController, EquipmentController],
  providers: [
    TrackerMessages,
    { provide: DeviceStatus, inject: [DISPATCH_POOL], useFactory: (pool: Pool) => new DeviceStatus(pool) },
  ],
})
export class VehiclesModule {}
