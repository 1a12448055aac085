export type { Access, Account, Role } from './access.js';
export * from './start-mqtt-broker.js';
