import { Module } from '@nestjs/common';
import { loadConfig } from '@rukh/service';
import { dispatchConfig } from '../config.js';
import { BuiltConsole } from './built-console.js';
import { type BasemapSetting, BasemapFinder } from './find-basemap.js';
import { ConsolePageController } from './console-page.controller.js';
import { CONSOLE_BASEMAP } from './tokens.js';

const basemapConfig = dispatchConfig.pick({
  RUKH_CONSOLE_BASEMAP: true,
  RUKH_CONSOLE_BASEMAP_ATTRIBUTION: true,
});

function readSetting(): BasemapSetting {
  const { RUKH_CONSOLE_BASEMAP: at = '', RUKH_CONSOLE_BASEMAP_ATTRIBUTION: attribution } =
    loadConfig(basemapConfig);
  return { at, attribution };
}

/** The console's page, as apps/console is built. Whoever opens it sees a sign-in; data comes by the API only. */
@Module({
  controllers: [ConsolePageController],
  providers: [BasemapFinder, BuiltConsole, { provide: CONSOLE_BASEMAP, useFactory: readSetting }],
})
export class ConsolePageModule {}
