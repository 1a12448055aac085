export type * from './trip-prediction.js';
