export * from './compile/index.js';
export * from './container/index.js';
export * from './find-version-in-force.js';
export * from './findings/index.js';
export * from './fold-name.js';
export * from './list-trip-instances.js';
export * from './read-schedule.js';
export * from './schedule.js';
