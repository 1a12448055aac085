import type { FeedSnapshot } from '@rukh/domain/realtime';
import type { FeedMetrics } from '../feed-metrics.js';
import { type Snapshot, createSnapshot } from '../snapshots/snapshot.js';
import { compressFeed } from './compress-feed.js';
import { encodeSnapshot } from './encode-entities.js';

/** The feeds as they are served, in all their forms. */
export async function makeSnapshots(
  feeds: readonly FeedSnapshot[],
  metrics: FeedMetrics,
): Promise<Snapshot[]> {
  const stopEncoding = metrics.encodeSeconds.startTimer();
  const bodies = feeds.map((feed) => ({ feed, body: encodeSnapshot(feed) }));
  stopEncoding();
  const stopCompressing = metrics.compressSeconds.startTimer();
  const snapshots = await Promise.all(
    bodies.map(async ({ feed: { name, header, headways }, body }) => {
      const besides = headways ? { besides: JSON.stringify(headways) } : {};
      return createSnapshot(name, header.timestamp!, { body, ...(await compressFeed(body)), ...besides });
    }),
  );
  stopCompressing();
  return snapshots;
}
