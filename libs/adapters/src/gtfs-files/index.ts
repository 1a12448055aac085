export * from './compile-archive.js';
export * from './download-error.js';
export * from './download-gtfs.js';
export * from './import-gtfs.js';
export * from './import-in-child.js';
export * from './import-limits.js';
export type * from './gtfs-source.js';
export * from './open-zip.js';
export * from './pack-folder.js';
