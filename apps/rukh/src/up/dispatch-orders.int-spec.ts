import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createPool, migrate } from '@rukh/adapters/postgres';
import { decodeFeedMessage, encodeUpdates, formatFeedText } from '@rukh/adapters/protobuf';
import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchPostgres, importFiles, startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { DispatchModule } from '@rukh/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import { formatGtfsTime, serviceDateAt, serviceDayStartSeconds } from '@rukh/domain/time';
import { FeedsModule } from '@rukh/feeds';
import { createApp } from '@rukh/service';

/** An order from the console to the feed and back: real PostgreSQL, Redis, feeds. */
const NOW = Math.floor(Date.now() / 1000);
const DAY = serviceDateAt(NOW, 'UTC');
const TOKEN = 'a-token-of-the-administration';

let postgres: ScratchPostgres;
let server: ScratchRedis;
let redis: Redis;
let pool: ReturnType<typeof createPool>;
let folder: string;
let dispatch: NestFastifyApplication;
let feeds: NestFastifyApplication;
let ticking: NodeJS.Timeout;
let schedule: Schedule;

/** One line with two trips an hour around now. */
function writeTown(): Readonly<Record<string, string>> {
  const second = NOW - serviceDayStartSeconds(DAY, 'UTC');
  const rows = ['T1', 'T2'].flatMap((trip, i) =>
    ['S1', 'S2', 'S3'].map((stop, j) => {
      const time = formatGtfsTime(second + 600 + 1200 * i + 120 * j);
      return `${trip},${stop},${j + 1},${time},${time}`;
    }),
  );
  return {
    'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nA,Town,https://town.example,UTC',
    'feed_info.txt':
      'feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nTown,https://town.example,uk,v1',
    'calendar_dates.txt': `service_id,date,exception_type\nD,${DAY},1`,
    'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR,A,1,0',
    'stops.txt':
      'stop_id,stop_name,stop_lat,stop_lon\nS1,Ринок,49.84,24\nS2,Опера,49.84,24.01\nS3,Парк,49.84,24.02',
    'trips.txt': 'route_id,service_id,trip_id,direction_id,block_id\nR,D,T1,0,B\nR,D,T2,0,B',
    'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time', ...rows].join('\n'),
  };
}

function tick(): void {
  const at = Date.now() / 1000;
  const position = {
    vehicleId: '101',
    lat: 49.84,
    lon: 24.005,
    timestampSeconds: at,
    atSeconds: at,
    receivedAtSeconds: at,
  };
  const update = { position, visits: [], ended: [], reason: 'ambiguous' as const };
  const batch = encodeUpdates(schedule, [{ update, predictions: [] }]);
  redis.xadd('rukh:{town}:updates', '*', 'b', Buffer.from(batch)).catch(() => undefined);
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { orderId: string; fingerprint: string };
}

