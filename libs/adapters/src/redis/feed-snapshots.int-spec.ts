import { type ScratchRedis, startScratchRedis } from '../scratch-redis/index.js';
import { type Redis, connectRedis, untilRedisReady } from './connect.js';
import { FeedSnapshots } from './feed-snapshots.js';

let server: ScratchRedis;
let redis: Redis;
let snapshots: FeedSnapshots;

const at = (timestamp: number) => ({
  timestamp,
  gzip: Buffer.from([0xff, 0x00, timestamp % 256]),
  brotli: Buffer.from('brotli'),
});

beforeEach(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'spec' });
  await untilRedisReady(redis, 60_000);
  snapshots = new FeedSnapshots(redis, 'spec');
  await redis.set(snapshots.leaseKey, 'mine');
});

afterEach(async () => {
  redis.disconnect();
  await server.stop();
});

describe('snapshots in Redis', () => {
  it('are read back as they were written', async () => {
    expect(await snapshots.publish('mine', { all: at(100), alerts: at(100) })).toEqual({ kind: 'committed' });
    const { floorSeconds, keys } = await snapshots.synchronise(0);
    expect([floorSeconds, [...keys.keys()].sort()]).toEqual([100, ['alerts', 'all']]);
    expect(await snapshots.find(keys.get('all')!)).toEqual(at(100));
    expect(await snapshots.find('rukh:{spec}:feed:snapshot:all:1:gone')).toBeUndefined();
  });

  it('change nothing when the lease is another’s', async () => {
    await snapshots.publish('mine', { all: at(100) });
    expect(await snapshots.publish('woken', { all: at(101) })).toEqual({ kind: 'lease_lost' });
    const { keys } = await snapshots.synchronise(0);
    expect((await snapshots.find(keys.get('all')!))?.timestamp).toBe(100);
  });

  it('never go back in time, nor behind what a reader has served', async () => {
    await snapshots.publish('mine', { all: at(100) });
    expect(await snapshots.publish('mine', { all: at(100) })).toEqual({ kind: 'behind', floorSeconds: 100 });
    await snapshots.synchronise(150);
    expect(await snapshots.publish('mine', { all: at(150) })).toEqual({ kind: 'behind', floorSeconds: 150 });
    expect(await snapshots.publish('mine', { all: at(151) })).toEqual({ kind: 'committed' });
  });

  it('end soon after others took their place, so that Redis does not fill with them', async () => {
    await snapshots.publish('mine', { all: at(100), alerts: at(100) });
    const before = (await snapshots.synchronise(0)).keys;
    await snapshots.publish('mine', { all: at(101) });
    const after = (await snapshots.synchronise(0)).keys;
    expect(await redis.pttl(before.get('all')!)).toBeLessThanOrEqual(15_000);
    // A writer that comes after an outage knows by the last ones what orders told.
    expect(await redis.pttl(before.get('alerts')!)).toBeGreaterThan(2 * 3_600_000);
    expect(await redis.pttl(after.get('all')!)).toBeGreaterThan(2 * 3_600_000);
    expect(await snapshots.find(before.get('all')!)).toEqual(at(100));
  });

  it('know who wrote last', async () => {
    expect(await snapshots.claim('mine')).toBe(false);
    expect(await snapshots.claim('mine')).toBe(true);
    expect(await snapshots.claim('other')).toBe(false);
    expect(await snapshots.claim('mine')).toBe(false);
  });

  it('keep a checkpoint with its place in the stream', async () => {
    expect(await snapshots.readCheckpoint()).toBeUndefined();
    await snapshots.writeCheckpoint('5-1', [Buffer.from([1]), Buffer.from([2]), Buffer.from([255])]);
    await snapshots.writeCheckpoint('7-1', [Buffer.from([3])]);
    expect(await snapshots.readCheckpoint()).toEqual({ place: '7-1', pieces: [Buffer.from([3])] });
  });
});
