export {
  VEHICLE_ID,
  makeDevicePassword,
  makeVehiclePassword,
  type Access,
  type Account,
  type Role,
} from './access.js';
export * from './start-mqtt-broker.js';
