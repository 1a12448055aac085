import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type MqttMessage, MqttSubscriber } from '@rukh/adapters/mqtt';
import { type MqttBroker, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { createApp } from '@rukh/service';
import { FeedsModule } from '../feeds.module.js';
import { RingRoad } from '../ring-road.fixture.js';

let server: ScratchRedis;
let redis: Redis;
let broker: MqttBroker;
let folder: string;
let app: NestFastifyApplication;
let subscriber: MqttSubscriber;
const received: MqttMessage[] = [];

beforeAll(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'spec' });
  await untilRedisReady(redis, 25_000);
  broker = await startMqttBroker({
    access: {
      anonymous: false,
      accounts: [
        { username: 'rukh', password: 'of the services', role: 'service' },
        { username: 'tracker', password: 'of all trackers', role: 'tracker' },
      ],
    },
  });
  folder = await mkdtemp(join(tmpdir(), 'rukh-topics-'));
  Object.assign(process.env, {
    RUKH_AGENCY: 'spec',
    REDIS_URL: server.url,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    RUKH_CACHE_DIR: folder,
    RUKH_FEEDS_WARM_UP_SECONDS: '0',
    RUKH_FEEDS_TOPICS: 'true',
    RUKH_LOG_LEVEL: 'silent',
    ...{ MQTT_URL: broker.url, MQTT_USERNAME: 'rukh', MQTT_PASSWORD: 'of the services' },
  });
  const city = new RingRoad(3);
  await city.cacheIn(folder);
  // Whoever has an account may read what is for everybody.
  subscriber = new MqttSubscriber({
    endpoint: { url: broker.url, username: 'tracker', password: 'of all trackers' },
    filters: ['/gtfsrt/#'],
    clientIdPrefix: 'spec',
    onMessage: (message) => void received.push(message),
  });
  subscriber.start();
  await until(() => subscriber.isSubscribed);
  app = await createApp(FeedsModule, { name: 'feeds' });
  await app.listen(0, '127.0.0.1');
  await redis.xadd('rukh:{spec}:updates', '*', 'b', Buffer.from(city.batch(Date.now() / 1000)));
});

afterAll(async () => {
  await subscriber.stop();
  await app.close();
  redis.disconnect();
  await server.stop();
  await broker.stop();
  await rm(folder, { recursive: true });
});

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('not within 60 s');
    await delay(20);
  }
}

describe('the feeds over MQTT', () => {
  it('bring each vehicle and each trip to whoever subscribes', async () => {
    const tripIds = (): Set<string> =>
      new Set(
        received.map(({ topic }) => topic.split('/')).map((levels) => `${levels[2]} ${levels[10] ?? ''}`),
      );
    await until(() => ['T0', 'T1', 'T2'].every((tripId) => tripIds().has(`vp ${tripId}`)));
    const [vehicle] = received.filter(({ topic }) => topic.startsWith('/gtfsrt/vp/spec/A/'));
    expect(decodeFeedMessage(vehicle!.payload).entity[0]!.vehicle!.trip!.tripId).toMatch(/^T[012]$/);
    await until(() => received.filter(({ topic }) => topic.startsWith('/gtfsrt/tu/spec/A/R/0/')).length >= 3);
  });
});
