export * from './device-configuration.js';
export * from './fingerprints.js';
export * from './held-deny-list.js';
export * from './office-key.js';
export * from './list-documents.js';
