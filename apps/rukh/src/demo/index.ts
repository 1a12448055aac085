export * from './demo-alert.js';
export * from './prepare-demo-gtfs.js';
