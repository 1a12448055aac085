export * from './accuracy-standards.js';
export type * from './arrivals.js';
export * from './error-statistics.js';
export * from './horizons.js';
export type { CompletenessScore } from './measure-completeness.js';
export type { IntervalScore, IntervalSummary } from './measure-intervals.js';
export type { WobbleScore } from './measure-wobble.js';
export * from './observed-arrivals.js';
export * from './score-predictions.js';
