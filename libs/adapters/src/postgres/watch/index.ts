export * from './exception-store.js';
export * from './line-settings-store.js';
export * from './past-reader.js';
export * from './trips-seen.js';
