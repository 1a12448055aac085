import type { FeedMessage } from '@rukh/domain/realtime';
import { decodeFeedMessage, encodeFeedMessage } from './index.js';
import { countEntities, splitFeed } from './split-feed.js';

const message: FeedMessage = {
  header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: 1_795_000_000, feedVersion: 'ї' },
  entity: Array.from({ length: 300 }, (_, i) => ({
    id: `v:${i}`,
    vehicle: { vehicle: { id: 'ТР'.repeat(i % 90) }, position: { latitude: 49, longitude: 24 } },
  })),
};

describe('a feed cut into pieces', () => {
  it('has in each piece its header, and in all of them its entities in order', () => {
    const pieces = splitFeed(encodeFeedMessage(message), 1000).map((piece) => decodeFeedMessage(piece));
    expect(pieces.length).toBeGreaterThan(20);
    for (const { header } of pieces) expect(header).toEqual(message.header);
    expect(pieces.flatMap(({ entity }) => entity.map(({ id }) => id))).toEqual(
      message.entity.map(({ id }) => id),
    );
  });

  it('is one piece where it has no entities', () => {
    const pieces = splitFeed(encodeFeedMessage({ ...message, entity: [] }), 1000);
    expect(pieces.map((piece) => decodeFeedMessage(piece).header)).toEqual([message.header]);
  });

  it('knows its entities without reading them', () => {
    expect(countEntities(encodeFeedMessage(message))).toBe(300);
  });

  it.each([
    [Buffer.from('<html>')],
    [Buffer.from([0x12, 0x05, 1])],
    [Buffer.from([0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ])('refuses %p', (bytes) => {
    expect(() => splitFeed(bytes, 1000)).toThrow(RangeError);
  });
});
