export * from './charge.js';
export * from './explain/index.js';
export * from './fare-tap.js';
export * from './pricing/index.js';
export * from './read/index.js';
export type * from './rider.js';
export * from './tariff/index.js';
export * from './tell-tap.js';
export * from './clearing/index.js';
