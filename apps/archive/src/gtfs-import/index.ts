export * from './gtfs-import-config.js';
export * from './gtfs-import.module.js';
export * from './import-version.js';
