import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Aedes } from 'aedes';
import { findFreePort } from '../embedded/index.js';
import { type MqttBroker, startMqttBroker } from '../mqtt-broker/index.js';
import {
  MqttPublisher,
  MqttSubscriber,
  type MqttMessage,
  type MqttSubscriberOptions,
  type Sharing,
} from './index.js';

const TOPIC = 'rukh/v1/lviv/vehicle/1021/position';
const FILTER = 'rukh/v1/lviv/vehicle/+/position';
/** Brokers to try everything on: our own, and any other named in the environment (Mosquitto, EMQX, ...). */
const OTHER_BROKER = process.env['RUKH_TEST_MQTT_URL'];

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop();
});

async function broker(options: Parameters<typeof startMqttBroker>[0] = {}): Promise<MqttBroker> {
  const started = await startMqttBroker(options);
  open.push(started);
  return started;
}

interface Listener {
  readonly subscriber: MqttSubscriber;
  readonly received: MqttMessage[];
  readonly states: { protocolVersion: 4 | 5; sharing: Sharing }[];
}

async function listen(url: string, options: Partial<MqttSubscriberOptions> = {}): Promise<Listener> {
  const received: MqttMessage[] = [];
  const states: Listener['states'] = [];
  const subscriber = new MqttSubscriber({
    endpoint: { url },
    filters: [FILTER],
    group: 'rukh-ingest',
    clientIdPrefix: 'test-ingest',
    onMessage: (message) => void received.push(message),
    onConnected: (state) => states.push(state),
    ...options,
  });
  subscriber.start();
  open.push(subscriber);
  await until(() => subscriber.isSubscribed);
  return { subscriber, received, states };
}

async function publish(
  url: string,
  options: { connections?: number; protocolVersion?: 4 | 5 } = {},
): Promise<MqttPublisher> {
  const publisher = new MqttPublisher({ endpoint: { url }, clientIdPrefix: 'test-tracker', ...options });
  publisher.start();
  open.push(publisher);
  expect(await publisher.untilConnected(20_000)).toBe(true);
  return publisher;
}

async function until(condition: () => boolean, timeoutMs = 120_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await delay(10);
  }
}

const numbers = (messages: readonly MqttMessage[]): number[] =>
  messages.map(({ payload }) => Number(Buffer.from(payload).toString()));
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sendAll = (publisher: MqttPublisher, count: number): Promise<boolean[]> =>
  Promise.all(range(count).map((i) => publisher.publish(TOPIC, Buffer.from(String(i)), { sender: '1021' })));

describe.each([['our broker'], ...(OTHER_BROKER === undefined ? [] : [['the named broker']])])(
  '%s',
  (name) => {
    const url = async (): Promise<string> => (name === 'our broker' ? (await broker()).url : OTHER_BROKER!);

    it('brings every message once and in order', async () => {
      const at = await url();
      const { received } = await listen(at);
      const publisher = await publish(at);
      expect(new Set(await sendAll(publisher, 500))).toEqual(new Set([true]));
      await until(() => received.length >= 500);
      expect(numbers(received)).toEqual(range(500));
      expect(received[0]).toMatchObject({ topic: TOPIC, isRetained: false });
    });

    it('shares the messages among the processes of a group, each going to one', async () => {
      const at = await url();
      const listeners = await Promise.all([listen(at), listen(at)]);
      expect(listeners.map(({ subscriber }) => subscriber.sharing)).toEqual(['shared', 'shared']);
      await sendAll(await publish(at), 400);
      await until(() => listeners.reduce((sum, { received }) => sum + received.length, 0) >= 400);
      const shares = listeners.map(({ received }) => received.length);
      expect(Math.min(...shares)).toBeGreaterThan(100);
      expect(listeners.flatMap(({ received }) => numbers(received)).sort((a, b) => a - b)).toEqual(
        range(400),
      );
    });

    it('gives all to the one that is left', async () => {
      const at = await url();
      const [stays, goes] = [await listen(at), await listen(at)];
      await goes.subscriber.stop();
      await sendAll(await publish(at), 100);
      await until(() => stays.received.length >= 100);
      expect(goes.received).toEqual([]);
    });
  },
);

