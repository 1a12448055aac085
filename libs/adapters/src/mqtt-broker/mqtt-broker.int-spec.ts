import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { makeVehiclePassword } from './access.js';
import { startMqttBroker, type MqttBroker, type MqttBrokerOptions } from './start-mqtt-broker.js';

const TOPIC = 'rukh/v1/lviv/vehicle/1021/position';
const CITY = {
  anonymous: false,
  accounts: [
    { username: 'rukh', password: 'service-secret', role: 'service' },
    { username: 'tracker', password: 'tracker-secret', role: 'tracker' },
  ],
  vehicleKey: 'key of the vehicles',
} as const;
const VEHICLE_KEY = 'key of the vehicles';
const vehicleOf = (username: string) => ({
  username,
  password: makeVehiclePassword(VEHICLE_KEY, username),
});
const SERVICE = { username: 'rukh', password: 'service-secret' };
const TRACKER = { username: 'tracker', password: 'tracker-secret' };

let broker: MqttBroker;
const clients: MqttClient[] = [];

async function start(options: MqttBrokerOptions): Promise<void> {
  broker = await startMqttBroker(options);
}

async function join(options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(broker.url, { reconnectPeriod: 0, connectTimeout: 2000, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

async function listen(topic = TOPIC): Promise<string[]> {
  const client = await join(SERVICE);
  const received: string[] = [];
  client.on('message', (_, payload) => received.push(payload.toString()));
  await client.subscribeAsync(topic);
  return received;
}

function untilClosed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', () => {
      resolve();
    });
  });
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('not within 120 s');
    await delay(10);
  }
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await broker.stop();
});

describe('the broker of a city', () => {
  beforeEach(() => start({ access: CITY }));

  it('lets nobody in without a name or with a wrong password', async () => {
    await expect(join()).rejects.toThrow(/Not authorized/);
    await expect(join({ ...SERVICE, password: 'service-secre' })).rejects.toThrow(/Not authorized/);
    await expect(join({ username: '__proto__', password: 'x' })).rejects.toThrow(/Not authorized/);
  });

  it('says why it refused whom, for who runs it', async () => {
    const said: string[] = [];
    await start({ access: CITY, onError: ({ message }, clientId) => said.push(`${clientId}: ${message}`) });
    await expect(join({ clientId: 'a', ...vehicleOf('1021'), password: 'wrong' })).rejects.toThrow(
      /authorized/,
    );
    const stranger = await join({ clientId: 'b', ...vehicleOf('1022') });
    stranger.publish(TOPIC, '{}');
    const large = await join({ clientId: 'c', ...vehicleOf('1021') });
    large.publish(TOPIC, Buffer.alloc(300_000));
    await until(() => said.length >= 3);
    expect(said).toEqual([
      'a: there is no account "1021" with that password',
      'b: a vehicle writes only its own positions and what it read',
      'c: a packet is too large',
    ]);
  });

  it('lets a tracker report and listen to nobody else', async () => {
    const received = await listen('rukh/#');
    const tracker = await join(TRACKER);
    await tracker.publishAsync(TOPIC, 'here', { qos: 1 });
    await until(() => received.length === 1);
    await expect(tracker.subscribeAsync('rukh/#')).rejects.toThrow();
    const closed = untilClosed(tracker);
    tracker.publish('rukh/v1/lviv/alerts', 'all trams are cancelled');
    await closed;
    expect(received).toEqual(['here']);
  });

  it.each([
    '+',
    '#',
    `rukh/v1/lviv/vehicle/${'x'.repeat(65)}/position`,
    '$SYS/x',
    'rukh/v1//vehicle/1/position',
  ])('lets a tracker write nothing to %s', async (topic) => {
    const received = await listen('#');
    const tracker = await join(TRACKER);
    const closed = untilClosed(tracker);
    tracker.publish(topic, 'x', () => undefined);
    await Promise.race([closed, delay(300)]);
    expect(received).toEqual([]);
  });

  it('lets a vehicle read what is ordered of it, also later, say that it was read, and report', async () => {
    const answers = await listen('rukh/v1/lviv/vehicle/+/orders/read');
    const positions = await listen();
    const service = await join(SERVICE);
    const topic = 'rukh/v1/lviv/vehicle/1021/orders';
    await service.publishAsync(topic, 'wait', { qos: 1, retain: true });
    const vehicle = await join(vehicleOf('1021'));
    const shown: string[] = [];
    vehicle.on('message', (_, payload) => shown.push(payload.toString()));
    await vehicle.subscribeAsync(topic, { qos: 1 });
    await until(() => shown.length === 1);
    await vehicle.publishAsync(`${topic}/read`, 'yes', { qos: 1 });
    await vehicle.publishAsync(TOPIC, 'here', { qos: 1 });
    await until(() => answers.length === 1 && positions.length === 1);
    expect([...shown, ...answers, ...positions]).toEqual(['wait', 'yes', 'here']);
    const closed = untilClosed(vehicle);
    vehicle.publish(topic, 'go');
    await closed;
    expect(shown).toEqual(['wait']);
  });

  it.each([
    ['another vehicle’s orders', 'rukh/v1/lviv/vehicle/1022/orders'],
    ['those of all', 'rukh/v1/lviv/vehicle/+/orders'],
    ['positions', TOPIC],
  ])('lets no vehicle read %s', async (_, filter) => {
    const vehicle = await join(vehicleOf('1021'));
    await expect(vehicle.subscribeAsync(filter)).rejects.toThrow();
  });

  it.each(['rukh/v1/lviv/vehicle/1022/position', 'rukh/v1/lviv/vehicle/1022/orders/read'])(
    'lets no vehicle write to %s, and nobody in by another’s password',
    async (topic) => {
      const received = await listen(topic);
      const vehicle = await join(vehicleOf('1021'));
      const closed = untilClosed(vehicle);
      vehicle.publish(topic, 'forged', () => undefined);
      await closed;
      const own = await join(vehicleOf('1022'));
      await own.publishAsync(topic, 'true', { qos: 1 });
      await until(() => received.length > 0);
      expect(received).toEqual(['true']);
      const { password } = vehicleOf('1021');
      await expect(join({ username: '1022', password })).rejects.toThrow(/Not authorized/);
    },
  );

  it('lets no tracker, which may be of many vehicles, read what is ordered or answer for it', async () => {
    const tracker = await join(TRACKER);
    await expect(tracker.subscribeAsync('rukh/v1/lviv/vehicle/1021/orders')).rejects.toThrow();
    const closed = untilClosed(tracker);
    tracker.publish('rukh/v1/lviv/vehicle/1021/orders/read', 'yes', () => undefined);
    await closed;
  });

  it('keeps no tracker waiting because the clock of the server went back', async () => {
    await broker.stop();
    await start({ access: CITY, maxMessagesPerSecond: 10 });
    const received = await listen();
    const client = await join(TRACKER);
    await client.publishAsync(TOPIC, 'before', { qos: 1 });
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 7_200_000);
    try {
      client.publish(TOPIC, 'after', { qos: 1 });
      for (let turn = 0; turn < 1000 && received.length < 2; turn++) await delay(10);
    } finally {
      clock.mockRestore();
    }
    expect(received).toEqual(['before', 'after']);
  });

  it('slows a tracker that floods, without losing a message', async () => {
    await broker.stop();
    await start({ access: CITY, maxMessagesPerSecond: 10 });
    const received = await listen();
    const tracker = await join(TRACKER);
    const before = performance.now();
    for (let message = 0; message < 110; message++) tracker.publish(TOPIC, String(message), { qos: 1 });
    await until(() => received.length === 110);
    // A hundred at once, the other ten at ten a second.
    expect(performance.now() - before).toBeGreaterThan(800);
    expect(received).toEqual(Array.from({ length: 110 }, (_, message) => String(message)));
  });
});

