export * from './apportion-amount.js';
export * from './clear-day.js';
export * from './clear-sales.js';
export * from './clearing-rules.js';
