/** Makes simulated validators known to a back office, so that it takes what they send. */
import { deviceIdOf, keyOf } from '../validator/tap-fleet.js';
import { OfficeClient } from './office-client.js';

const AT_ONCE = 8;
const CARRIER = { operatorId: 'simulated', operatorName: 'Simulated carrier' } as const;

export interface InstalledFleet {
  readonly url: string;
  readonly adminToken: string;
  readonly devices: number;
  readonly keySecret: string;
}

/** Those that are known already stay as they are. Throws an Error that says what the back office answered. */
export async function installValidators(fleet: InstalledFleet): Promise<void> {
  const { url, adminToken, devices, keySecret } = fleet;
  const office = new OfficeClient(url, adminToken);
  await office.addOperator(CARRIER.operatorId, CARRIER.operatorName, 'CARRIER', {
    uk: 'Симульований перевізник',
  });
  let next = 0;
  const install = async (): Promise<void> => {
    while (next < devices) {
      const deviceId = deviceIdOf(next++);
      const key = keyOf(keySecret, deviceId);
      await office.installDevice({ deviceId, vehicleId: `bus-${deviceId}`, ...CARRIER, key });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, install));
}
