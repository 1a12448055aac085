export * from './create-pool.js';
export * from './find-migrations.js';
export * from './migrate.js';
