export * from './exception.js';
export * from './live-view.js';
export * from './order-view.js';
export * from './roles.js';
