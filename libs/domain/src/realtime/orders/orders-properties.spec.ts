import fc from 'fast-check';
import { DAY, FeedScenario, type VehicleSays } from '../feed-scenario.fixture.js';
import type { FeedMessage } from '../feed-message.js';
import { FEED_NAMES } from '../feed-state.js';
import { createPublicationContext } from '../publication-context.js';
import { publishEach } from '../publish-each.js';
import { checkFeed } from '../rules/index.js';
import type { ServiceOrder, ServiceOrderAction, TripRun } from '../service-order.js';
import { stepFeed } from '../step-feed.js';

/** Any orders at all over whatever tracking says: every feed keeps the rules, and taken back they leave no trace. */
const minute = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: low, max: high });
const tripRun: fc.Arbitrary<TripRun> = fc.oneof(
  fc.constantFrom('T1', 'T2', 'T3', 'T9', 'L1', 'GONE').map((tripId) => ({ tripId, serviceDate: DAY })),
  fc.constantFrom('F0', 'F1').map((tripId) => ({ tripId, serviceDate: DAY, startTime: '08:10:00' })),
  fc.constant({ tripId: 'X1', serviceDate: DAY }),
);
const sequence = fc.constantFrom(10, 20, 30, 40, 50, 1, 2);
const stopId = fc.constantFrom('S1', 'S2', 'S3', 'S4', 'S5', 'S9');
const vehicleId = fc.constantFrom('101', '102', '103');
const base = new FeedScenario().seconds('07:55');
const period = fc.record(
  { start: minute(0, 60).map((m) => base + 60 * m), end: minute(5, 90).map((m) => base + 60 * m) },
  { requiredKeys: [] },
);
const routeIds = fc.subarray(['R1', 'R2', 'R3'], { minLength: 1 });

