export * from './make-token-ref.js';
