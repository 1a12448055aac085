export * from './exception.js';
export * from './judge-account.js';
export * from './live-view.js';
export * from './roles.js';
