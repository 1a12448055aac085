import { Module } from '@nestjs/common';
import { VehiclesController } from './vehicles.controller.js';

/** Vehicles one by one, and the search. */
@Module({ controllers: [VehiclesController] })
export class VehiclesModule {}
