import { Global, Module } from '@nestjs/common';
import { AlertDesk } from './alert-desk.js';
import { AlertPreviews } from './alert-previews.js';
import { AlertStore } from './alert-store.js';
import { AlertsController } from './alerts.controller.js';
import { AlertRights } from './may-write-alert.js';
import { AlertNews } from './tell-alert.js';

/** What riders are told besides orders. */
@Global()
@Module({
  controllers: [AlertsController],
  providers: [AlertDesk, AlertNews, AlertPreviews, AlertRights, AlertStore],
  exports: [AlertStore],
})
export class AlertsModule {}
