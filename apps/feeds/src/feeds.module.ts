import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ScheduleStore, acquireScheduleStore, releaseScheduleStore } from '@rukh/adapters/postgres';
import { HealthRegistry, loadConfig } from '@rukh/service';
import { ServeBot } from './assistants/serve-bot.js';
import { ServeLlmsText } from './assistants/serve-llms-text.js';
import { ServeMcp } from './assistants/serve-mcp.js';
import { AnswerCity } from './city/answer-city.js';
import { ReadCity } from './city/read-city.service.js';
import { ServeBoards } from './boards/serve-boards.js';
import { ServePosters } from './boards/serve-posters.js';
import { ServeCatalogue } from './catalogue/serve-catalogue.js';
import { type FeedsConfig, feedsConfig } from './config.js';
import { FeedMetrics } from './feed-metrics.js';
import { OpenRoutes } from './http/open-routes.js';
import { ServeFeeds } from './http/serve-feeds.js';
import { TellReaders } from './http/tell-readers.service.js';
import { ServeLive } from './live/serve-live.js';
import { StreamVehicles } from './live/stream-vehicles.js';
import { PublishTopics } from './mqtt-topics/publish-topics.service.js';
import { ServeRoutes } from './passengers/serve-routes.js';
import { ServeSiri } from './siri/serve-siri.js';
import { ServeStops } from './passengers/serve-stops.js';
import { ServePages } from './pages/serve-pages.js';
import { FollowSnapshots } from './snapshots/follow-snapshots.service.js';
import { ServingMetrics } from './serving-metrics.js';
import { SnapshotShelf } from './snapshots/snapshot-shelf.js';
import { FEEDS_CONFIG } from './tokens.js';
import { WriteFeeds } from './writer/write-feeds.service.js';

/** Updates to feeds: one elected writer, any number of readers that serve the same bytes. */
@Module({
  providers: [
    { provide: FEEDS_CONFIG, useFactory: () => loadConfig(feedsConfig) },
    {
      provide: ScheduleStore,
      inject: [FEEDS_CONFIG],
      useFactory: ({ DATABASE_URL, RUKH_CACHE_DIR }: FeedsConfig) =>
        acquireScheduleStore({
          databaseUrl: DATABASE_URL,
          cacheDirectory: RUKH_CACHE_DIR,
          log: (message) => {
            new Logger('Schedule').log(message);
          },
        }),
    },
    FeedMetrics,
    ServingMetrics,
    SnapshotShelf,
    FollowSnapshots,
    WriteFeeds,
    OpenRoutes,
    ServeFeeds,
    TellReaders,
    ServeLive,
    StreamVehicles,
    ServePages,
    PublishTopics,
    ServeCatalogue,
    ReadCity,
    AnswerCity,
    ServeStops,
    ServeRoutes,
    ServeBoards,
    ServePosters,
    ServeSiri,
    ServeMcp,
    ServeLlmsText,
    ServeBot,
  ],
})
export class FeedsModule implements OnApplicationShutdown {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    shelf: SnapshotShelf,
    follower: FollowSnapshots,
    health: HealthRegistry,
  ) {
    const feeds = (): { ok: boolean; detail?: string } =>
      shelf.find('vehicle-positions') ? { ok: true } : { ok: false, detail: 'there is no feed to serve now' };
    const redis = (): { ok: boolean; detail?: string } =>
      follower.isAway ? { ok: false, detail: 'Redis is away; feeds are served from memory' } : { ok: true };
    health.register('feeds', () => Promise.resolve(feeds()), { critical: false });
    health.register('feeds-redis', () => Promise.resolve(redis()), { critical: false });
  }

  async onApplicationShutdown(): Promise<void> {
    await releaseScheduleStore(this.schedules);
  }
}
