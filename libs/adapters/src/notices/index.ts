export * from './notice-keys.js';
export * from './notice-schemas.js';
export * from './parse-notice.js';
