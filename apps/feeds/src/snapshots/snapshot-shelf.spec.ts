import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { Metrics } from '@rukh/service';
import { ServingMetrics } from '../serving-metrics.js';
import { SNAPSHOT_MAX_AGE_SECONDS } from '@rukh/domain/realtime';
import { SnapshotShelf } from './snapshot-shelf.js';
import { type Snapshot, createSnapshot } from './snapshot.js';

const NOW = Math.floor(Date.now() / 1000);

function snapshot(timestamp: number, vehicles = 1): Snapshot {
  const entity = Array.from({ length: vehicles }, (_, i) => ({ id: String(i) }));
  const body = Buffer.from(encodeFeedMessage({ header: { gtfsRealtimeVersion: '2.0', timestamp }, entity }));
  return createSnapshot('all', timestamp, { body, gzip: Buffer.from(''), brotli: Buffer.from('') });
}

describe('the shelf of snapshots', () => {
  it('gives out the newest, and takes no older one', () => {
    const shelf = new SnapshotShelf(new ServingMetrics(new Metrics()));
    const told: number[] = [];
    shelf.subscribe(({ timestamp }) => told.push(timestamp));
    expect([NOW, NOW - 1, NOW, NOW + 1].map((timestamp) => shelf.put(snapshot(timestamp)))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([shelf.find('all', NOW)?.timestamp, shelf.servedSeconds, told]).toEqual([
      NOW + 1,
      NOW + 1,
      [NOW, NOW + 1],
    ]);
    expect(shelf.find('alerts', NOW)).toBeUndefined();
  });

  it('gives out nothing that is too old to be the present, but remembers it', () => {
    const shelf = new SnapshotShelf(new ServingMetrics(new Metrics()));
    shelf.put(snapshot(NOW));
    expect(shelf.find('all', NOW + SNAPSHOT_MAX_AGE_SECONDS)?.timestamp).toBe(NOW);
    expect(shelf.find('all', NOW + SNAPSHOT_MAX_AGE_SECONDS + 1)).toBeUndefined();
    expect(shelf.findLast('all')?.timestamp).toBe(NOW);
  });

  it('names snapshots by time and content, and counts their entities', () => {
    expect(snapshot(NOW).version).toBe(snapshot(NOW).version);
    expect(snapshot(NOW, 2).version).not.toBe(snapshot(NOW).version);
    expect(snapshot(NOW, 7).entityCount).toBe(7);
  });
});
