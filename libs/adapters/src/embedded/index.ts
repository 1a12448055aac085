export type { EmbeddedOptions, EmbeddedServer } from './embedded-server.js';
export * from './find-redis-server.js';
export * from './free-port.js';
export * from './postgres-server.js';
export * from './process-facts.js';
export * from './redis-server.js';
export * from './run-record.js';
export * from './secret-file.js';
export * from './supervised-child.js';
