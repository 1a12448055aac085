export { ARCHIVE_DROP_REASONS, type ArchiveDropReason } from './archive-metrics.js';
export { ArchiveModule } from './archive.module.js';
export { type ArchiveConfig, archiveConfig } from './config.js';
export {
  type HistoryConfig,
  historyConfig,
  loadHistorySettings,
  toHistorySettings,
} from './history-config.js';
export * from './gtfs-import/index.js';
