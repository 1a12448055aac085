export * from './simulated-gateway.js';
