export * from './notice-keys.js';
export * from './notice-schemas.js';
