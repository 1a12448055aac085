import { Module } from '@nestjs/common';
import { AlertsModule } from './alerts/alerts.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConsolePageModule } from './console-page/console-page.module.js';
import { DriversModule } from './drivers/drivers.module.js';
import { ExceptionsModule } from './exceptions/exceptions.module.js';
import { FeedHealthModule } from './feed-health/feed-health.module.js';
import { FleetModule } from './fleet/fleet.module.js';
import { JournalModule } from './journal/journal.module.js';
import { LayersModule } from './layers/layers.module.js';
import { LineGroupsModule } from './line-groups/line-groups.module.js';
import { LinesModule } from './lines/lines.module.js';
import { LiveModule } from './live/live.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { ReplayModule } from './replay/replay.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { TripsModule } from './trips/trips.module.js';
import { VehiclesModule } from './vehicles/vehicles.module.js';
import { StorageModule } from './storage.module.js';

/** The dispatchers' API and console: each part of it is a module of its own folder. */
@Module({
  imports: [
    StorageModule,
    AlertsModule,
    AuthModule,
    ConsolePageModule,
    DriversModule,
    ExceptionsModule,
    FeedHealthModule,
    FleetModule,
    JournalModule,
    LayersModule,
    LineGroupsModule,
    LinesModule,
    LiveModule,
    OrdersModule,
    ReplayModule,
    ReportsModule,
    TripsModule,
    VehiclesModule,
  ],
})
export class DispatchModule {}
