import { FeedScenario } from './feed-scenario.fixture.js';

describe('occupancy from taps in the feed', () => {
  const scenario = (): FeedScenario => new FeedScenario().at('08:01').vehicle('101', 'T1', { next: 1 });
  const published = (feed: FeedScenario): number | undefined =>
    feed.publish().entities('vehicle-positions')[0]?.vehicle?.occupancyStatus;
  const estimated = (tripId: string): Parameters<FeedScenario['event']>[0] => ({
    kind: 'occupancies',
    occupancies: new Map([['101', { tripId, status: 3 }]]),
  });

  it('is that of the vehicle, where it reports none itself', () => {
    expect(published(scenario().event(estimated('T1')))).toBe(3);
    expect(published(scenario())).toBeUndefined();
  });

  it('is not carried over to a trip that it was not worked out for', () => {
    expect(published(scenario().event(estimated('T2')))).toBeUndefined();
  });

  it('gives way to what the vehicle counts', () => {
    const feed = new FeedScenario().at('08:01').event(estimated('T1'));
    const { update, predictions } = feed.says('101', 'T1', { next: 1 });
    const position = { ...update.position, occupancyStatus: 1 };
    feed.event({ kind: 'updates', items: [{ update: { ...update, position }, predictions }] });
    expect(published(feed)).toBe(1);
  });
});
