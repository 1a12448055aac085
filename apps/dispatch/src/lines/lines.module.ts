import { Module } from '@nestjs/common';
import { LineSettingsStore } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { LineSettings } from './line-settings.js';
import { LinesController } from './lines.controller.js';

type Pool = ConstructorParameters<typeof LineSettingsStore>[0];

/** The lines of the city. */
@Module({
  controllers: [LinesController],
  providers: [
    {
      provide: LineSettingsStore,
      inject: [DISPATCH_POOL],
      useFactory: (pool: Pool) => new LineSettingsStore(pool),
    },
    LineSettings,
  ],
  exports: [LineSettingsStore],
})
export class LinesModule {}
