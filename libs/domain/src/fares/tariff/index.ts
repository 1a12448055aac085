export * from './find-name.js';
export * from './find-place-need.js';
export * from './find-sale-terms.js';
export * from './find-tariff.js';
export type * from './scope.js';
export type * from './tariff.js';
export type * from './terms.js';
