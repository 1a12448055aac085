export * from './write-parquet.js';
