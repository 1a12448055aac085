export * from './prepare-hmac.js';
