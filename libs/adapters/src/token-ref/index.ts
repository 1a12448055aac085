export * from './list-ref.js';
export * from './make-token-ref.js';
export * from './prepare-hmac.js';
