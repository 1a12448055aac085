import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { connectAsync } from 'mqtt';
import { readVehicleKey } from '../up/broker-accounts.js';
import { describeAccount } from './tracker.js';

describe('rukh tracker', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'rukh-tracker-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('prints the account by which a vehicle gets into the broker of that city, and always the same', async () => {
    const env = { RUKH_HOME: home, RUKH_AGENCY: 'lviv' };
    const text = describeAccount('1021', env);
    expect(describeAccount('1021', env)).toBe(text);
    const [, username, password] = /^user {6}(.+)\npassword {2}(.+)\n$/.exec(text)!;
    const vehicleKey = readVehicleKey(join(home, 'lviv'));
    const broker = await startMqttBroker({ access: { accounts: [], anonymous: false, vehicleKey } });
    try {
      const client = await connectAsync(broker.url, {
        reconnectPeriod: 0,
        username: username!,
        password: password!,
      });
      await client.publishAsync('rukh/v1/lviv/vehicle/1021/position', '{}', { qos: 1 });
      await client.endAsync();
      expect(describeAccount('1022', env)).not.toContain(password);
    } finally {
      await broker.stop();
    }
  });
});
