export * from './compile/index.js';
export * from './findings/index.js';
export * from './read-schedule.js';
export type * from './schedule.js';
