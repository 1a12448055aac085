import { Module } from '@nestjs/common';
import { loadConfig } from '@rukh/service';
import { dispatchConfig } from '../config.js';
import { BuiltConsole } from './built-console.js';
import { ConsolePageController } from './console-page.controller.js';
import { CONSOLE_BASEMAP } from './tokens.js';

const basemapConfig = dispatchConfig.pick({ RUKH_CONSOLE_BASEMAP: true });

/** The console's page, as apps/console is built. Whoever opens it sees a sign-in; data comes by the API only. */
@Module({
  controllers: [ConsolePageController],
  providers: [
    BuiltConsole,
    { provide: CONSOLE_BASEMAP, useFactory: () => loadConfig(basemapConfig).RUKH_CONSOLE_BASEMAP ?? '' },
  ],
})
export class ConsolePageModule {}
