import { FeedScenario, cancelOrder } from '../feed-scenario.fixture.js';
import type { ServiceOrder } from '../service-order.js';

/** T1 a quarter of an hour late, at 08:19: by the timetable it is over since 08:08. */
const late = (): FeedScenario =>
  new FeedScenario().at('08:19').vehicle('101', 'T1', { next: 3, delay: 900 }).publish();

function give(feed: FeedScenario, ...orders: ServiceOrder[]): FeedScenario {
  return feed.event({ kind: 'orders', orders }).publish(feed.now + 1);
}

function raid(feed: FeedScenario, effect: 'cancel' | 'suppress', start: number): ServiceOrder {
  const action = { kind: 'city_mode', mode: 'air_raid', effect, routeTypes: [0], period: { start } } as const;
  return { orderId: 'raid', action, confirmedAt: feed.now };
}

const ofT1 = (feed: FeedScenario): string | undefined => feed.trips().find((line) => line.startsWith('T1'));

describe('a run that is late past its end by the timetable', () => {
  it('is cancelled with the city, and goes on when the order is taken back', () => {
    const feed = late();
    const before = [ofT1(feed), feed.positions()];
    give(feed, raid(feed, 'cancel', feed.now));
    expect(ofT1(feed)).toBe('T1 CANCELED');
    expect(feed.positions()).toContain('101 without trip');
    give(feed);
    expect([ofT1(feed), feed.positions()]).toEqual(before);
  });

  it('is not, where it comes to its end before the mode begins', () => {
    const feed = late();
    give(feed, raid(feed, 'cancel', feed.seconds('08:30')));
    expect(ofT1(feed)).toMatch(/^T1 by 101/);
    expect(feed.positions()).not.toContain('101 without trip');
  });

  it('has no predictions where the city is silent', () => {
    const feed = late();
    give(feed, raid(feed, 'suppress', feed.now));
    expect(ofT1(feed)).toContain('NO_DATA');
  });

  it('stays cancelled for as long as it is late', () => {
    const feed = new FeedScenario().at('09:40').vehicle('101', 'T1', { next: 3, delay: 5700 }).publish();
    expect(ofT1(feed)).toMatch(/^T1 by 101/);
    give(feed, cancelOrder(feed.now - 5000, 'T1'));
    expect(ofT1(feed)).toBe('T1 CANCELED');
  });

  it('leaves nothing told of those that are over, whatever the city does', () => {
    const feed = new FeedScenario().at('09:30').vehicle('101', undefined).publish();
    give(feed, raid(feed, 'cancel', feed.now));
    expect(ofT1(feed)).toBeUndefined();
  });
});

describe('a run that is late at a stop', () => {
  /** T1 is at Park at 08:04 by the timetable; five minutes late it comes at 08:09. */
  const coming = (): FeedScenario =>
    new FeedScenario().at('08:07').vehicle('101', 'T1', { next: 2, delay: 300 }).publish();
  const during = (feed: FeedScenario, from: string, until: string) => ({
    period: { start: feed.seconds(from), end: feed.seconds(until) },
  });
  const of = (feed: FeedScenario, action: ServiceOrder['action']): ServiceOrder => ({
    orderId: 'o',
    action,
    confirmedAt: feed.now,
  });

  const detour = {
    kind: 'detour',
    routeIds: ['R1'],
    fromStopId: 'S2',
    toStopId: 'S4',
    missedStopIds: ['S3'],
    replacementStops: [],
    delaySeconds: 0,
  } as const;

  it('finds it closed that was open when the timetable had it there', () => {
    const feed = coming();
    const before = [ofT1(feed), feed.positions()];
    expect(feed.positions()).toContain('101 on T1 at Park (IN_TRANSIT_TO)');
    give(feed, of(feed, { kind: 'close_stop', stopIds: ['S3'], ...during(feed, '08:06', '09:00') }));
    expect(ofT1(feed)).toContain('Park SKIPPED');
    expect(feed.positions()).not.toContain('101 on T1 at Park (IN_TRANSIT_TO)');
    give(feed);
    expect([ofT1(feed), feed.positions()]).toEqual(before);
  });

  it('finds it open that was closed when the timetable had it there', () => {
    const feed = coming();
    give(feed, of(feed, { kind: 'close_stop', stopIds: ['S3'], ...during(feed, '08:00', '08:08') }));
    expect(ofT1(feed)).not.toContain('SKIPPED');
  });

  it('is led around, and not told of where predictions are withheld', () => {
    const feed = coming();
    give(feed, of(feed, { ...detour, ...during(feed, '08:06', '09:00') }));
    expect(ofT1(feed)).toContain('Park SKIPPED');
    const silence = { kind: 'suppress_predictions', routeIds: ['R1'] } as const;
    give(feed, of(feed, { ...silence, ...during(feed, '08:06', '09:00') }));
    expect(ofT1(feed)).toContain('NO_DATA');
  });

  it('may be off its line once a detour has begun that is told of, and not before', () => {
    const feed = new FeedScenario().at('08:05').vehicle('101', 'T1', { next: 2, off: 600 }).publish();
    const shown = feed.positions();
    const words = { uk: 'Обʼїзд', en: 'Detour' };
    const alert = {
      alertId: 'd',
      header: words,
      description: words,
      effect: 4,
      informedEntities: [{ routeId: 'R1' }],
    };
    give(feed, { ...of(feed, { ...detour, ...during(feed, '08:30', '09:00') }), alert });
    expect(feed.positions()).toEqual(shown);
    expect(shown).toContain('101 without trip');
    give(feed, of(feed, { ...detour, ...during(feed, '08:03', '09:00') }));
    expect(feed.positions()).toEqual(shown);
    give(feed, { ...of(feed, { ...detour, ...during(feed, '08:03', '09:00') }), alert });
    expect(feed.positions().join()).toContain('101 on T1');
  });
});
