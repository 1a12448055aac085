import { join } from 'node:path';
import { readOrMakeSecret } from '@rukh/adapters/embedded';
import type { Account } from '@rukh/adapters/mqtt-broker';

/** File of the password that trackers log in with as `tracker`. */
export function trackerPasswordFile(home: string): string {
  return join(home, 'secrets', 'mqtt-tracker-password');
}

/** Secret by which the embedded broker makes the password of each device of the e-ticket. */
export function readDeviceKey(home: string): string {
  return readOrMakeSecret(join(home, 'secrets', 'mqtt-device-key'));
}

/** Secret by which the embedded broker makes the password of each vehicle. */
export function readVehicleKey(home: string): string {
  return readOrMakeSecret(join(home, 'secrets', 'mqtt-vehicle-key'));
}

/**
 * The embedded broker's accounts: one for our own services, one for gateways that send the positions of many vehicles.
 * Each vehicle has one of its own besides.
 */
export function readBrokerAccounts(home: string): { readonly service: Account; readonly tracker: Account } {
  const password = readOrMakeSecret(join(home, 'secrets', 'mqtt-service-password'));
  return {
    service: { username: 'rukh', password, role: 'service' },
    tracker: { username: 'tracker', password: readOrMakeSecret(trackerPasswordFile(home)), role: 'tracker' },
  };
}
