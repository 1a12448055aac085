import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { findFreePort } from '@rukh/adapters/embedded';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { type MqttBroker, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { decodePositions, encodeVehicleReports, transitRealtime } from '@rukh/adapters/protobuf';
import { AskedMessages, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import type { VehiclePosition, VehicleReport } from '@rukh/domain/vehicle';
import { createApp, Metrics } from '@rukh/service';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IngestModule } from './index.js';

const TOKEN = 'a-token-of-some-chars';
const STREAM = 'rukh:{test}:positions';

let redis: ScratchRedis;
let broker: MqttBroker;
const open: (() => unknown)[] = [];

beforeEach(async () => {
  redis = await startScratchRedis();
  broker = await startMqttBroker({ port: await findFreePort() });
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  await broker.stop();
  await redis.stop();
});

async function startIngest(env: Record<string, string> = {}): Promise<NestFastifyApplication> {
  const before = { ...process.env };
  Object.assign(process.env, {
    ...{ RUKH_AGENCY: 'test', REDIS_URL: redis.url, MQTT_URL: broker.url, RUKH_LOG_LEVEL: 'silent' },
    ...{ RUKH_INGEST_TOKEN: TOKEN, RUKH_REQUESTS_PER_MINUTE: '0' },
    ...env,
  });
  try {
    const app = await createApp(IngestModule, { name: 'ingest-test' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    open.push(() => app.close());
    return app;
  } finally {
    process.env = before;
  }
}

async function startIngestSubscribed(env: Record<string, string> = {}): Promise<NestFastifyApplication> {
  const app = await startIngest({ RUKH_INGEST_ADAPTERS: 'rukh', ...env });
  await until(async () => (await metric(app, 'rukh_ingest_subscriptions_total')) > 0);
  return app;
}

async function startTrackers(connections = 5): Promise<MqttPublisher> {
  const publisher = new MqttPublisher({
    endpoint: { url: broker.url },
    clientIdPrefix: 'tracker',
    connections,
  });
  publisher.start();
  open.push(() => publisher.stop());
  expect(await publisher.untilConnected(20_000)).toBe(true);
  return publisher;
}

/** Sum of a metric over its labels, those given fixed. */
async function metric(app: NestFastifyApplication, name: string, labels = ''): Promise<number> {
  const lines = (await app.get(Metrics).render()).split('\n');
  const matching = lines.filter(
    (line) => line.startsWith(name) && /[{ ]/.test(line[name.length] ?? '') && line.includes(labels),
  );
  return matching.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

async function until(condition: () => Promise<boolean> | boolean, timeoutMs = 120_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await delay(20);
  }
}

/** Everything in the stream, in its order. */
async function readStream(): Promise<VehiclePosition[]> {
  const connection = connectRedis(redis.url, { name: 'test' });
  await untilRedisReady(connection, 60_000);
  const entries = await connection.xrangeBuffer(STREAM, '-', '+');
  connection.disconnect();
  return entries.flatMap(([, fields]) => decodePositions(fields[1]!));
}

const now = (): number => Date.now() / 1000;
/** A vehicle on its way east, `step` fixes after its first. */
function report(vehicleId: string, step = 0, at = now()): VehicleReport {
  return { vehicleId, timestampSeconds: Math.round(at * 1000) / 1000, lat: 49.84, lon: 24 + step * 1e-5 };
}
const publish = (trackers: MqttPublisher, each: VehicleReport): Promise<boolean> =>
  trackers.publish(`rukh/v1/test/vehicle/${each.vehicleId}/position`, encodeVehicleReports([each]), {
    sender: each.vehicleId,
  });
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('positions over MQTT', () => {
  it('are in the stream within moments, in Protobuf and JSON, judged', async () => {
    const app = await startIngestSubscribed();
    const trackers = await startTrackers();
    const sentAt = now();
    await publish(trackers, report('a'));
    const json = { timestamp: new Date().toISOString(), latitude: 49.84, longitude: 24.01, tripId: 'T1' };
    await trackers.publish('rukh/v1/test/vehicle/b/position', Buffer.from(JSON.stringify(json)));
    await publish(trackers, { ...report('c'), lat: 0, lon: 0 });
    await publish(trackers, report('a', 0, sentAt - 10));
    await until(async () => (await metric(app, 'rukh_ingest_sent_total')) === 2);
    const positions = await readStream();
    expect(positions.map(({ vehicleId, tripId }) => [vehicleId, tripId])).toEqual([
      ['a', undefined],
      ['b', 'T1'],
    ]);
    expect(positions[0]!.receivedAtSeconds - sentAt).toBeLessThan(60);
    await until(async () => (await metric(app, 'rukh_ingest_received_total', 'adapter="rukh"')) === 4);
    expect(await metric(app, 'rukh_ingest_rejected_total', 'reason="null_island"')).toBe(1);
    expect(await metric(app, 'rukh_ingest_rejected_total', 'reason="out_of_order"')).toBe(1);
  });

  it('of a tracker that was offline all come, oldest first, at their own times', async () => {
    const app = await startIngestSubscribed();
    const trackers = await startTrackers();
    const kept = range(60).map((i) => report('a', i, now() - 600 + i * 10));
    await trackers.publish('rukh/v1/test/vehicle/a/position', encodeVehicleReports(kept));
    await until(async () => (await metric(app, 'rukh_ingest_sent_total')) === 60);
    expect((await readStream()).map(({ atSeconds }) => atSeconds)).toEqual(
      kept.map((each) => each.timestampSeconds),
    );
  });

  it('cannot be sent for another vehicle than the one of the topic, nor retained, nor as anything else', async () => {
    const app = await startIngestSubscribed();
    const trackers = await startTrackers();
    const topic = 'rukh/v1/test/vehicle/a/position';
    await trackers.publish(topic, encodeVehicleReports([report('b')]));
    await trackers.publish(topic, Buffer.from('<xml/>'));
    await until(async () => (await metric(app, 'rukh_ingest_messages_refused_total')) === 2);
    expect(await metric(app, 'rukh_ingest_messages_refused_total', 'reason="vehicle_mismatch"')).toBe(1);
    expect(await metric(app, 'rukh_ingest_messages_refused_total', 'reason="malformed"')).toBe(1);
  });

  it('are told as they came to who asks, each with what became of it, also what cannot be read', async () => {
    const app = await startIngestSubscribed();
    const trackers = await startTrackers();
    const fix = { timestamp: new Date().toISOString(), latitude: 49.84, longitude: 24.01, chargePercent: 64 };
    const said = [JSON.stringify(fix), '{"latitude":1}', '<xml/>'];
    const topic = 'rukh/v1/test/vehicle/a/position';
    for (const text of said) await trackers.publish(topic, Buffer.from(text), { sender: 'a' });
    await until(async () => (await metric(app, 'rukh_ingest_messages_refused_total')) === 1);
    const connection = connectRedis(redis.url, { name: 'test' });
    open.push(() => connection.disconnect());
    await untilRedisReady(connection, 60_000);
    const asked = new AskedMessages(connection, 'test');
    await until(async () => (await asked.ask('a', now()))?.length === 3);
    expect(await asked.ask('a', now())).toMatchObject(
      ['accepted', 'malformed', 'malformed'].map((outcome, i) => ({
        adapter: 'rukh',
        topic,
        text: said[i],
        bytes: said[i]!.length,
        outcome,
      })),
    );
    const [position] = await readStream();
    expect(position).toMatchObject({ vehicleId: 'a', chargePercent: 64 });
  });

  it('are shared by two processes: each message is taken by one', async () => {
    const apps = [await startIngestSubscribed(), await startIngestSubscribed()];
    const trackers = await startTrackers();
    for (const i of range(200)) await publish(trackers, report(`v${i}`));
    const sent = (): Promise<number[]> =>
      Promise.all(apps.map((app) => metric(app, 'rukh_ingest_sent_total')));
    await until(async () => (await sent()).reduce((sum, one) => sum + one) >= 200);
    expect(Math.min(...(await sent()))).toBeGreaterThan(50);
    const ids = (await readStream()).map(({ vehicleId }) => vehicleId);
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
  });

  it('go on by themselves after the broker was killed and came back', async () => {
    const app = await startIngestSubscribed();
    const trackers = await startTrackers();
    await publish(trackers, report('a'));
    await until(async () => (await metric(app, 'rukh_ingest_sent_total')) === 1);
    const { port } = broker;
    await broker.stop();
    await until(() => trackers.connected === 0);
    await until(async () => {
      const ready = await app.inject('/health/ready');
      expect(ready.statusCode).toBe(200);
      const { status, checks } = ready.json<{ status: string; checks: Record<string, { ok: boolean }> }>();
      return status === 'degraded' && checks['ingest_mqtt']?.ok === false;
    });
    broker = await startMqttBroker({ port });
    await until(
      async () => (await metric(app, 'rukh_ingest_subscriptions_total')) === 2 && trackers.connected === 5,
    );
    await publish(trackers, report('b'));
    await until(async () => (await metric(app, 'rukh_ingest_sent_total')) === 2);
  });
});

describe('while Redis is away', () => {
  it('a short absence costs nothing: positions wait, and senders with them', async () => {
    const app = await startIngestSubscribed({ RUKH_INGEST_BUFFER_POSITIONS: '1000' });
    const trackers = await startTrackers();
    await publish(trackers, report('first'));
    await until(async () => (await metric(app, 'rukh_ingest_sent_total')) === 1);
    redis.freeze();
    await delay(100);
    // Twice what has room: the second half is held at the senders, not taken and dropped.
    const sent = range(2000).map((i) => publish(trackers, report(`v${i}`)));
    await until(async () => (await metric(app, 'rukh_ingest_holds_total')) > 0);
    await delay(500);
    expect(await metric(app, 'rukh_ingest_waiting_positions')).toBeLessThanOrEqual(1000);
    redis.thaw();
    await Promise.all(sent);
    await until(async () => (await metric(app, 'rukh_ingest_waiting_positions')) === 0);
    const ids = (await readStream()).map(({ vehicleId }) => vehicleId);
    // A batch whose answer was lost is written again; none is missing.
    expect(new Set(ids).size).toBe(2001);
    expect(await metric(app, 'rukh_ingest_dropped_total')).toBe(0);
  });

  it('whoever posts is told to come again, and health says so', async () => {
    const app = await startIngestSubscribed({ RUKH_INGEST_BUFFER_POSITIONS: '1000' });
    const headers = { authorization: `Bearer ${TOKEN}` };
    redis.freeze();
    const post = (count: number, from: number): Promise<number> =>
      app
        .inject({
          ...{
            method: 'POST',
            url: '/ingest/v1/positions',
            headers: { ...headers, 'content-type': 'application/x-protobuf' },
          },
          payload: Buffer.from(encodeVehicleReports(range(count).map((i) => report(`v${from + i}`)))),
        })
        .then(({ statusCode }) => statusCode);
    expect([await post(400, 0), await post(400, 400)]).toEqual([202, 202]);
    await until(async () => (await post(1, 800)) === 503);
    await until(
      async () => (await app.inject('/health/ready')).json<{ status: string }>().status === 'degraded',
    );
    redis.thaw();
    await until(async () => (await post(1, 900)) === 202);
  });

  it('a Redis that was killed gets everything that was waiting when it is back', async () => {
    const app = await startIngestSubscribed();
    const trackers = await startTrackers();
    await redis.kill();
    for (const i of range(300)) await publish(trackers, report(`v${i}`));
    await redis.start();
    await until(async () => (await metric(app, 'rukh_ingest_sent_total')) === 300);
    expect(new Set((await readStream()).map(({ vehicleId }) => vehicleId)).size).toBe(300);
  });
});

describe('positions over HTTP', () => {
  const post = (
    app: NestFastifyApplication,
    payload: unknown,
    headers: Record<string, string> = {},
    form = 'positions',
  ) =>
    app.inject({
      method: 'POST',
      url: `/ingest/v1/${form}`,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      payload: Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    });
  const json = (vehicleId: string): object => ({
    vehicleId,
    timestamp: now(),
    latitude: 49.84,
    longitude: 24,
  });

  it('are answered one by one', async () => {
    const app = await startIngest();
    const first = json('a');
    const answer = await post(app, [first, first, { vehicleId: 'b' }, json('c')]);
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({
      accepted: 2,
      rejected: 2,
      items: [
        { status: 'accepted' },
        { status: 'rejected', reason: 'duplicate' },
        { status: 'rejected', reason: 'malformed', detail: expect.stringContaining('timestamp') as string },
        { status: 'accepted' },
      ],
    });
    await until(async () => (await readStream()).length === 2);
  });

  it('may be Protobuf, or what Traccar forwards', async () => {
    const app = await startIngest();
    const bytes = Buffer.from(encodeVehicleReports([report('p')]));
    expect((await post(app, bytes, { 'content-type': 'application/x-protobuf' })).json()).toMatchObject({
      accepted: 1,
    });
    const position = {
      fixTime: new Date().toISOString(),
      valid: true,
      latitude: 49.84,
      longitude: 24,
      speed: 5,
    };
    const forwarded = { position, device: { uniqueId: '352093081234567' } };
    expect((await post(app, forwarded, {}, 'traccar')).json()).toMatchObject({ accepted: 1 });
    await until(async () => (await readStream()).length === 2);
  });

  it.each([
    ['no token', 401, { authorization: '' }, 'positions', []],
    ['a wrong token', 401, { authorization: 'Bearer wrong' }, 'positions', []],
    ['an unknown form', 404, {}, 'nmea', []],
    ['no report', 400, {}, 'positions', []],
    ['a text', 400, {}, 'positions', 'hello'],
    ['too many reports', 400, {}, 'positions', new Array(1001).fill({})],
    ['too large a message', 413, {}, 'positions', ['x'.repeat(300_000)]],
    ['a form nobody reads', 415, { 'content-type': 'application/xml' }, 'positions', []],
    ['plain text', 415, { 'content-type': 'text/plain' }, 'positions', [json('a')]],
    [
      'what a form of a page sends',
      415,
      { 'content-type': 'application/x-www-form-urlencoded' },
      'positions',
      [],
    ],
  ])('with %s are answered %d', async (_, status, headers, form, payload) => {
    const app = await startIngest();
    const answer = await post(app, payload, headers, form);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('are switched off without a token, but for the demo', async () => {
    const closed = await startIngest({ RUKH_INGEST_TOKEN: '' });
    expect((await post(closed, [json('a')])).statusCode).toBe(403);
    await closed.close();
    const demo = await startIngest({ RUKH_INGEST_TOKEN: '', RUKH_DEMO: 'true' });
    expect((await post(demo, [json('a')], { authorization: '' })).statusCode).toBe(202);
  });
});

describe('a polled feed', () => {
  async function serveFeed(): Promise<{ url: string; polls: (string | undefined)[] }> {
    const polls: (string | undefined)[] = [];
    let timestamp = Math.floor(now());
    const server = createServer((request, response) => {
      polls.push(request.headers['if-none-match']);
      if (polls.length % 2 === 0) {
        response.writeHead(304).end();
        return;
      }
      timestamp = Math.max(timestamp + 1, Math.floor(now()));
      const entity = [
        {
          id: '1',
          vehicle: { vehicle: { id: 'a' }, position: { latitude: 49.84, longitude: 24 }, timestamp },
        },
        { id: '2', vehicle: { position: { latitude: 49.84, longitude: 24 }, timestamp } },
      ];
      const header = { gtfsRealtimeVersion: '2.0' };
      response.writeHead(200, { etag: `"${polls.length}"` });
      response.end(transitRealtime.FeedMessage.encode({ header, entity }).finish());
    }).listen(0, '127.0.0.1');
    open.push(() => (server.closeAllConnections(), server.close()));
    await new Promise((resolve) => server.once('listening', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/vp.pb`, polls };
  }

  it('is asked for what is new, by one process of several', async () => {
    const { url, polls } = await serveFeed();
    const env = { RUKH_INGEST_GTFS_RT_URLS: url, RUKH_INGEST_GTFS_RT_SECONDS: '1' };
    const apps = [await startIngest(env), await startIngest(env)];
    await until(async () => (await readStream()).length >= 3);
    expect(polls[0]).toBeUndefined();
    expect(polls[1]).toBe('"1"');
    const polled = await Promise.all(apps.map((app) => metric(app, 'rukh_ingest_polls_total')));
    expect(polled.filter((count) => count > 0)).toHaveLength(1);
    const polling = apps[polled.findIndex((count) => count > 0)]!;
    expect(await metric(polling, 'rukh_ingest_polls_total', 'outcome="not_modified"')).toBeGreaterThan(0);
    expect(await metric(polling, 'rukh_ingest_rejected_total', 'reason="malformed"')).toBeGreaterThan(0);
  });
});

describe('configuration', () => {
  it('is refused with every wrong variable at once', async () => {
    const wrong = { MQTT_URL: 'http://x', RUKH_INGEST_TOKEN: 'short', RUKH_INGEST_GTFS_RT_URLS: 'ftp://a' };
    await expect(startIngest(wrong)).rejects.toMatchObject({
      problems: ['MQTT_URL', 'RUKH_INGEST_TOKEN', 'RUKH_INGEST_GTFS_RT_URLS'].map(
        (variable) => expect.objectContaining({ variable }) as object,
      ),
    });
  });
});
