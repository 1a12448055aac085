export * from './access-audit.js';
export * from './fleet-store.js';
export * from './session-store.js';
export * from './sign-in-store.js';
export * from './user-store.js';
export * from './session-cookie.js';
