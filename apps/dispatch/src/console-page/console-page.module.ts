import { Module } from '@nestjs/common';
import { BuiltConsole } from './built-console.js';
import { ConsolePageController } from './console-page.controller.js';

/** The console's page, as apps/console is built. Whoever opens it sees a sign-in; data comes by the API only. */
@Module({ controllers: [ConsolePageController], providers: [BuiltConsole] })
export class ConsolePageModule {}
