export * from './codecs.js';
export * from './decode-feed.js';
export * from './encode-feed.js';
export * from './format-feed.js';
export * from './position-message.js';
export * from './updates.js';
