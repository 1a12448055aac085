export * from './access/index.js';
export * from './create-pool.js';
export * from './find-migrations.js';
export * from './gtfs/gtfs-versions.js';
export * from './gtfs/schedule-store.js';
export * from './gtfs/share-schedule-store.js';
export * from './history/find-history-engine.js';
export * from './history/history-reader.js';
export type * from './history/history-rows.js';
export * from './history/history-settings.js';
export * from './history/history-writer.js';
export * from './history/prediction-scores.js';
export * from './history/report-reader.js';
export { SCORE_COLUMNS } from './history/score-columns.js';
export {
  HISTORY_TABLE_NAMES,
  type HistoryBatch,
  type WriteMode,
  type WrittenBatch,
} from './history/write-batch.js';
export * from './migrate.js';
export * from './migration-error.js';
export * from './money/index.js';
export type * from './migration-session.js';
export * from './ticketing/index.js';
export * from './transact.js';
export * from './violations.js';
export * from './watch/index.js';
