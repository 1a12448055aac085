import { Global, Module } from '@nestjs/common';
import { LiveEvents } from './live-events.js';
import { LiveController } from './live.controller.js';
import { OrdersFollower } from './orders-follower.js';
import { WatchMetrics } from './watch-metrics.js';
import { WatchService } from './watch.service.js';

/** The service of now: the watch of it, and the stream of events of all consoles. */
@Global()
@Module({
  controllers: [LiveController],
  providers: [LiveEvents, OrdersFollower, WatchMetrics, WatchService],
  exports: [LiveEvents, OrdersFollower, WatchMetrics, WatchService],
})
export class LiveModule {}
