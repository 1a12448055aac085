export * from './arrival.js';
export * from './find-stops.js';
export * from './index-live.js';
export * from './index-stops.js';
export * from './list-alerts.js';
export * from './list-arrivals.js';
export type * from './read-live-trip.js';
