export * from './connect.js';
export * from './feed-snapshots.js';
export * from './lease.js';
export * from './process-reports.js';
export * from './redis-script.js';
export type { StreamEntry } from './stream-group.js';
export * from './stream-reader.js';
export * from './stream-tail.js';
export * from './stream-writer.js';
