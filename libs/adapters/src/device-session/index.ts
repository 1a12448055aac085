export * from './agree-session.js';
export * from './name-session.js';
