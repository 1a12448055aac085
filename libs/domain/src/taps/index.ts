export * from './tap.js';
export * from './tap-outcome.js';
