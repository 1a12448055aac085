export { findOrderEnd, isToldAfter, listBlockFrom } from './find-order-end.js';
export { findRun, runEndSeconds, runStartSeconds } from './find-run.js';
export { isInCityMode, isInPeriod } from './is-in-city-mode.js';
export { isInCityScope } from './is-in-city-scope.js';
export { routesOf, spanOfDetour } from './list-affected-runs.js';
export { LATE_SECONDS, type RunWindow, listRunsBetween } from './run-windows.js';
export { followAssignment, isSameRun, listAssignments, listDisplaced } from './list-assignments.js';
export { isSkippedSequence } from './skipped-sequences.js';
