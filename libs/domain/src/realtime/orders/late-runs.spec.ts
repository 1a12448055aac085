import { DAY, FeedScenario, cancelOrder } from '../feed-scenario.fixture.js';
import { EMPTY_FEED_STATE, FEED_NAMES } from '../feed-state.js';
import { restoreFeed } from '../restore-feed.js';
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

  it('finds it closed only where it comes after the order: what nobody is seen on was there before, by the timetable', () => {
    const feed = new FeedScenario().at('08:05').vehicle('101', 'T2').publish();
    const of3 = (): string | undefined => feed.trips().find((line) => line.startsWith('T3'));
    const closed = of(feed, { kind: 'close_stop', stopIds: ['S1', 'S4'], period: {} });
    feed.at('08:06');
    give(feed, { ...closed, confirmedAt: feed.now });
    // T3 is at Rynok at 08:05 and at Station at 08:11; T1 was at both, and is over at 08:08.
    expect(of3()).toBe('T3 by nobody | Rynok NO_DATA | Station SKIPPED | Airport NO_DATA');
    expect(ofT1(feed)).toContain('Station SKIPPED');
    expect(ofT1(feed)).not.toContain('Rynok SKIPPED');
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

  it('is told the same while its prediction moves by seconds over the edge of the period', () => {
    const feed = new FeedScenario().at('08:05').vehicle('101', 'T1', { next: 1, delay: 300 }).publish();
    const closed = of(feed, {
      kind: 'close_stop',
      stopIds: ['S3'],
      ...during(feed, '08:08:50', '09:00'),
    });
    const isSkipped = (delay: number): boolean => {
      feed.at(feed.now + 2).vehicle('101', 'T1', { next: 1, delay });
      return ofT1(give(feed, closed))?.includes('Park SKIPPED') === true;
    };
    expect([280, 300, 280, 295, 285].map(isSkipped)).toEqual([false, true, true, true, true]);
    expect(isSkipped(150)).toBe(false);
    expect(isSkipped(285)).toBe(false);
    // A writer that takes over knows what was told.
    expect(isSkipped(300)).toBe(true);
    const messages = Object.fromEntries(
      FEED_NAMES.map((name) => [name, { header: { timestamp: feed.now }, entity: feed.entities(name) }]),
    );
    const { vehicles } = feed.state;
    feed.state = { ...restoreFeed(feed.context, EMPTY_FEED_STATE, messages, feed.now), vehicles };
    expect(isSkipped(285)).toBe(true);
  });

  it('makes a whole detour or none, by when it comes to where that begins, and all feeds say so', () => {
    const feed = coming();
    const listed = (): unknown[] =>
      feed
        .entities('trip-modifications')
        .flatMap(({ tripModifications }) => tripModifications?.selectedTrips ?? [])
        .flatMap(({ tripIds }) => tripIds);
    const around = { ...detour, toStopId: 'S5', missedStopIds: ['S3', 'S4'] };
    // It is at Opera at 08:07, at Park at 08:09, at Station at 08:11; by the timetable five minutes before.
    give(feed, of(feed, { ...around, ...during(feed, '08:06', '08:10') }));
    expect(ofT1(feed)).toContain('Park SKIPPED');
    expect(ofT1(feed)).toContain('Station SKIPPED');
    expect(listed()).toEqual(['T1', 'T3']);
    give(feed, { ...of(feed, { ...around, ...during(feed, '08:01', '08:06') }), orderId: 'another' });
    expect(ofT1(feed)).not.toContain('SKIPPED');
    expect(listed()).toEqual([]);
  });

  it('is told what it would be without an order that is taken back, whatever that told of the same stops', () => {
    const feed = new FeedScenario().at('08:05').vehicle('101', 'T1', { next: 1, delay: 280 }).publish();
    const closed = of(feed, { kind: 'close_stop', stopIds: ['S3'], ...during(feed, '08:08:50', '09:00') });
    const run = { tripId: 'T1', serviceDate: DAY };
    const skipped = of(feed, { kind: 'skip_stops', run, stopSequences: [30] });
    const before = ofT1(give(feed, closed));
    expect(before).not.toContain('SKIPPED');
    for (const other of [cancelOrder(feed.now, 'T1'), { ...skipped, orderId: 'skipped' }]) {
      expect(ofT1(give(feed, closed, other))).toMatch(/CANCELED|SKIPPED/);
      feed.publish(feed.now + 1);
      expect(ofT1(give(feed, closed))).toBe(before);
    }
  });

  it('is not led around where only another order leaves out a stop of the detour', () => {
    const feed = new FeedScenario().at('08:05').vehicle('101', 'T1', { next: 1, delay: 280 }).publish();
    const around = {
      ...detour,
      toStopId: 'S5',
      missedStopIds: ['S3', 'S4'],
      ...during(feed, '08:07', '09:00'),
    };
    const skipped = of(feed, { kind: 'close_stop', stopIds: ['S3'], period: {} });
    give(feed, of(feed, around), { ...skipped, orderId: 'closed' });
    feed.publish(feed.now + 1);
    expect(ofT1(feed)).toContain('Park SKIPPED');
    expect(ofT1(feed)).not.toContain('Station SKIPPED');
  });
});
