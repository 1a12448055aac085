export { feedsConfig } from './config.js';
export { FeedsModule } from './feeds.module.js';
export {
  FEED_SKIP_REASONS,
  type FeedSkipReason,
  SNAPSHOT_REFUSALS,
  type SnapshotRefusal,
} from './feed-metrics.js';
export { EVENT_END_REASONS, type EventEndReason } from './serving-metrics.js';