async function ask(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  payload?: object,
  headers = {},
): Promise<Answer> {
  const answer = await dispatch.inject({
    method,
    url: `/api/v1/dispatch/${path}`,
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') as Answer['body'] };
}

async function feedText(name: string): Promise<string> {
  const answer = await feeds.inject({ method: 'GET', url: `/gtfs-rt/${name}.pb` });
  // The .txt of the feed is made some seconds later: the text of what is served now.
  return answer.statusCode === 200 ? formatFeedText(decodeFeedMessage(answer.rawPayload)) : '';
}

async function until(what: string, find: () => Promise<boolean>, ms = 20_000): Promise<number> {
  const started = Date.now();
  while (!(await find())) {
    if (Date.now() - started > ms) throw new Error(`not within ${ms} ms: ${what}`);
    await delay(50);
  }
  return Date.now() - started;
}

beforeAll(async () => {
  [postgres, server] = await Promise.all([startScratchPostgres(), startScratchRedis()]);
  await migrate(postgres.url());
  folder = await mkdtemp(join(tmpdir(), 'rukh-orders-'));
  redis = connectRedis(server.url, { name: 'spec' });
  await untilRedisReady(redis, 5000);
  pool = createPool({ databaseUrl: postgres.url(), applicationName: 'spec', max: 2 });
  schedule = await importFiles(pool, writeTown(), '20200101');
  Object.assign(process.env, {
    RUKH_AGENCY: 'town',
    DATABASE_URL: postgres.url(),
    REDIS_URL: server.url,
    RUKH_CACHE_DIR: folder,
    RUKH_FEEDS_WARM_UP_SECONDS: '0',
    RUKH_FEEDS_WRITER: 'true',
    RUKH_LOG_LEVEL: 'silent',
    RUKH_ADMIN_TOKEN: TOKEN,
  });
  ticking = setInterval(tick, 300);
  feeds = await createApp(FeedsModule, { name: 'feeds' });
  dispatch = await createApp(DispatchModule, { name: 'dispatch' });
  await Promise.all([feeds.init(), dispatch.init()]);
  await until(
    'a schedule in dispatch',
    async () => (await ask('POST', 'orders/preview', cancelT1())).status === 200,
  );
  await until('the feed of alerts', async () => (await feedText('alerts')) !== '');
}, 120_000);

afterAll(async () => {
  clearInterval(ticking);
  await Promise.all([dispatch.close(), feeds.close()]);
  redis.disconnect();
  await pool.end();
  await Promise.all([postgres.stop(), server.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const reason = { code: 'breakdown' };
function cancelT1(): { action: object; reason: object } {
  return { action: { kind: 'cancel', runs: [{ tripId: 'T1', serviceDate: DAY }] }, reason };
}

describe('an order', () => {
  it('is published as it was shown, survives a Redis that lost it, and is taken back without a trace', async () => {
    const shown = await ask('POST', 'orders/preview', cancelT1());
    const entities = shown.body['entities'] as { feed: string; after?: string }[];
    expect(entities.map(({ feed }) => feed)).toEqual(['trip-updates', 'alerts']);
    expect(shown.body).toMatchObject({ canConfirm: true, findings: [] });

    const wish = { ...cancelT1(), fingerprint: shown.body.fingerprint };
    const key = { 'idempotency-key': 'first-request' };
    const given = await ask('POST', 'orders', wish, key);
    expect(given).toMatchObject({ status: 201, body: { state: 'active' } });
    const again = await ask('POST', 'orders', wish, key);
    expect(again.body.orderId).toBe(given.body.orderId);

    await until(
      'CANCELED in the feed',
      async () => (await feedText('trip-updates')).includes('CANCELED'),
      10_000,
    );
    // Byte for byte what the preview showed.
    const told = (await feedText('trip-updates')) + (await feedText('alerts'));
    for (const { after } of entities) expect(told).toContain(after);

    const other = await ask('POST', 'orders', cancelT1(), { 'idempotency-key': 'other-request' });
    expect(other.status).toBe(409);
    expect(JSON.stringify(other.body)).toContain('admin-token');

    await redis.del('rukh:{town}:orders');
    await until('the mirror', async () => (await redis.hlen('rukh:{town}:orders')) === 1);

    const undone = await ask('POST', `orders/${given.body.orderId}/undo`, { reason: { code: 'mistake' } });
    expect(undone.body['state']).toBe('undone');
    await until(
      'gone from the feed',
      async () => !(await feedText('trip-updates')).includes('CANCELED'),
      10_000,
    );
    expect(await feedText('alerts')).not.toContain('order-');
    expect((await ask('POST', `orders/${given.body.orderId}/undo`, { reason })).status).toBe(409);

    const { body } = await ask('GET', `journal?orderId=${given.body.orderId}`);
    const events = (body['entries'] as { event: string }[]).map(({ event }) => event);
    expect(events).toEqual(['order.undone', 'order.confirmed']);
    await expect(pool.query('DELETE FROM dispatch.journal')).rejects.toThrow(/only ever added/);
  });

  it('is refused where something changed since the preview, and without a reason', async () => {
    const skip = {
      action: { kind: 'skip_stops', run: { tripId: 'T2', serviceDate: DAY }, stopSequences: [2] },
      reason,
    };
    const shown = await ask('POST', 'orders/preview', skip);
    const cancel = { action: { kind: 'cancel', runs: [{ tripId: 'T2', serviceDate: DAY }] }, reason };
    expect((await ask('POST', 'orders', cancel, { 'idempotency-key': 'cancel-it-now' })).status).toBe(201);
    const late = await ask(
      'POST',
      'orders',
      { ...skip, fingerprint: shown.body.fingerprint },
      { 'idempotency-key': 'skip-it-then' },
    );
    expect([late.status, late.body['type']]).toEqual([409, 'urn:rukh:problem:stale_preview']);
    const { action } = cancelT1();
    expect((await ask('POST', 'orders', { action }, { 'idempotency-key': 'no-reason-given' })).status).toBe(
      400,
    );
    expect((await ask('POST', 'orders', cancelT1())).status).toBe(400);
  });
});

describe('an alert by hand', () => {
  it('is told, and changed by one at a time', async () => {
    const texts = { uk: 'Концерт', en: 'A concert' };
    const alert = {
      header: texts,
      description: { uk: 'Рух змінено', en: 'Service changes' },
      cause: 7,
      effect: 6,
      informedEntities: [{ routeId: 'R' }],
      publish: true,
    };
    const shown = await ask('POST', 'alerts/preview', alert);
    expect(shown.body['text']).toContain('Концерт');
    const made = await ask('POST', 'alerts', alert);
    expect(made).toMatchObject({ status: 201, body: { state: 'active', revision: 1 } });
    await until('the alert', async () => (await feedText('alerts')).includes('A concert'), 10_000);
    const path = `alerts/${String(made.body['alertId'])}`;
    expect((await ask('PUT', path, { ...alert, publish: false }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await ask('PUT', path, alert, { 'if-match': '"1"' })).status).toBe(409);
    await until('no alert', async () => !(await feedText('alerts')).includes('A concert'), 10_000);
  });
});
