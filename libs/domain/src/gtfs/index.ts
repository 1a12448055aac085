export * from './read-schedule.js';
export type * from './schedule.js';
