export * from './findings.js';
export type * from './import-report.js';
export * from './rules.js';
