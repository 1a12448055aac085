import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { createSnapshot } from '../snapshots/snapshot.js';
import { PrintedFeeds } from './printed-feeds.js';

/** Alerts with a text of so many letters. */
function snapshotAt(timestamp: number, letters: number) {
  const text = { translation: [{ text: 'x'.repeat(letters), language: 'en' }] };
  const body = Buffer.from(
    encodeFeedMessage({
      header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp },
      entity: [{ id: 'a', alert: { informedEntity: [{ routeId: 'A' }], headerText: text } }],
    }),
  );
  return createSnapshot('alerts', timestamp, { body, gzip: body, brotli: body });
}

describe('printed feeds', () => {
  const create = () => {
    const sizes: number[] = [];
    return { sizes, feeds: new PrintedFeeds((_, bytes) => sizes.push(bytes)) };
  };

  it('are of the snapshot asked for, be it a second newer, where they cost little', async () => {
    const { feeds } = create();
    feeds.print(snapshotAt(100, 20), 'json', 0);
    const later = feeds.print(snapshotAt(101, 30), 'json', 900);
    const { entity } = JSON.parse(String(await later.codings.get('identity'))) as { entity: unknown[] };
    expect(JSON.stringify(entity)).toContain('x'.repeat(30));
  });

  it('are printed once a snapshot, whoever asks', async () => {
    const { feeds, sizes } = create();
    const snapshot = snapshotAt(100, 20);
    for (const at of [0, 1000, 60_000]) await feeds.print(snapshot, 'txt', at).codings.get('gzip');
    expect(sizes).toHaveLength(1);
  });

  it('of a large feed are given a while longer, and no longer than that', () => {
    const { feeds } = create();
    const large = snapshotAt(100, 2_000_000);
    const next = snapshotAt(104, 2_000_000);
    feeds.print(large, 'json', 0);
    expect(feeds.print(next, 'json', 4000).snapshot).toBe(large);
    expect(feeds.print(next, 'json', 5100).snapshot).toBe(next);
  });
});
