export * from './tap.js';
export * from './tap-outcome.js';
export * from './place-tap.js';
export * from './tap-context.js';
export * from './look-again.js';
