import { compileCity } from '../city.fixture.js';
import { EMPTY_FEED_STATE, FEED_NAMES } from '../feed-state.js';
import { FeedScenario, cancelOrder } from '../feed-scenario.fixture.js';
import { moveToSchedule } from '../move-to-schedule.js';
import { restoreFeed } from '../restore-feed.js';
import type { ServiceOrder, ServiceOrderAction } from '../service-order.js';

const NEXT_VERSION =
  'feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nL,https://c.example,uk,next';

/** T1 is at Opera at 08:02, at Park at 08:04 and at Station at 08:06 by the timetable. */
const morning = (time = '08:01'): FeedScenario =>
  new FeedScenario().at(time).vehicle('101', 'T1', { next: 1 }).publish();

function give(feed: FeedScenario, ...orders: ServiceOrder[]): FeedScenario {
  return feed.event({ kind: 'orders', orders }).publish(feed.now + 1);
}

const of = (feed: FeedScenario, action: ServiceOrderAction): ServiceOrder => ({
  orderId: 'o',
  action,
  confirmedAt: feed.now,
});

const ofTrip = (feed: FeedScenario, tripId: string): string | undefined =>
  feed.trips().find((line) => line.startsWith(tripId));

const listModified = (feed: FeedScenario): unknown[] =>
  feed
    .entities('trip-modifications')
    .flatMap(({ tripModifications }) => tripModifications?.selectedTrips ?? [])
    .flatMap(({ tripIds }) => tripIds);

/** The feed as a new writer takes it up, with what it is told of the vehicles. */
function takeOver(feed: FeedScenario): FeedScenario {
  const next = new FeedScenario().at(feed.now);
  const messages = Object.fromEntries(
    FEED_NAMES.map((name) => [name, { header: { timestamp: feed.now - 1 }, entity: feed.entities(name) }]),
  );
  next.state = {
    ...restoreFeed(next.context, EMPTY_FEED_STATE, messages, feed.now),
    vehicles: feed.state.vehicles,
  };
  return next;
}

function adopt(feed: FeedScenario): FeedScenario {
  const next = new FeedScenario({}, compileCity({ 'feed_info.txt': NEXT_VERSION })).at(feed.now);
  next.state = moveToSchedule(feed.state, feed.schedule, next.schedule);
  return next;
}

