export * from './choose-occupancy.js';
export * from './estimate-load.js';
export * from './look-again.js';
export * from './place-tap.js';
export * from './tap-context.js';
export * from './tap-outcome.js';
export * from './tap.js';
export * from './judge-inspection.js';
