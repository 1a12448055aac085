import { Global, Module } from '@nestjs/common';
import { AlertStore } from './alert-store.js';
import { AlertsController } from './alerts.controller.js';

/** What riders are told besides orders. */
@Global()
@Module({ controllers: [AlertsController], providers: [AlertStore], exports: [AlertStore] })
export class AlertsModule {}
