export * from './findings.js';
export * from './format-report.js';
export type * from './import-report.js';
export * from './refuse-import.js';
export * from './rules.js';
