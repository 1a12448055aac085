export { decideTap, isListStale } from './decide-tap.js';
export { type Step, readCard } from './read-card.js';
export * from './signal.js';
export * from './start-validator.js';
export { step } from './step.js';
export * from './validator-config.js';
export type * from './validator-event.js';
export type * from './validator-state.js';
