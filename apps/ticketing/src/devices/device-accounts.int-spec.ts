import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { type MqttBroker, makeDevicePassword, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { SIGNED_AS } from '@rukh/domain/taps';
import { type MqttClient, connectAsync } from 'mqtt';
import { ADMIN_TOKEN, IntakeRig, RigDevice } from '../intake-rig.fixture.js';

const DEVICE_KEY = 'a-device-key-for-tests';
const SERVICE = { username: 'rukh', password: 'service-secret' };
const ACCESS = {
  anonymous: false,
  accounts: [{ ...SERVICE, role: 'service' }],
  deviceKey: DEVICE_KEY,
} as const;
const VARIABLES = ['MQTT_URL', 'MQTT_USERNAME', 'MQTT_PASSWORD', 'RUKH_MQTT_DEVICE_KEY'] as const;

let broker: MqttBroker;
let rig: IntakeRig;
const clients: MqttClient[] = [];

beforeAll(async () => {
  broker = await startMqttBroker({ access: ACCESS });
  rig = await IntakeRig.create({
    MQTT_URL: broker.url,
    MQTT_USERNAME: SERVICE.username,
    MQTT_PASSWORD: SERVICE.password,
    RUKH_MQTT_DEVICE_KEY: DEVICE_KEY,
  });
});
afterAll(async () => {
  for (const client of clients) client.end(true);
  await rig.close();
  await broker.stop();
  for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
});

async function ask(path: string, payload: object = {}): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answer = await rig.app.inject({ method: 'POST', url: `/api/v1/devices${path}`, headers, payload });
  return answer.json<Record<string, unknown>>();
}

/** Enrols under a new key; the password at the broker. */
async function enrol(deviceId: string, keyId: string): Promise<string> {
  const code = (await ask(`/${deviceId}/enrolments`))['code'] as string;
  const device = new RigDevice(deviceId, keyId);
  const signature = device
    .sign(Buffer.from(`${deviceId}\n${code}`), SIGNED_AS.enrolment)
    .toString('base64url');
  const shown = { code, keyId, publicKey: device.publicKey.toString('base64url'), signature };
  const answer = (await ask(`/${deviceId}/enrolment`, shown)) as { mqtt: { password: string } };
  return answer.mqtt.password;
}

async function join(username: string, password: string): Promise<MqttClient> {
  const client = await connectAsync(broker.url, { username, password, reconnectPeriod: 0 });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

/** Until the broker refuses it; rejects where it goes on letting it in. */
async function untilRefused(username: string, password: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    try {
      (await join(username, password)).end(true);
    } catch {
      return;
    }
    await delay(100);
  }
  throw new Error('is still let in');
}

describe('the account of a device at the embedded broker', () => {
  it('ends with its revocation, also where it is connected, and does not come back with the device', async () => {
    await ask('', { deviceId: 'v1', operatorId: 'let' });
    const stolen = await enrol('v1', 'k1');
    const thief = await join('v1', stolen);
    await thief.subscribeAsync('rukh/v1/town/device/v1/receipts');
    const closed = new Promise<void>((resolve) => {
      thief.once('close', () => {
        resolve();
      });
    });
    await ask('/v1/state', { state: 'REVOKED', reason: 'stolen' });
    await closed;
    await untilRefused('v1', stolen);
    const honest = await enrol('v1', 'k2');
    await untilRefused('v1', stolen);
    expect((await join('v1', honest)).connected).toBe(true);
  });

  it('ends where the device is enrolled anew, of which it kept nothing; a suspended one keeps its own', async () => {
    await ask('', { deviceId: 'v2', operatorId: 'let' });
    const wiped = await enrol('v2', 'k1');
    await ask('/v2/state', { state: 'SUSPENDED', reason: 'in repair' });
    await ask('/v2/state', { state: 'ACTIVE', reason: 'repaired' });
    await delay(3_000);
    expect((await join('v2', wiped)).connected).toBe(true);
    const next = await enrol('v2', 'k2');
    await untilRefused('v2', wiped);
    expect((await join('v2', next)).connected).toBe(true);
  });

  it('is told to a broker that was started anew, and of another device it says nothing', async () => {
    await ask('', { deviceId: 'v3', operatorId: 'let' });
    const stolen = await enrol('v3', 'k1');
    await ask('/v3/state', { state: 'REVOKED', reason: 'stolen' });
    const { port } = broker;
    await broker.stop();
    broker = await startMqttBroker({ access: ACCESS, port });
    await untilRefused('v3', stolen);
    await expect(join('v1', stolen)).rejects.toThrow();
    // One that was told before passwords had numbers, of a device that was enrolled once.
    expect((await join('v4', makeDevicePassword(DEVICE_KEY, 'v4'))).connected).toBe(true);
  });
});
