export type { PhaseScore } from './confuse-phases.js';
export type { FlipScore } from './count-flips.js';
export type { RightScore } from './count-right.js';
export { type FixLabel, type PublishedFix, VERDICTS, type Verdict } from './judge-fix.js';
export type { ConfidenceScore } from './measure-confidence.js';
export * from './score-assignments.js';
export type { FirstRightScore } from './time-first-right.js';
