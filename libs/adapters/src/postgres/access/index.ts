export * from './fleet-store.js';
