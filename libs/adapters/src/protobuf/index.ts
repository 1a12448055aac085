export * from './codecs.js';
export { FEED_LIMITS, FEED_REFUSALS, FeedRefusedError, decodeFeedMessage } from './decode-feed.js';
export type { FeedLimits, FeedRefusal } from './decode-feed.js';
export * from './decode-vehicle-feed.js';
export * from './encode-feed.js';
export * from './format-feed.js';
export * from './position-message.js';
export * from './updates.js';
export * from './vehicle-reports.js';
