import { Global, Module } from '@nestjs/common';
import { FeedMirror } from './feed-mirror.js';
import { NoticeMirror } from './notice-mirror.js';
import { OrderStore } from './order-store.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';

/** What dispatchers order, from the preview to the feeds. */
@Global()
@Module({
  controllers: [OrdersController],
  providers: [FeedMirror, NoticeMirror, OrderStore, OrdersService],
  exports: [FeedMirror, NoticeMirror, OrderStore, OrdersService],
})
export class OrdersModule {}
