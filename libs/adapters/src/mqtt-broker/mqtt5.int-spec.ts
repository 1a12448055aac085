import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { findProtocolLevel } from './accept-connection.js';
import { startMqttBroker, type MqttBroker, type MqttBrokerOptions } from './start-mqtt-broker.js';

const TOPIC = 'rukh/v1/lviv/vehicle/1021/position';

let broker: MqttBroker;
const clients: MqttClient[] = [];

async function start(options: MqttBrokerOptions = {}): Promise<void> {
  broker = await startMqttBroker(options);
}

async function join(options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

async function listen(topic: string, options: IClientOptions = {}): Promise<string[]> {
  const client = await join(options);
  const received: string[] = [];
  client.on('message', (_, payload) => received.push(payload.toString()));
  await client.subscribeAsync(topic, { qos: 1 });
  return received;
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

describe('a client of MQTT 5 at the embedded broker', () => {
  it.each([0, 1, 2] as const)(
    'reports with quality of service %i, and listeners of both versions hear it',
    async (qos) => {
      await start();
      const new5 = await listen('rukh/#');
      const old4 = await listen('rukh/#', { protocolVersion: 4 });
      const tracker = await join();
      const properties = { contentType: 'application/json', messageExpiryInterval: 60 };
      await tracker.publishAsync(TOPIC, 'here', { qos, properties });
      await until(() => new5.length === 1 && old4.length === 1);
    },
  );

  it('shares a subscription with its group', async () => {
    await start();
    const [first, second] = [await listen(`$share/g/${TOPIC}`), await listen(`$share/g/${TOPIC}`)];
    const tracker = await join({ protocolVersion: 4 });
    for (let message = 0; message < 20; message++) {
      await tracker.publishAsync(TOPIC, String(message), { qos: 1 });
    }
    await until(() => first.length + second.length === 20);
    expect(first.length).toBe(10);
  });

  it('is told what the broker does not do, and its name where it brought none', async () => {
    await start();
    const raw = connectTcp(broker.port, '127.0.0.1');
    // CONNECT of level 5, clean start, keep alive 60, no properties, no client id.
    raw.write(Buffer.from('100d00044d5154540502003c000000', 'hex'));
    const [answer] = (await once(raw, 'data')) as [Buffer];
    raw.destroy();
    expect(answer.subarray(0, 1).toString('hex')).toBe('20');
    expect(answer.toString('latin1')).toContain('auto-');
  });

  it('is refused in its own words', async () => {
    await start({
      access: { anonymous: false, accounts: [{ username: 'a', password: 'b', role: 'tracker' }] },
    });
    await expect(join({ username: 'a', password: 'wrong' })).rejects.toMatchObject({ code: 0x87 });
    const tracker = await join({ username: 'a', password: 'b' });
    await expect(tracker.subscribeAsync('#')).rejects.toThrow(/Not authorized/);
  });

  it('leaves a subscription and may come again', async () => {
    await start();
    const client = await join();
    await client.subscribeAsync(['a/+', 'b/+']);
    await client.unsubscribeAsync(['a/+', 'b/+']);
    const received: string[] = [];
    client.on('message', (topic) => received.push(topic));
    await client.publishAsync('a/1', 'x', { qos: 1 });
    expect(received).toEqual([]);
  });

  it('is sent no more at once than it said it takes, in order and without loss', async () => {
    await start();
    const client = await join({ properties: { receiveMaximum: 5 } });
    let open = 0;
    let most = 0;
    const received: string[] = [];
    client.handleMessage = ({ payload }, done) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open -= 1;
        received.push(payload.toString());
        done();
      }, 2);
    };
    await client.subscribeAsync(TOPIC, { qos: 1 });
    const tracker = await join();
    for (let message = 0; message < 200; message++) tracker.publish(TOPIC, String(message), { qos: 1 });
    await until(() => received.length === 200);
    expect(received).toEqual(Array.from({ length: 200 }, (_, message) => String(message)));
    expect(most).toBeLessThanOrEqual(5);
  });

  it('leaves its will when its connection breaks, and none when it says goodbye', async () => {
    await start();
    const heard = await listen('rukh/#');
    const will = { topic: TOPIC, payload: Buffer.from('gone'), qos: 1 as const };
    const polite = await join({ will });
    await polite.endAsync();
    const broken = await join({ will });
    broken.stream.destroy();
    await until(() => heard.length > 0);
    await delay(100);
    expect(heard).toEqual(['gone']);
  });
});

describe('connections that are none', () => {
  it.each([
    ['nothing but a beginning', '10'],
    ['another language', Buffer.from('GET / HTTP/1.1\r\n\r\n').toString('hex')],
    ['a length without end', '10ffffffffff'],
    ['a CONNECT of level 5 with broken properties', '100d00044d5154540502003c05ffffffff'],
    ['bytes without sense', 'ff'.repeat(64)],
  ])('are ended: %s', async (_, hex) => {
    await start();
    const socket = connectTcp(broker.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(Buffer.from(hex, 'hex'));
    await once(socket, 'close');
    expect((await join()).connected).toBe(true);
  });
});

describe('findProtocolLevel', () => {
  it.each([
    ['3.1.1', '101100044d515454040200', 4],
    ['5', '100d00044d51545405', 5],
    ['5, behind a length of three bytes', '10ffff0300044d51545405', 5],
    ['3.1', '101300064d514973647003', undefined],
    ['too few bytes', '100d00044d51', undefined],
  ])('%s', (_, hex, level) => {
    expect(findProtocolLevel(Buffer.from(hex, 'hex'))).toBe(level);
  });
});
