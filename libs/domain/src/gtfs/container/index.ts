export * from './decode-schedule.js';
export * from './encode-schedule.js';
