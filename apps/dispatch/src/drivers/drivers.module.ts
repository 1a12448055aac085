import { Global, Module } from '@nestjs/common';
import { MessageDescriptions } from '@rukh/service';
import { ORDER_MESSAGES } from './describe-order-messages.js';
import { DriverDesk } from './driver-desk.js';
import { DriverDisplays } from './driver-displays.js';
import { DriverMetrics } from './driver-metrics.js';
import { OrderReads } from './order-reads.js';
import { OrderReceipts } from './order-receipts.js';
import { ToldDrivers } from './told-drivers.js';

/** What drivers are told of orders, and whether they read it. */
@Global()
@Module({
  providers: [DriverDesk, DriverDisplays, DriverMetrics, OrderReads, OrderReceipts, ToldDrivers],
  exports: [DriverDisplays, ToldDrivers],
})
export class DriversModule {
  constructor(messages: MessageDescriptions) {
    messages.add(ORDER_MESSAGES);
  }
}