describe('a subscriber', () => {
  it('speaks MQTT 3.1.1 with a broker that knows nothing newer', async () => {
    const { states } = await listen((await broker({ mqtt5: false })).url);
    expect(states).toEqual([{ protocolVersion: 4, sharing: 'shared' }]);
  });

  it('finds out that a broker takes $share for an ordinary topic, and subscribes plainly', async () => {
    const { url } = await broker({ sharedSubscriptions: false, mqtt5: false });
    const { received, subscriber } = await listen(url);
    expect(subscriber.sharing).toBe('plain');
    await sendAll(await publish(url), 10);
    await until(() => received.length >= 10);
  });

  it('subscribes plainly where the broker does not let it share', async () => {
    const access = {
      accounts: [{ username: 'car', password: 'x', role: 'tracker' as const }],
      anonymous: true,
    };
    const { url } = await broker({ access });
    const { subscriber, received } = await listen(url);
    expect(subscriber.sharing).toBe('plain');
    await sendAll(await publish(url), 10);
    await until(() => received.length >= 10);
  });

  it('subscribes plainly where the broker hangs up on the question whether it shares', async () => {
    const aedes = await Aedes.createBroker({
      authorizePublish: (_, { topic }, done) =>
        done(topic.startsWith('rukh/probe/') ? new Error('forbidden') : null),
    });
    const server = createServer((socket) => void aedes.handle(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push({
      stop: async () => {
        await new Promise<void>((resolve) => aedes.close(resolve));
        server.close();
      },
    });
    const { states } = await listen(`mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(states).toEqual([{ protocolVersion: 4, sharing: 'plain' }]);
  });

  it('is back soon after the broker was killed and started again, and so are the publishers', async () => {
    const first = await startMqttBroker({ port: await findFreePort() });
    const errors: Error[] = [];
    const { subscriber, received } = await listen(first.url, { onError: (error) => errors.push(error) });
    const publisher = await publish(first.url, { connections: 20 });
    await first.stop();
    await until(() => !subscriber.isSubscribed && publisher.connected === 0);
    expect(await publisher.publish(TOPIC, Buffer.from('0'))).toBe(false);
    await delay(1000);
    await broker({ port: first.port });
    await until(() => subscriber.isSubscribed && publisher.connected === 20);
    await sendAll(publisher, 10);
    await until(() => received.length >= 10);
    expect(subscriber.connections).toBe(2);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('starts before its broker does', async () => {
    const { port, url, stop } = await startMqttBroker({ port: await findFreePort() });
    await stop();
    const pending = listen(url);
    await delay(500);
    await broker({ port });
    await pending;
  });

  it('holds the sender back while it is held back itself, and loses nothing', async () => {
    const { url } = await broker();
    const received: MqttMessage[] = [];
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const onMessage = (message: MqttMessage): Promise<void> => {
      received.push(message);
      return gate;
    };
    await listen(url, { onMessage });
    const publisher = await publish(url);
    // 40 MB cannot all lie in sockets' buffers.
    const sent = range(4000).map((i) =>
      publisher.publish(TOPIC, Buffer.alloc(10_000, i), { sender: '1021' }),
    );
    await until(() => received.length === 1);
    await delay(1500);
    expect(received).toHaveLength(1);
    expect(publisher.inFlight).toBeGreaterThan(500);
    letGo();
    await until(() => received.length === 4000);
    expect(new Set(await Promise.all(sent))).toEqual(new Set([true]));
  });

  it('stops soon though the broker does not answer any more', async () => {
    const { url } = await broker();
    const { subscriber } = await listen(url, { onMessage: () => new Promise(() => undefined) });
    await sendAll(await publish(url), 3);
    const before = Date.now();
    await subscriber.stop();
    expect(Date.now() - before).toBeLessThan(60_000);
  });

  it('says why it cannot connect', async () => {
    const errors: Error[] = [];
    const subscriber = new MqttSubscriber({
      endpoint: { url: 'mqtt://127.0.0.1:1' },
      filters: [FILTER],
      clientIdPrefix: 'test',
      onMessage: () => undefined,
      onError: (error) => errors.push(error),
    });
    subscriber.start();
    open.push(subscriber);
    await until(() => errors.length > 1);
    expect(errors[0]!.message).toContain('ECONNREFUSED');
  });
});

describe('our broker', () => {
  it('ends the connection of whoever sends too much at once', async () => {
    const { url } = await broker({ maxPayloadBytes: 1000 });
    const { received } = await listen(url);
    const publisher = await publish(url);
    void publisher.publish(TOPIC, Buffer.alloc(1001));
    await until(() => publisher.connected === 0);
    expect(received).toEqual([]);
  });
});
