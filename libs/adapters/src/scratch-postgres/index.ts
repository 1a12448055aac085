export * from './import-files.js';
export * from './list-scratch-engines.js';
export * from './open-scratch-timescale.js';
export * from './start-scratch-postgres.js';
