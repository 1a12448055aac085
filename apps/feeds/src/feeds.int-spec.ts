import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decodeFeedMessage, transitRealtime } from '@rukh/adapters/protobuf';
import { ProcessReports, type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import type { FeedReader } from '@rukh/domain/dispatch';
import { checkFeed } from '@rukh/domain/realtime';
import { createApp } from '@rukh/service';
import { FeedsModule } from './feeds.module.js';
import { RingRoad } from './ring-road.fixture.js';

const UPDATES = 'rukh:{spec}:updates';

let server: ScratchRedis;
let redis: Redis;
let folder: string;
let city: RingRoad;
let ticking: NodeJS.Timeout;
const apps: NestFastifyApplication[] = [];

/** A feeds process, with its address. */
async function startFeeds(
  writer = true,
  settings: Record<string, string> = {},
): Promise<{ app: NestFastifyApplication; url: string }> {
  Object.assign(process.env, {
    RUKH_AGENCY: 'spec',
    REDIS_URL: server.url,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    RUKH_CACHE_DIR: folder,
    RUKH_FEEDS_WARM_UP_SECONDS: '0',
    RUKH_FEEDS_CHECKPOINT_SECONDS: '1',
    RUKH_FEEDS_WRITER: String(writer),
    RUKH_FEEDS_EVENT_CLIENTS: '100',
    RUKH_LOG_LEVEL: 'silent',
    ...settings,
  });
  const app = await createApp(FeedsModule, { name: 'feeds' });
  apps.push(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

async function stopFeeds(app: NestFastifyApplication): Promise<void> {
  apps.splice(apps.indexOf(app), 1);
  await app.close();
}

/** Sends what tracking says of all vehicles, every 200 ms. */
function startTicking(): void {
  ticking = setInterval(() => {
    redis.xadd(UPDATES, '*', 'b', Buffer.from(city.batch(Date.now() / 1000))).catch(() => undefined);
  }, 200);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** node:http, because fetch decompresses by itself. */
async function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const request = get(url, { headers, method });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) };
}

async function until<T>(
  what: string,
  find: () => Promise<T | undefined> | T | undefined,
  ms = 120_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await delay(50);
  }
}

async function untilNewer(url: string, timestamp: number): Promise<Answer> {
  return until(`a feed newer than ${timestamp}`, async () => {
    const answer = await untilServed(url);
    return timestampOf(answer) > timestamp ? answer : undefined;
  });
}

/** Runs the check again where a new snapshot came in between: one comes at least every fifteen seconds. */
async function onOneSnapshot(feed: string, check: (plain: Answer) => Promise<void>): Promise<void> {
  await until('a check on one snapshot', async () => {
    const plain = await ask(feed);
    const failure = await check(plain).then(
      () => undefined,
      (error: unknown) => error,
    );
    if ((await ask(feed)).headers.etag !== plain.headers.etag) return undefined;
    if (failure !== undefined) throw failure as Error;
    return true;
  });
}

async function untilServed(url: string, feed = 'all'): Promise<Answer> {
  return until(`${feed} is served`, async () => {
    const answer = await ask(`${url}/gtfs-rt/${feed}.pb`);
    return answer.status === 200 ? answer : undefined;
  });
}

const timestampOf = ({ body }: Answer): number => decodeFeedMessage(body).header.timestamp!;

beforeEach(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'spec' });
  await untilRedisReady(redis, 60_000);
  folder = await mkdtemp(join(tmpdir(), 'rukh-feeds-'));
  city = new RingRoad(25);
  await city.cacheIn(folder);
});

