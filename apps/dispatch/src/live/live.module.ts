import { Global, Module } from '@nestjs/common';
import { FollowLoads } from './follow-loads.js';
import { LiveEvents } from './live-events.js';
import { LiveController } from './live.controller.js';
import { Updates } from './updates.js';
import { LowFloorMirror } from './low-floor-mirror.js';
import { WatchMetrics } from './watch-metrics.js';
import { WatchService } from './watch.service.js';

/** The service of now: the watch of it, and the stream of events of all consoles. */
@Global()
@Module({
  controllers: [LiveController],
  providers: [FollowLoads, LiveEvents, LowFloorMirror, Updates, WatchMetrics, WatchService],
  exports: [FollowLoads, LiveEvents, Updates, WatchMetrics, WatchService],
})
export class LiveModule {}
