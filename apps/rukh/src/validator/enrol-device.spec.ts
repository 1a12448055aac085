import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeviceKey } from './device-key.js';
import { enrolDevice } from './enrol-device.js';

describe('a device that is enrolled', () => {
  it('where nobody answers, says where it asked and what came of it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const url = `http://127.0.0.1:${port}`;
    await expect(enrolDevice(url, 'v1', 'code', DeviceKey.derive('v1'))).rejects.toThrow(
      `the back office at ${url} does not answer: ECONNREFUSED`,
    );
  });
});
