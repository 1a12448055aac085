export * from './find-tariff.js';
export type * from './scope.js';
export type * from './tariff.js';
