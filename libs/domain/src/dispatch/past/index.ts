export * from './past-exceptions.js';
export type * from './past-rows.js';
export * from './past-watch.js';
export { toPredictions } from './to-update.js';
