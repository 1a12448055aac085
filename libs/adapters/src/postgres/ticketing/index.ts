export * from './check-reader.js';
export * from './deny-list-store.js';
export * from './deny-list-versions.js';
export * from './media-store.js';
export * from './office-store.js';
export * from './rights-store.js';
export * from './ticket-store.js';
