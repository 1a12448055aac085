import { setTimeout as delay } from 'node:timers/promises';
import { noticeKeys } from '@rukh/adapters/notices';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { FeedSnapshots, type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { gzipSync } from 'node:zlib';
import { WatchRig } from '../live/watch-rig.fixture.js';
import { FeedMirror } from './feed-mirror.js';

describe('what dispatchers share with the feeds', () => {
  let rig: WatchRig;
  let redis: Redis;

  beforeAll(async () => {
    rig = await WatchRig.create();
    redis = connectRedis(rig.access.redis.url, { name: 'spec' });
    await untilRedisReady(redis, 5000);
  });
  afterAll(async () => {
    redis.disconnect();
    await rig.close();
  });

  it('has no alert of the demonstration as earlier versions wrote it, and those of others', async () => {
    const { alerts } = noticeKeys('town');
    await redis.hset(alerts, 'demo', '{}', 'by-others', '{}');
    for (let i = 0; i < 100 && (await redis.hexists(alerts, 'demo')) === 1; i++) await delay(100);
    expect(await redis.hkeys(alerts)).toEqual(['by-others']);
  });

  it('is published of a run now, not hours ago', async () => {
    const trip = { tripId: 'A1', startDate: '20261130' };
    const run = { tripId: 'A1', serviceDate: '20261130', startTime: '00:10:00' };
    const snapshots = new FeedSnapshots(redis, 'town');
    const mirror = rig.access.app.get(FeedMirror);
    await redis.set(snapshots.leaseKey, 'spec');
    const publish = async (timestamp: number): Promise<void> => {
      const header = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp } as const;
      const entity = [{ id: 't:A1', tripUpdate: { trip, stopTimeUpdate: [] } }];
      const gzip = gzipSync(encodeFeedMessage({ header, entity }));
      const outcome = await snapshots.publish('spec', {
        'trip-updates': { timestamp, gzip, brotli: Buffer.from('none') },
      });
      expect(outcome).toEqual({ kind: 'committed' });
    };
    const now = Math.floor(Date.now() / 1000);
    await publish(now - 3600);
    expect(await mirror.findPublished(run)).toBeUndefined();
    expect(await mirror.findPublished(run)).toBeUndefined();
    await publish(now);
    expect(await mirror.findPublished(run)).toMatchObject({ trip });
  });
});
