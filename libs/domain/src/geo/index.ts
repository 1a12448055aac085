export * from './polyline.js';
export * from './projection.js';
