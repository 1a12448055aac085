import { type ScratchRedis, startScratchRedis } from '../scratch-redis/index.js';
import { type Redis, connectRedis, untilRedisReady } from './connect.js';
import { ProcessReports } from './process-reports.js';

let server: ScratchRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'spec' });
  await untilRedisReady(redis, 60_000);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

it('the newest word of each process is read back, of each kind by itself, and it ends', async () => {
  const reports = new ProcessReports(redis, 'spec');
  await reports.write('ingest', { process: 'a', at: 1000, report: { accepted: 1 } });
  await reports.write('ingest', { process: 'a', at: 1010, report: { accepted: 2 } });
  await reports.write('ingest', { process: 'b', at: 900, report: {} });
  await reports.write('feeds', { process: 'a', at: 1010, report: {} });
  expect(await reports.list('ingest', 950)).toEqual([{ process: 'a', at: 1010, report: { accepted: 2 } }]);
  expect(await reports.list('ingest', 0)).toHaveLength(2);
  await redis.hset('rukh:{spec}:reports:ingest', 'c', 'no JSON');
  expect(await reports.list('ingest', 950)).toHaveLength(1);
  // Who said nothing for ten minutes more is let go of.
  await reports.list('ingest', 1601);
  expect(await redis.hlen('rukh:{spec}:reports:ingest')).toBe(1);
  expect(await redis.pttl('rukh:{spec}:reports:ingest')).toBeGreaterThan(0);
});
