export { makeDevicePassword, type Access, type Account, type Role } from './access.js';
export * from './start-mqtt-broker.js';
