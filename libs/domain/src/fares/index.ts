export * from './charge.js';
export type * from './fare-tap.js';
export type * from './rider.js';
export * from './apportion-charge.js';