describe('an order whose time is over', () => {
  const detour = (feed: FeedScenario): ServiceOrder => ({
    ...of(feed, {
      kind: 'detour',
      routeIds: ['R1'],
      fromStopId: 'S2',
      toStopId: 'S4',
      missedStopIds: ['S3'],
      replacementStops: [],
      period: { start: feed.seconds('07:50'), end: feed.seconds('08:03') },
    }),
    alert: {
      alertId: 'order-o',
      header: { uk: 'Обʼїзд', en: 'Detour' },
      description: { uk: 'Обʼїзд', en: 'Detour' },
      effect: 4,
      informedEntities: [{ routeId: 'R1' }],
    },
  });

  it('leaves a vehicle that turned into its detour on it, in trip updates and modifications, late as it gets there', () => {
    const feed = morning();
    const order = detour(feed);
    give(feed, order);
    expect(ofTrip(feed, 'T1')).toContain('Park SKIPPED');
    feed.at('08:04').vehicle('101', 'T1', { next: 2, delay: 90, forgetful: true });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).toContain('Park SKIPPED');
    expect(listModified(feed)).toEqual(['T1']);
    expect(feed.entities('alerts')).toEqual([]);
    expect(JSON.stringify(feed.entities('trip-modifications'))).not.toContain('serviceAlertId');
  });

  it('leaves its trip to a vehicle that is still on the line that was drawn, and only to one that was told on it', () => {
    const feed = morning();
    const around = detour(feed);
    if (around.action.kind !== 'detour') throw new Error('no detour');
    const line = [
      [24.0, 49.851],
      [24.01, 49.851],
    ] as const;
    const order = { ...around, action: { ...around.action, line } };
    give(feed, order);
    feed.at('08:04').vehicle('101', 'T1', { next: 2, delay: 90, off: 400 });
    feed.vehicle('102', 'T3', { next: 0, off: 400 });
    give(feed, order);
    expect(feed.positions().find((text) => text.includes('101'))).toContain('T1');
    expect(feed.positions().find((text) => text.includes('102'))).not.toContain('T3');
    expect(feed.withheld()).toEqual(['far_from_shape 102']);
    give(feed);
    expect(feed.withheld()).toContain('far_from_shape 101');
  });

  it.each([
    ['a writer that takes over', takeOver],
    ['another GTFS', adopt],
  ])('is told of the same runs by %s', (_, change) => {
    const feed = morning();
    const order = detour(feed);
    const raid = of(feed, {
      kind: 'city_mode',
      mode: 'air_raid',
      effect: 'cancel',
      routeTypes: [3],
      period: order.action.kind === 'detour' ? order.action.period : {},
    });
    give(feed, order, { ...raid, orderId: 'raid' });
    expect([ofTrip(feed, 'T1'), ofTrip(feed, 'L1')]).toEqual([
      expect.stringContaining('Park SKIPPED'),
      'L1 CANCELED',
    ]);
    feed.at('08:03:30');
    const after = change(feed);
    after.vehicle('101', 'T1', { next: 2, delay: 90, forgetful: true });
    give(after, order, { ...raid, orderId: 'raid' });
    expect([ofTrip(after, 'T1'), ofTrip(after, 'L1')]).toEqual([
      expect.stringContaining('Park SKIPPED'),
      'L1 CANCELED',
    ]);
    expect(listModified(after)).toEqual(['T1']);
  });

  it('is none of a vehicle that comes to where the detour began after it', () => {
    const feed = morning();
    const order = detour(feed);
    give(feed, order);
    feed.at('08:02:50').vehicle('101', 'T1', { next: 1, delay: 60 });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).toContain('Park SKIPPED');
    feed.at('08:03').vehicle('101', 'T1', { next: 1, delay: 65 });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).not.toContain('SKIPPED');
    expect(listModified(feed)).toEqual([]);
  });

  it('does not have a stop served after all that was gone by while it was closed', () => {
    const feed = morning();
    const period = { end: feed.seconds('08:05') };
    const order = of(feed, { kind: 'close_stop', stopIds: ['S3', 'S4'], period });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).toContain('Park SKIPPED');
    feed.at('08:05').vehicle('101', 'T1', { next: 3 });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).toContain('Park SKIPPED');
    expect(ofTrip(feed, 'T1')).not.toContain('Station SKIPPED');
  });

  describe('and cancelled the city,', () => {
    const raid = (feed: FeedScenario): ServiceOrder =>
      of(feed, {
        kind: 'city_mode',
        mode: 'air_raid',
        effect: 'cancel',
        period: { end: feed.seconds('08:03') },
      });

    it('leaves cancelled what nobody runs, and what a vehicle is seen to run goes on', () => {
      const feed = morning('08:02');
      give(feed, raid(feed));
      expect([ofTrip(feed, 'T1'), ofTrip(feed, 'L1')]).toEqual(['T1 CANCELED', 'L1 CANCELED']);
      feed.at('08:03').vehicle('101', 'T1', { next: 2 });
      give(feed, raid(feed));
      expect(ofTrip(feed, 'T1')).toMatch(/^T1 by 101/);
      expect(ofTrip(feed, 'L1')).toBe('L1 CANCELED');
      feed.vehicle('101', undefined);
      give(feed, raid(feed));
      expect(ofTrip(feed, 'T1')).not.toBe('T1 CANCELED');
      expect(ofTrip(give(feed), 'L1')).toBeUndefined();
    });

    it('leaves cancelled what it was told of while another order ends or is taken back', () => {
      const feed = morning('08:02');
      const other = cancelOrder(feed.now, 'T3');
      give(feed, raid(feed), other);
      give(feed.at('08:03'), raid(feed), other);
      expect([ofTrip(feed, 'T3'), ofTrip(feed, 'L1')]).toEqual(['T3 CANCELED', 'L1 CANCELED']);
      give(feed, raid(feed));
      expect([ofTrip(feed, 'T3'), ofTrip(feed, 'L1')]).toEqual([undefined, 'L1 CANCELED']);
    });

    it('cancels nothing more, and nothing that begins as it ends', () => {
      const feed = morning('08:02');
      const order = of(feed, {
        kind: 'city_mode',
        mode: 'air_raid',
        effect: 'cancel',
        period: { end: feed.seconds('08:05') },
      });
      give(feed, order);
      expect(ofTrip(feed, 'L1')).toBe('L1 CANCELED');
      expect(ofTrip(feed, 'T3')).toBeUndefined();
      const later = morning('08:06');
      give(later, { ...order, confirmedAt: later.now - 60 });
      expect(ofTrip(later, 'L1')).toBeUndefined();
    });
  });

  it('says again what is predicted where it only withheld that', () => {
    const feed = morning();
    const period = { end: feed.seconds('08:03') };
    const order = of(feed, { kind: 'suppress_predictions', routeIds: ['R1'], period });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).toContain('NO_DATA');
    feed.at('08:03').vehicle('101', 'T1', { next: 2 });
    give(feed, order);
    expect(ofTrip(feed, 'T1')).not.toContain('NO_DATA');
    expect(feed.withheld()).toContain('order_over o');
  });
});

it('predictions withheld for a time do not come and go with seconds at its edge', () => {
  const feed = new FeedScenario().at('08:05').vehicle('101', 'T1', { next: 1, delay: 300 }).publish();
  const period = { start: feed.seconds('08:08:50'), end: feed.seconds('09:00') };
  const silence = of(feed, { kind: 'suppress_predictions', routeIds: ['R1'], stopIds: ['S3'], period });
  const isSilent = (delay: number): boolean => {
    feed.at(feed.now + 2).vehicle('101', 'T1', { next: 1, delay });
    return ofTrip(give(feed, silence), 'T1')?.includes('Park NO_DATA') === true;
  };
  expect([280, 300, 280, 295, 285].map(isSilent)).toEqual([false, true, true, true, true]);
  expect(isSilent(150)).toBe(false);
  expect(isSilent(285)).toBe(false);
  // A writer that takes over knows what was told.
  expect(isSilent(300)).toBe(true);
  feed.state = takeOver(feed).state;
  expect(isSilent(285)).toBe(true);
});

it('predictions withheld for a time are told of no run that came before it, though nothing was known of it', () => {
  const feed = new FeedScenario().at('07:59').vehicle('102', 'T2').publish();
  const skip = of(feed, { kind: 'close_stop', stopIds: ['S4'], period: {} });
  const period = { start: feed.seconds('08:08:50'), end: feed.seconds('09:00') };
  const silence = of(feed, { kind: 'suppress_predictions', routeIds: ['R1'], stopIds: ['S5'], period });
  const orders = [skip, { ...silence, orderId: 'silence' }];
  give(feed, ...orders);
  expect(ofTrip(feed, 'T1')).toContain('Airport NO_DATA');
  give(feed.vehicle('101', 'T1'), ...orders);
  expect(ofTrip(feed, 'T1')).toMatch(/^T1 by 101/);
  expect(ofTrip(feed, 'T1')).not.toContain('NO_DATA');
});
