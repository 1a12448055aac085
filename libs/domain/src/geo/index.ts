export * from './encode-polyline.js';
export * from './polyline.js';
export * from './projection.js';
