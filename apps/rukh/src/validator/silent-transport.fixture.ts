import type { DeviceTransport } from './device-transport.js';

/** As over MQTT: receipts come by themselves, and here a test brings them. */
export const SILENT_TRANSPORT: DeviceTransport = {
  sendTaps: () => Promise.resolve(undefined),
  sendHeartbeat: () => Promise.resolve(undefined),
  watch: (onChange) => onChange(true),
  close: () => Promise.resolve(),
};
