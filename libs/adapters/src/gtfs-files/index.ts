export * from './import-gtfs.js';
export * from './import-limits.js';
