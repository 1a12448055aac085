export { VEHICLE_ID, makeVehiclePassword, type Access, type Account, type Role } from './access.js';
export * from './start-mqtt-broker.js';
export { makeDevicePassword } from './device-accounts.js';
