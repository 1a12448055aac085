export * from './feedback.js';
export * from './follow-list.js';
export * from './judge-check.js';
export * from './judge-list-age.js';
export * from './judge-listed-tap.js';
export * from './judge-ticket.js';
export * from './judge-travel.js';
export * from './validator-configuration.js';
