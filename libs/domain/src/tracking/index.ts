export * from './vehicle-update.js';
