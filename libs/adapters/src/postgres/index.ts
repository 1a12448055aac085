export * from './create-pool.js';
export * from './find-migrations.js';
export * from './gtfs/gtfs-versions.js';
export * from './gtfs/schedule-store.js';
export * from './history/find-history-engine.js';
export * from './history/history-settings.js';
export * from './migrate.js';
export * from './migration-error.js';
export type * from './migration-session.js';
