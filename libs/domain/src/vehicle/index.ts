export * from './vehicle-report.js';
