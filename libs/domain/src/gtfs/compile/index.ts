export * from './schedule-compiler.js';
export { isGtfsFile, listFilesToRead } from './tables.js';
