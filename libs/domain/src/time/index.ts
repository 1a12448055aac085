export * from './gtfs-time.js';
export * from './service-date.js';
export * from './service-days.js';
export * from './local-clock.js';
export * from './say-at.js';