const action: fc.Arbitrary<ServiceOrderAction> = fc.oneof(
  fc.record({
    kind: fc.constant('cancel' as const),
    runs: fc.array(tripRun, { minLength: 1, maxLength: 3 }),
  }),
  fc.record(
    {
      kind: fc.constant('short_turn' as const),
      run: tripRun,
      fromStopSequence: sequence,
      toStopSequence: sequence,
    },
    { requiredKeys: ['kind', 'run'] },
  ),
  fc.record({
    kind: fc.constant('skip_stops' as const),
    run: tripRun,
    stopSequences: fc.array(sequence, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('hold' as const),
    run: tripRun,
    stopSequence: sequence,
    until: minute(0, 40).map((m) => base + 60 * m + 7),
  }),
  fc.record({
    kind: fc.constant('add_trip' as const),
    copyOf: tripRun,
    copyId: fc.constantFrom('X1', 'X2', 'T1'),
    startDate: fc.constant(DAY as string),
    startTime: fc.constantFrom('08:05:00', '08:33:00'),
  }),
  fc.record(
    { kind: fc.constant('assign' as const), vehicleId, run: tripRun },
    { requiredKeys: ['kind', 'vehicleId'] },
  ),
  fc.record({ kind: fc.constant('out_of_service' as const), vehicleId }),
  fc.record({
    kind: fc.constant('tell_driver' as const),
    vehicleId,
    text: fc.constant('До депо'),
    until: minute(0, 40).map((m) => base + 60 * m),
  }),
  fc.record({
    kind: fc.constant('close_stop' as const),
    stopIds: fc.array(stopId, { minLength: 1, maxLength: 3 }),
    period,
  }),
  fc.record({
    kind: fc.constant('suppress_predictions' as const),
    routeIds,
    stopIds: fc.array(stopId, { maxLength: 2 }),
    period,
  }),
  fc.record(
    {
      kind: fc.constant('detour' as const),
      routeIds,
      directionId: fc.constant(0),
      fromStopId: stopId,
      toStopId: stopId,
      missedStopIds: fc.array(stopId, { maxLength: 3 }),
      replacementStops: fc.array(
        fc.record({
          stopId: fc.constantFrom('S5', 'N1'),
          travelSeconds: minute(0, 500),
          temporary: fc.constant({ name: { uk: 'Н', en: 'N' }, lat: 49.85, lon: 24.01 }),
        }),
        { maxLength: 2 },
      ),
      line: fc.constant([
        [24.0, 49.85],
        [24.02, 49.85],
      ] as const),
      delaySeconds: fc.constant(60),
      period,
    },
    { requiredKeys: ['kind', 'routeIds', 'missedStopIds', 'replacementStops', 'period'] },
  ),
  fc.record({
    kind: fc.constant('city_mode' as const),
    mode: fc.constantFrom('air_raid' as const, 'power_outage' as const),
    effect: fc.constantFrom('cancel' as const, 'suppress' as const),
    routeTypes: fc.subarray([0, 3]),
    period,
  }),
);

const orders: fc.Arbitrary<ServiceOrder[]> = fc
  .array(fc.record({ action, ago: minute(0, 200) }), { minLength: 1, maxLength: 6 })
  .map((list) =>
    list.map(({ action: what, ago }, i) => ({
      orderId: `o${i}`,
      action: what,
      confirmedAt: base - ago + 100,
      alert: {
        alertId: `order-o${i}`,
        header: { uk: 'Зміна', en: 'Change' },
        description: { uk: 'Рух змінено', en: 'Service changed' },
        effect: what.kind === 'detour' ? 4 : 1,
        informedEntities: [{ routeId: 'R1' }, { routeId: 'R2' }, { routeId: 'R3' }],
      },
    })),
  );

interface Word extends VehicleSays {
  readonly vehicleId: string;
  readonly tripId: string | undefined;
  readonly wait: number;
}
const word: fc.Arbitrary<Word> = fc.record({
  vehicleId,
  tripId: fc.option(fc.constantFrom('T1', 'T2', 'T3', 'T9', 'L1', 'F0', 'F1'), { nil: undefined, freq: 8 }),
  wait: minute(1, 60),
  next: minute(0, 3),
  delay: minute(-300, 600),
  confidence: fc.constantFrom(0.4, 0.9, 0.9),
  lineConfidence: fc.constantFrom(0.4, 0.95),
  off: fc.constantFrom(0, 0, 300),
  then: fc.subarray(['T1', 'T2', 'T3'], { maxLength: 2 }),
  start: fc.constantFrom('08:00', '08:10'),
});

function say(feed: FeedScenario, { vehicleId: id, tripId, wait, start, ...says }: Word): void {
  const isFrequent = tripId === 'F0' || tripId === 'F1';
  feed.at(feed.now + wait).vehicle(id, tripId, { ...says, ...(isFrequent && start ? { start } : {}) });
}

function message(feed: FeedScenario, name: (typeof FEED_NAMES)[number]): FeedMessage | undefined {
  const published = feed.state.feeds[name];
  if (!published) return undefined;
  const header = { gtfsRealtimeVersion: '2.0', incrementality: 0 as const, timestamp: published.timestamp };
  return { header, entity: published.entities };
}

function findErrors(feed: FeedScenario): string[] {
  const { schedule, now: nowSeconds } = feed;
  const all = message(feed, 'all');
  const positions = message(feed, 'vehicle-positions');
  const siblings = (['trip-updates', 'alerts', 'trip-modifications'] as const).flatMap(
    (name) => message(feed, name) ?? [],
  );
  const isHeld = feed.last?.empty.includes('trip-updates') === true;
  const checks = [
    ...(all ? [{ message: all }] : []),
    ...(positions && !isHeld ? [{ message: positions, siblings }] : []),
  ];
  return checks
    .flatMap((check) => checkFeed({ ...check, schedule, nowSeconds }).findings)
    .filter(({ severity }) => severity === 'error')
    .map(({ ruleId, text }) => `${ruleId} ${text}`);
}

describe('whatever is ordered', () => {
  it('no feed breaks a rule, and nothing has to be left out for one', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 2, maxLength: 10 }),
        orders,
        fc.constantFrom('DUPLICATED' as const, 'NEW' as const),
        (words, given, addedTrips) => {
          const feed = new FeedScenario({ addedTrips, collapseMinEntities: 3 }).at(base);
          for (const [i, what] of words.entries()) {
            say(feed, what);
            feed.event({
              kind: 'orders',
              orders: given.slice(0, Math.ceil((given.length * (i + 1)) / words.length)),
            });
            feed.publish();
            expect(findErrors(feed)).toEqual([]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('taking it back leaves exactly the feed that would have been', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 8 }), orders, (words, given) => {
        const withOrders = new FeedScenario().at(base);
        const without = new FeedScenario().at(base);
        for (const what of words) {
          for (const feed of [withOrders, without]) {
            say(feed, what);
            // Service is seen all the while: a feed with nothing to say of it is held back, with what it said last.
            feed.vehicle('104', 'T3', { confidence: 0.9 });
          }
          withOrders.event({ kind: 'orders', orders: given }).publish();
          without.publish();
        }
        withOrders.event({ kind: 'orders', orders: [] }).publish(withOrders.now + 1);
        without.publish(without.now + 1);
        // What leads vehicles another way is known to be so by their positions, which pair with their trips.
        for (const name of FEED_NAMES) {
          expect(withOrders.state.feeds[name]?.entities ?? []).toEqual(
            without.state.feeds[name]?.entities ?? [],
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a preview of several sets of orders is of each what would be published of it alone', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 8 }), orders, (words, given) => {
        const feed = new FeedScenario({ collapseMinEntities: 3 }).at(base);
        for (const what of words) say(feed, what);
        const sets = given.map((_, i) => given.slice(0, i)).concat([[...given]]);
        const alone = sets.map(
          (set) =>
            // A context remembers what has passed the rules: each is looked at as if it were the first.
            stepFeed(
              createPublicationContext(feed.schedule, { collapseMinEntities: 3 }),
              { ...feed.state, orders: set },
              { kind: 'publish' },
              feed.now,
            ).publication,
        );
        expect(publishEach(feed.context, feed.state, sets, feed.now)).toEqual(alone);
      }),
      { numRuns: 100 },
    );
  });
});
