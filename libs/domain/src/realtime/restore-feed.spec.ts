import { FeedScenario, cancelOrder } from './feed-scenario.fixture.js';
import { EMPTY_FEED_STATE, FEED_NAMES, type FeedState } from './feed-state.js';
import { SNAPSHOT_MAX_AGE_SECONDS, restoreFeed } from './restore-feed.js';

describe('a feed taken up from what was published', () => {
  const takenUp = (afterSeconds: number): { feed: FeedScenario; state: FeedState } => {
    const feed = new FeedScenario().at('08:01').vehicle('101', 'T1', { next: 1 }).publish();
    feed.event({ kind: 'orders', orders: [cancelOrder(feed.now, 'T3')] }).publish(feed.now + 1);
    const messages = Object.fromEntries(
      FEED_NAMES.map((name) => [name, { header: { timestamp: feed.now }, entity: feed.entities(name) }]),
    );
    const state = restoreFeed(feed.context, EMPTY_FEED_STATE, messages, feed.now + afterSeconds);
    return { feed, state };
  };

  it('has its vehicles and times, and what orders made', () => {
    const { state } = takenUp(SNAPSHOT_MAX_AGE_SECONDS);
    expect([...state.publishedVehicles.keys()]).toEqual(['101']);
    expect(state.publishedTrips.size).toBe(1);
    expect([...state.orderMade.keys()]).toEqual([expect.stringContaining('T3')]);
  });

  it('has of long ago what orders made alone: what was predicted then is no history', () => {
    const { feed, state } = takenUp(SNAPSHOT_MAX_AGE_SECONDS + 1);
    expect([state.publishedVehicles.size, state.publishedTrips.size]).toEqual([0, 0]);
    expect([...state.orderMade.keys()]).toEqual([expect.stringContaining('T3')]);
    expect(state.floorSeconds).toBe(feed.now);
  });
});
