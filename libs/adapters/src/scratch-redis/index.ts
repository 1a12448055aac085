export * from './start-scratch-redis.js';
