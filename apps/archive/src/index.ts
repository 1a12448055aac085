export * from './gtfs-import/index.js';
