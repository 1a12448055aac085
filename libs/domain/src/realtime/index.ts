export * from './feed-message.js';