afterEach(async () => {
  clearInterval(ticking);
  for (const app of apps.splice(0)) await app.close();
  redis.disconnect();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a feeds process', () => {
  it('says 503 before the first snapshot, and then serves feeds without a finding', async () => {
    const { url } = await startFeeds();
    const early = await ask(`${url}/gtfs-rt/vehicle-positions.pb`);
    expect([early.status, early.headers['retry-after'], early.headers['content-type']]).toEqual([
      503,
      '5',
      'application/problem+json; charset=utf-8',
    ]);
    startTicking();
    const first = await untilServed(url);
    const second = await untilNewer(url, timestampOf(first));
    const message = decodeFeedMessage(second.body);
    const { findings } = checkFeed({
      message,
      previous: decodeFeedMessage(first.body),
      schedule: city.schedule,
      nowSeconds: Date.now() / 1000,
    });
    expect(findings).toEqual([]);
    expect(message.entity.filter(({ vehicle }) => vehicle?.trip)).toHaveLength(25);
    expect(message.entity.filter(({ tripUpdate }) => tripUpdate)).toHaveLength(25);
    expect(timestampOf(second)).toBeGreaterThan(timestampOf(first));
    // The reference codec writes the same bytes for what it reads.
    const { FeedMessage } = transitRealtime;
    expect(Buffer.compare(FeedMessage.encode(FeedMessage.decode(second.body)).finish(), second.body)).toBe(0);
  });

  it('tells which programs read its feeds, and nothing of who they are', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    const agent = 'OpenTripPlanner/2.6 (ivan@example.org)';
    const etag = (await ask(`${url}/gtfs-rt/alerts.pb`, { 'user-agent': agent })).headers.etag!;
    // Two requests can fall into one millisecond, between which there is no time.
    await delay(5);
    await ask(`${url}/gtfs-rt/alerts.pb`, { 'user-agent': agent, 'if-none-match': etag });
    const said = await until('the readers', async () => {
      const [one] = await new ProcessReports(redis, 'spec').list('readers', Date.now() / 1000 - 60);
      return (one?.report as FeedReader[] | undefined)?.find(({ feed }) => feed === 'alerts');
    });
    const { lastAt, everySeconds, ...who } = said;
    expect(who).toEqual({ reader: 'OpenTripPlanner', feed: 'alerts' });
    expect(Date.now() / 1000 - lastAt).toBeLessThan(120);
    expect(everySeconds).toBeGreaterThan(0);
  });

  it('answers GET, HEAD, OPTIONS, conditions and codings as HTTP has it', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    clearInterval(ticking);
    const feed = `${url}/gtfs-rt/trip-updates.pb`;
    await onOneSnapshot(feed, (plain) => checkAnswers(feed, plain));
    const options = await ask(feed, {}, 'OPTIONS');
    expect([options.status, options.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS']);
    const post = await ask(feed, {}, 'POST');
    expect([post.status, post.headers.allow, post.headers['content-type']]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      'application/problem+json; charset=utf-8',
    ]);
    const missing = await ask(`${url}/gtfs-rt/nothing.pb`);
    expect([missing.status, missing.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  async function checkAnswers(feed: string, plain: Answer): Promise<void> {
    expect(plain.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-length': String(plain.body.length),
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=1, no-transform',
      vary: 'Accept-Encoding',
    });
    const gzip = await ask(feed, { 'accept-encoding': 'gzip' });
    const brotli = await ask(feed, { 'accept-encoding': 'gzip;q=0.8, br' });
    expect([gzip.headers['content-encoding'], brotli.headers['content-encoding']]).toEqual(['gzip', 'br']);
    expect(timestampOf({ ...gzip, body: gunzipSync(gzip.body) })).toBe(timestampOf(plain));
    expect(timestampOf({ ...brotli, body: brotliDecompressSync(brotli.body) })).toBe(timestampOf(plain));
    const etags = [plain, gzip, brotli].map(({ headers }) => headers.etag!);
    expect(new Set(etags).size).toBe(3);
    const head = await ask(feed, { 'accept-encoding': 'gzip' }, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-length'], head.headers.etag]).toEqual([
      200,
      0,
      String(gzip.body.length),
      etags[1],
    ]);
    const same = await ask(feed, { 'if-none-match': `"x", ${etags[0]!}` });
    expect([same.status, same.body.length, same.headers.etag]).toEqual([304, 0, etags[0]]);
    const modified = plain.headers['last-modified']!;
    expect((await ask(feed, { 'if-modified-since': modified })).status).toBe(304);
    expect((await ask(feed, { 'if-modified-since': modified, 'if-none-match': '"x"' })).status).toBe(200);
    expect((await ask(feed, { accept: 'text/html' })).status).toBe(406);
    expect((await ask(feed, { 'accept-encoding': 'identity;q=0' })).status).toBe(406);
  }

  it('prints feeds as JSON and text', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    const json = await ask(`${url}/gtfs-rt/vehicle-positions.json`);
    const parsed = JSON.parse(json.body.toString()) as {
      header: { timestamp: string };
      entity: { id: string }[];
    };
    expect(parsed.entity).toHaveLength(25);
    const text = await ask(`${url}/gtfs-rt/vehicle-positions.txt`, { 'accept-encoding': 'gzip' });
    const printed = gunzipSync(text.body).toString();
    expect(printed).toMatch(/^header \{\n {2}gtfs_realtime_version: "2\.0"/);
    expect(printed.match(/^entity \{$/gm)).toHaveLength(25);
    expect((await ask(`${url}/gtfs-rt/vehicle-positions.txt`)).headers['content-type']).toBe(
      'text/plain; charset=utf-8',
    );
  });

  it('shows pages and the network', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    const page = await ask(`${url}/`, { 'accept-language': 'en' });
    expect(page.body.toString()).toContain('<html lang="en">');
    expect(page.body.toString()).toContain('href="/gtfs-rt/all.pb"');
    expect((await ask(`${url}/`)).body.toString()).toContain('<html lang="uk">');
    for (const path of ['/map', '/assets/feeds/map.js', '/assets/feeds/page.css']) {
      expect((await ask(url + path)).status).toBe(200);
    }
    const shapes = await ask(`${url}/live/shapes.geojson`);
    const { features } = JSON.parse(shapes.body.toString()) as {
      features: { geometry: { coordinates: number[][][] } }[];
    };
    expect(features[0]!.geometry.coordinates[0]).toHaveLength(10);
    const vehicles = await ask(`${url}/live/vehicles.geojson`);
    expect((JSON.parse(vehicles.body.toString()) as { features: unknown[] }).features).toHaveLength(25);
  });
});

describe('several processes', () => {
  it('serve the same bytes', async () => {
    const one = await startFeeds();
    const two = await startFeeds();
    const reader = await startFeeds(false);
    startTicking();
    await Promise.all([one, two, reader].map(({ url }) => untilServed(url)));
    clearInterval(ticking);
    for (const form of ['all.pb', 'trip-updates.pb', 'all.json', 'alerts.pb']) {
      // They follow within moments; a new snapshot may have come between two answers.
      const bodies = await until(`the same ${form}`, async () => {
        const answers = await Promise.all(
          [one, two, reader].map(({ url }) => ask(`${url}/gtfs-rt/${form}`, { 'accept-encoding': 'gzip' })),
        );
        const etags = new Set(answers.map(({ headers }) => headers.etag));
        return etags.size === 1 ? answers.map(({ body }) => body) : undefined;
      });
      expect(bodies.every((body) => body.equals(bodies[0]!))).toBe(true);
    }
  });

  it('go on when the writer leaves, without a step back', async () => {
    const one = await startFeeds();
    startTicking();
    await untilServed(one.url);
    const two = await startFeeds();
    const before = timestampOf(await untilServed(two.url));
    await stopFeeds(one.app);
    const after = await until('another writes', async () => {
      const message = decodeFeedMessage((await ask(`${two.url}/gtfs-rt/all.pb`)).body);
      return message.header.timestamp! >= before + 3 ? message : undefined;
    });
    expect(after.entity).toHaveLength(50);
  });
});

describe('a writer', () => {
  it('held up past its lease goes on where it was, unless another wrote in between', async () => {
    const { url } = await startFeeds(true, { RUKH_FEEDS_CHECKPOINT_SECONDS: '60' });
    startTicking();
    await untilServed(url);
    clearInterval(ticking);
    const read = async (name: string): Promise<number> =>
      Number(new RegExp(`^${name} (\\d+)$`, 'm').exec((await ask(`${url}/metrics`)).body.toString())?.[1]);
    const loseLease = async (): Promise<number> => {
      await redis.set('rukh:{spec}:feed:lease', 'another', 'PX', 1500);
      await until('the lease is lost', async () =>
        (await read('rukh_feed_writer')) === 0 ? true : undefined,
      );
      await until('it is back', async () => ((await read('rukh_feed_writer')) === 1 ? true : undefined));
      const before = timestampOf(await untilServed(url));
      await redis.xadd(UPDATES, '*', 'b', Buffer.from(city.batch(Date.now() / 1000)));
      await until('it publishes', async () =>
        timestampOf(await untilServed(url)) > before ? true : undefined,
      );
      return read('rukh_feed_updates_total');
    };
    const taken = await read('rukh_feed_updates_total');
    const afterPause = await loseLease();
    expect(afterPause).toBe(taken + 25);
    await redis.set('rukh:{spec}:feed:writer', 'another');
    // What another wrote is read from Redis, and what was said since from the stream.
    expect(await loseLease()).toBeGreaterThan(afterPause + 25);
  });
});

describe('without Redis', () => {
  it('feeds are served from memory; when it is back, empty, timestamps go on rising', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    await server.kill();
    await delay(1500);
    const away = await ask(`${url}/gtfs-rt/all.pb`);
    expect([away.status, decodeFeedMessage(away.body).entity.length]).toEqual([200, 50]);
    await server.start();
    const back = await until('a new snapshot', async () => {
      const answer = await ask(`${url}/gtfs-rt/all.pb`);
      return timestampOf(answer) > timestampOf(away) ? answer : undefined;
    });
    expect(decodeFeedMessage(back.body).entity).toHaveLength(50);
  });

  it('frozen for a while, a late write of the old writer changes nothing', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    server.freeze();
    await delay(4000);
    server.thaw();
    const seen: number[] = [];
    await until('feeds go on', async () => {
      seen.push(timestampOf(await ask(`${url}/gtfs-rt/all.pb`)));
      return seen.at(-1)! > seen[0]! + 2 ? true : undefined;
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

describe('header timestamps', () => {
  it('rise above what was served, though the clock is behind it', async () => {
    const served = Math.floor(Date.now() / 1000) + 30;
    await redis.set('rukh:{spec}:feed:floor', String(served));
    const startedAt = performance.now();
    const { url } = await startFeeds();
    startTicking();
    const first = timestampOf(await untilServed(url));
    expect(first).toBeGreaterThan(served);
    const next = timestampOf(await untilNewer(url, first));
    // By a second a snapshot, and there is at most one a second.
    const seconds = (performance.now() - startedAt) / 1000;
    expect(next).toBeLessThanOrEqual(served + 2 + seconds);
  });
});

describe('the stream of vehicles', () => {
  it('is refused to one page too many', async () => {
    const { url } = await startFeeds(true, { RUKH_FEEDS_EVENT_CLIENTS: '1' });
    startTicking();
    await untilServed(url);
    const first = get(`${url}/live/vehicles`);
    await once(first, 'response');
    const second = await ask(`${url}/live/vehicles`);
    expect([second.status, second.headers['retry-after']]).toEqual([503, '30']);
    first.destroy();
    await until('there is room', async () => {
      const third = get(`${url}/live/vehicles`);
      const [response] = (await once(third, 'response')) as [IncomingMessage];
      third.destroy();
      return response.statusCode === 200 ? true : undefined;
    });
  });

  /** Reads events until there are `count`. */
  async function readEvents(
    url: string,
    count: number,
    lastEventId?: string,
  ): Promise<Record<string, string>[]> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const request = get(`${url}/live/vehicles`, { headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) {
      text += String(chunk);
      if (text.split('\n\n').filter((block) => block.includes('data: ')).length > count) break;
    }
    request.destroy();
    const blocks = text
      .split('\n\n')
      .filter((block) => block.includes('data: '))
      .slice(0, count);
    return blocks.map(
      (block) =>
        Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))) as Record<
          string,
          string
        >,
    );
  }

  it('begins with all, goes on with what changed, and is taken up again where it was left', async () => {
    const { url } = await startFeeds();
    startTicking();
    await untilServed(url);
    const [snapshot, delta] = await readEvents(url, 2);
    expect([snapshot?.['event'], delta?.['event']]).toEqual(['snapshot', 'delta']);
    const { fields, vehicles } = JSON.parse(snapshot!['data']!) as {
      fields: string[];
      vehicles: unknown[][];
    };
    expect([fields[0], vehicles.length]).toEqual(['id', 25]);
    const [resumed] = await readEvents(url, 1, snapshot!['id']);
    expect([resumed?.['event'], resumed?.['id']]).toEqual(['delta', delta!['id']]);
    const [anew] = await readEvents(url, 1, 'long ago');
    expect(anew?.['event']).toBe('snapshot');
  });
});
