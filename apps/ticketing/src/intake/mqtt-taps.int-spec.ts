import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { type MqttBroker, makeDevicePassword, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { type TapForm, decodeReceipt } from '@rukh/adapters/protobuf';
import type { TapReceipt } from '@rukh/domain/taps';
import { type MqttClient, connectAsync } from 'mqtt';
import { IntakeRig, type RigDevice } from '../intake-rig.fixture.js';

const DEVICE_KEY = 'a-device-key-for-tests';
const ACCESS = {
  anonymous: false,
  accounts: [{ username: 'rukh', password: 'service-secret', role: 'service' }],
  deviceKey: DEVICE_KEY,
} as const;

let broker: MqttBroker;
let rig: IntakeRig;
const clients: MqttClient[] = [];

beforeAll(async () => {
  broker = await startMqttBroker({ access: ACCESS });
  rig = await IntakeRig.create({
    MQTT_URL: broker.url,
    MQTT_USERNAME: 'rukh',
    MQTT_PASSWORD: 'service-secret',
  });
  await until(async () => {
    const { body } = await rig.app.inject({ url: '/health/ready' });
    return (JSON.parse(body) as { checks: { taps_mqtt: { ok: boolean } } }).checks.taps_mqtt.ok;
  });
});
afterAll(async () => {
  for (const client of clients) client.end(true);
  await rig.close();
  await broker.stop();
  Object.assign(process.env, { MQTT_URL: '', MQTT_USERNAME: '', MQTT_PASSWORD: '' });
});

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('not within 120 s');
    await delay(20);
  }
}

/** A device at the broker, and the receipts that it gets. */
async function join(
  device: RigDevice,
  form: TapForm,
): Promise<{ client: MqttClient; receipts: TapReceipt[] }> {
  const { deviceId } = device;
  const password = makeDevicePassword(DEVICE_KEY, deviceId);
  const client = await connectAsync(broker.url, { username: deviceId, password, reconnectPeriod: 0 });
  client.on('error', () => undefined);
  clients.push(client);
  const receipts: TapReceipt[] = [];
  client.on('message', (topic, payload) => {
    if (topic.endsWith('/receipts')) receipts.push(decodeReceipt(form, payload));
  });
  await client.subscribeAsync(`rukh/v1/town/device/${deviceId}/receipts`, { qos: 1 });
  return { client, receipts };
}

describe('taps over MQTT', () => {
  it.each(['protobuf', 'json'] as const)(
    'are answered by a receipt after the commit, in %s',
    async (form) => {
      const device = await rig.addDevice(`mqtt-${form}`);
      const { client, receipts } = await join(device, form);
      const message = Buffer.from(device.seal(device.batch([device.tap(1), device.tap(3)]), form));
      await client.publishAsync(`rukh/v1/town/device/${device.deviceId}/taps`, message, { qos: 1 });
      await until(() => receipts.length === 1);
      expect(receipts[0]).toMatchObject({
        deviceId: device.deviceId,
        highWaterMark: 1,
        missing: [{ from: 2, to: 2 }],
      });
      expect(
        await rig.query('SELECT 1 FROM ticketing.taps WHERE device_id = $1', [device.deviceId]),
      ).toHaveLength(2);
    },
  );

  it('are refused by a receipt that says when to come again while the database is away, and lost by nobody', async () => {
    const device = await rig.addDevice('mqtt-away');
    const { client, receipts } = await join(device, 'protobuf');
    const send = (): Promise<unknown> =>
      client.publishAsync(
        'rukh/v1/town/device/mqtt-away/taps',
        Buffer.from(device.seal(device.batch([device.tap(1)]))),
        { qos: 1 },
      );
    await rig.postgres.kill();
    await send();
    await until(() => receipts.length === 1);
    expect(receipts[0]).toMatchObject({ rejection: 'UNAVAILABLE', answers: [] });
    expect(receipts[0]!.retryAfterSeconds).toBeGreaterThan(0);
    await rig.postgres.start();
    await until(async () => {
      await send();
      return receipts.some(({ answers }) => answers[0]?.outcome === 'ACCEPTED');
    });
  });

  it('of a device are written by that device only, and only it reads its receipts', async () => {
    const device = await rig.addDevice('mqtt-own');
    const { client } = await join(device, 'protobuf');
    await expect(client.subscribeAsync('rukh/v1/town/device/other/receipts')).rejects.toThrow();
    await expect(client.subscribeAsync('rukh/v1/town/device/+/receipts')).rejects.toThrow();
    await expect(client.subscribeAsync('rukh/#')).rejects.toThrow();
    await client.subscribeAsync('rukh/v1/town/denylist/#');
    const closed = new Promise<void>((resolve) =>
      client.once('close', () => {
        resolve();
      }),
    );
    client.publish('rukh/v1/town/device/other/taps', 'x');
    await closed;
  });
});

it('keeps the deny list for devices that come later, and nothing else', async () => {
  const service = await connectAsync(broker.url, { username: 'rukh', password: 'service-secret' });
  clients.push(service);
  await service.publishAsync('rukh/v1/town/denylist/snapshot', 'list', { qos: 1, retain: true });
  const { client } = await join(await rig.addDevice('mqtt-late'), 'json').catch(() => ({ client: service }));
  const seen: string[] = [];
  client.removeAllListeners('message');
  client.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
  await client.subscribeAsync('rukh/v1/town/denylist/#');
  // The back office publishes its own list beside it.
  const kept = 'rukh/v1/town/denylist/snapshot list';
  await until(() => seen.includes(kept));
  expect(seen.every((message) => message.startsWith('rukh/v1/town/denylist/'))).toBe(true);
});