describe('the broker of the demonstration', () => {
  beforeEach(() => start({ access: { ...CITY, anonymous: true } }));

  it('lets a visitor report and look around, but take nothing away', async () => {
    const visitor = await join();
    const seen: string[] = [];
    visitor.on('message', (topic) => seen.push(topic));
    await visitor.subscribeAsync('rukh/#');
    await visitor.publishAsync(TOPIC, 'here', { qos: 1 });
    await until(() => seen.length === 1);
    await expect(visitor.subscribeAsync(`$share/rukh-ingest/${TOPIC}`)).rejects.toThrow();
  });
});

describe('any broker', () => {
  it('keeps no retained message', async () => {
    await start({});
    const first = await join();
    await first.publishAsync(TOPIC, 'here', { qos: 1, retain: true });
    const received = await listen();
    await delay(100);
    expect(received).toEqual([]);
  });

  it('ends a connection whose packet announces itself as huge, before it comes', async () => {
    await start({ maxPayloadBytes: 1000 });
    const socket = connectTcp(broker.port, '127.0.0.1');
    socket.on('error', () => undefined);
    // A CONNECT, 256 MB long.
    socket.write(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f));
    await once(socket, 'close');
  });

  it('ends a connection that says nothing', async () => {
    await start({});
    const socket = connectTcp(broker.port, '127.0.0.1');
    await once(socket, 'close');
  });

  it('refuses client ids of control characters and goes on', async () => {
    await start({});
    for (const clientId of ['a\u0001b', 'a b', 'x'.repeat(200)]) {
      const client = connect(broker.url, { clientId, reconnectPeriod: 0 });
      client.on('error', () => undefined);
      await untilClosed(client);
    }
    expect((await join({ clientId: '__proto__' })).connected).toBe(true);
  });
});
