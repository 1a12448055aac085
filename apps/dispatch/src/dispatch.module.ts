import { Module } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { ExceptionsModule } from './exceptions/exceptions.module.js';
import { ConsolePageModule } from './console-page/console-page.module.js';
import { FleetModule } from './fleet/fleet.module.js';
import { LiveModule } from './live/live.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { StorageModule } from './storage.module.js';

/** The dispatchers' API and console: each part of it is a module of its own folder. */
@Module({
  imports: [StorageModule, AuthModule, FleetModule, LiveModule, ExceptionsModule, ReportsModule, ConsolePageModule],
})
export class DispatchModule {}
