import { Global, Module } from '@nestjs/common';
import { FeedMirror } from './feed-mirror.js';
import { NoticeMirror } from './notice-mirror.js';
import { OrderDrafts } from './order-drafts.js';
import { OrderPreviews } from './order-previews.js';
import { OrderStore } from './order-store.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import { OrderNews } from './tell-order.js';

/** What dispatchers order, from the preview to the feeds. */
@Global()
@Module({
  controllers: [OrdersController],
  providers: [FeedMirror, NoticeMirror, OrderDrafts, OrderNews, OrderPreviews, OrderStore, OrdersService],
  exports: [FeedMirror, NoticeMirror, OrderStore, OrdersService],
})
export class OrdersModule {}
