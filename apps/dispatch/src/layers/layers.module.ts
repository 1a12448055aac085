import { Module } from '@nestjs/common';
import { ReportsModule } from '../reports/reports.module.js';
import { LayersController } from './layers.controller.js';
import { TapCounts } from './tap-counts.js';

/** Layers of the map. */
@Module({ imports: [ReportsModule], controllers: [LayersController], providers: [TapCounts] })
export class LayersModule {}
