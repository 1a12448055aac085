/** What the health of data is read from, as processes put it into Redis. */
import { gzipSync } from 'node:zlib';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { FeedSnapshots, ProcessReports, type Redis } from '@rukh/adapters/redis';
import type { WriterReport } from '@rukh/domain/dispatch';
import { FEED_NAMES } from '@rukh/domain/realtime';

/** The writer's word, and that of two ingest processes; a third one is gone. */
export async function sayHealth(redis: Redis, at: number): Promise<WriterReport> {
  const reports = new ProcessReports(redis, 'town');
  const report = { at, withheld: [{ reason: 'unconfident', count: 3 }] };
  await reports.write('feeds', { process: 'writer', at, report });
  for (const process of ['one', 'two']) {
    const rejected = [{ reason: 'stale', count: 2 }];
    const adapters = [{ adapter: 'rukh', received: 10, accepted: 8, rejected, refused: [] }];
    await reports.write('ingest', { process, at, report: { seconds: 600, adapters } });
  }
  for (const [process, lastAt] of [
    ['one', at - 7],
    ['two', at - 3],
  ] as const) {
    const of = { reader: 'OpenTripPlanner', feed: 'trip-updates', lastAt, everySeconds: 20 };
    await reports.write('readers', { process, at, report: [of] });
  }
  await reports.write('ingest', { process: 'gone', at: at - 300, report: { seconds: 1, adapters: [] } });
  return report;
}

/** One vehicle on a trip that the timetable does not have. */
export async function publishStray(redis: Redis, timestamp: number): Promise<void> {
  const bytes = encodeFeedMessage({
    header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp },
    entity: [
      {
        id: 'a1',
        vehicle: {
          trip: { tripId: 'nowhere' },
          vehicle: { id: 'a1' },
          position: { latitude: 49.84, longitude: 24.015 },
          timestamp,
        },
      },
    ],
  });
  const snapshots = new FeedSnapshots(redis, 'town');
  await redis.set(snapshots.leaseKey, 'spec');
  const stored = { timestamp, gzip: gzipSync(bytes), brotli: Buffer.alloc(0) };
  const outcome = await snapshots.publish(
    'spec',
    Object.fromEntries(FEED_NAMES.map((name) => [name, stored])),
  );
  expect(outcome).toEqual({ kind: 'committed' });
}
