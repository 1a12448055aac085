import { Module } from '@nestjs/common';
import { GtfsImportModule } from './gtfs-import/index.js';
import { HistoryModule } from './history.module.js';

/** All that the archive is: history, and the schedules that everything else follows. */
@Module({ imports: [HistoryModule, GtfsImportModule] })
export class ArchiveModule {}
