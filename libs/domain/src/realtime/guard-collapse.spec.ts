import { FeedScenario } from './feed-scenario.fixture.js';

/** Twelve vehicles without trips, and one that has one. */
function fullFeed(): FeedScenario {
  const feed = new FeedScenario().at('08:03');
  for (let i = 0; i < 12; i++) feed.vehicle(String(200 + i));
  return feed.vehicle('101', 'T1', { next: 2 }).publish();
}

describe('a feed that loses most of its entities at once', () => {
  it('keeps those that are missing while they are young', () => {
    const feed = fullFeed();
    feed.state = { ...feed.state, vehicles: new Map() };
    feed.at('08:03:10').vehicle('300').publish();
    expect(feed.last?.collapsed).toEqual(['vehicles']);
    expect(feed.positions()).toHaveLength(14);
    expect(feed.positions()).toContain('101 on T1 at Park (IN_TRANSIT_TO)');
    feed.at('08:04:31').vehicle('300').publish();
    expect(feed.positions()).toEqual(['300 without trip']);
  });

  it('believes it after a while', () => {
    const feed = fullFeed();
    feed.state = { ...feed.state, vehicles: new Map() };
    feed.at('08:03:10').vehicle('300').publish().at('08:04:20').vehicle('300').publish();
    feed.at('08:04:40').vehicle('300').publish();
    expect(feed.last?.collapsed).toEqual([]);
  });

  it('is one whose vehicles fall silent one by one: they leave', () => {
    const feed = fullFeed();
    feed.at('08:04:31').vehicle('300').vehicle('101', 'T1', { next: 2 }).publish();
    expect(feed.positions()).toEqual(['101 on T1 at Park (IN_TRANSIT_TO)', '300 without trip']);
  });

  it('never shows a vehicle on two trips, or a trip with two vehicles', () => {
    const feed = fullFeed();
    feed.state = { ...feed.state, vehicles: new Map() };
    feed.at('08:03:10').vehicle('300', 'T1', { next: 2 }).publish();
    expect(feed.positions()).toContain('300 on T1 at Park (IN_TRANSIT_TO)');
    expect(feed.positions().filter((line) => line.includes('on T1'))).toHaveLength(1);
  });
});
