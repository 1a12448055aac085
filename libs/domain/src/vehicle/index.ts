export * from './fleet-judge.js';
export { MAX_VEHICLE_ID_LENGTH } from './judge-form.js';
export * from './judging-limits.js';
export * from './service-area.js';
export * from './tidy-report.js';
export * from './vehicle-report.js';
