export * from './codecs.js';
export * from './decode-feed.js';
export * from './encode-feed.js';
export * from './format-feed.js';
