import fc from 'fast-check';
import { FeedScenario, cancelOrder, type VehicleSays } from './feed-scenario.fixture.js';
import type { FeedEntity, FeedMessage } from './feed-message.js';
import { type FeedName, EMPTY_FEED_STATE } from './feed-state.js';
import { restoreFeed } from './restore-feed.js';
import { checkFeed } from './rules/index.js';

/** Whatever tracking says, in whatever order: the feed keeps its promises. */
interface Said extends VehicleSays {
  readonly vehicleId: string;
  readonly tripId: string | undefined;
  readonly wait: number;
  readonly ends: 'finished' | 'abandoned' | undefined;
  readonly cancel: boolean;
}

const TRIPS = ['T1', 'T2', 'T3', 'T9', 'L1', 'F0', 'F1'] as const;

const said: fc.Arbitrary<Said> = fc.record({
  vehicleId: fc.constantFrom('101', '102', '103'),
  tripId: fc.option(fc.constantFrom(...TRIPS), { nil: undefined, freq: 8 }),
  wait: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 700 }) },
  ),
  next: fc.integer({ min: 0, max: 3 }),
  delay: fc.integer({ min: -400, max: 900 }),
  confidence: fc.double({ min: 0.3, max: 1, noNaN: true }),
  phase: fc.constantFrom('IN_PROGRESS', 'IN_PROGRESS', 'LAYOVER', 'DEADHEAD', 'OFF_ROUTE'),
  standing: fc.boolean(),
  then: fc.subarray(['T1', 'T2', 'T3'], { maxLength: 2 }),
  off: fc.constantFrom(0, 0, 0, 120, 190, 210, 4000),
  age: fc.constantFrom(0, 0, 2, 20, 120, -30),
  silent: fc.boolean(),
  start: fc.constantFrom('08:00', '08:10', '08:03'),
  forgetful: fc.boolean(),
  ends: fc.option(fc.constantFrom('finished', 'abandoned'), { nil: undefined, freq: 4 }),
  cancel: fc.boolean().map((yes) => yes),
});

function say(feed: FeedScenario, { vehicleId, tripId, ends, cancel, start, ...says }: Said): void {
  const past = feed.state.vehicles.get(vehicleId)?.update.assignment?.instance;
  const ended = ends && past ? [{ vehicleId, instance: past, atSeconds: feed.now - 3, how: ends }] : [];
  const isFrequent = tripId === 'F0' || tripId === 'F1';
  feed.vehicle(vehicleId, tripId, { ...says, ended, ...(isFrequent && start ? { start } : {}) });
  if (cancel && says.delay === 0) feed.event({ kind: 'orders', orders: [cancelOrder(feed.now, 'T3')] });
}

function message(feed: FeedScenario, name: FeedName): FeedMessage | undefined {
  const published = feed.state.feeds[name];
  if (!published) return undefined;
  const header = { gtfsRealtimeVersion: '2.0', incrementality: 0 as const, timestamp: published.timestamp };
  return { header, entity: published.entities };
}

/** Times of each stop by trip, as consumers remember them. */
function timesOf(entities: readonly FeedEntity[]): Map<string, [number, number]> {
  const times = new Map<string, [number, number]>();
  for (const { id, tripUpdate } of entities) {
    for (const { stopSequence, arrival, departure } of tripUpdate?.stopTimeUpdate ?? []) {
      if (arrival && departure) times.set(`${id} ${stopSequence!}`, [arrival.time!, departure.time!]);
    }
  }
  return times;
}

describe('whatever tracking says', () => {
  it('no feed breaks a rule, and none is held back for it', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 25 }), (words) => {
        const feed = new FeedScenario({ collapseMinEntities: 3 }).at('07:55');
        let before: FeedMessage | undefined;
        for (const word of words) {
          feed.at(feed.now + word.wait);
          say(feed, word);
          feed.publish();
          const all = message(feed, 'all');
          const siblings = (['trip-updates', 'alerts'] as const).flatMap((name) => message(feed, name) ?? []);
          const positions = message(feed, 'vehicle-positions');
          const { schedule, now } = feed;
          const checks = [
            ...(all && all !== before ? [{ message: all, ...(before ? { previous: before } : {}) }] : []),
            // Held-back trip updates are those of a while ago.
            ...(positions && !feed.last?.empty.includes('trip-updates')
              ? [{ message: positions, siblings }]
              : []),
          ];
          for (const check of checks) {
            const { findings } = checkFeed({ ...check, schedule, nowSeconds: now });
            const isRepeated = check.message.header.timestamp === before?.header.timestamp;
            const errors = findings.filter(
              ({ severity, ruleId }) => severity === 'error' && !(isRepeated && ruleId === 'E017'),
            );
            expect(errors).toEqual([]);
          }
          if (all && all.header.timestamp !== before?.header.timestamp) before = all;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a time that was past is never earlier afterwards', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 2, maxLength: 30 }), (words) => {
        const feed = new FeedScenario().at('07:55');
        let before = new Map<string, [number, number]>();
        let header = 0;
        for (const word of words) {
          feed.at(feed.now + word.wait);
          say(feed, word);
          feed.publish();
          const after = timesOf(feed.entities('all'));
          for (const [key, [arrival, departure]] of after) {
            const [oldArrival, oldDeparture] = before.get(key) ?? [arrival, departure];
            if (oldArrival <= header) expect([key, arrival >= oldArrival]).toEqual([key, true]);
            if (oldDeparture <= header) expect([key, departure >= oldDeparture]).toEqual([key, true]);
          }
          before = after;
          header = feed.state.feeds.all?.timestamp ?? header;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('headers rise by a second at least and are not before what they head', () => {
    fc.assert(
      fc.property(
        fc.array(said, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: -50, max: 50 }),
        (words, jump) => {
          const feed = new FeedScenario().at('07:55');
          let header = 0;
          for (const [i, word] of words.entries()) {
            feed.at(feed.now + word.wait + (i === 5 ? jump : 0));
            say(feed, word);
            feed.publish();
            for (const snapshot of feed.last?.snapshots ?? []) {
              expect(snapshot.header.timestamp).toBeGreaterThan(header);
              for (const { vehicle, tripUpdate } of snapshot.entities) {
                expect(vehicle?.timestamp ?? tripUpdate?.timestamp ?? 0).toBeLessThanOrEqual(
                  snapshot.header.timestamp!,
                );
              }
            }
            header = Math.max(
              header,
              ...(feed.last?.snapshots ?? []).map((snapshot) => snapshot.header.timestamp!),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('a writer that takes over from the snapshots contradicts nothing', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 4, maxLength: 20 }), fc.nat({ max: 10 }), (words, at) => {
        let feed = new FeedScenario().at('07:55');
        let before = new Map<string, [number, number]>();
        let header = 0;
        for (const [i, word] of words.entries()) {
          if (i === at) feed = takenOver(feed);
          feed.at(feed.now + word.wait);
          say(feed, word);
          feed.publish();
          const after = timesOf(feed.entities('all'));
          for (const [key, [arrival]] of after) {
            const [oldArrival] = before.get(key) ?? [arrival];
            if (oldArrival <= header) expect([key, arrival >= oldArrival]).toEqual([key, true]);
          }
          before = after;
          expect(feed.state.floorSeconds).toBeGreaterThanOrEqual(header);
          header = feed.state.feeds.all?.timestamp ?? header;
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Another writer that knows the snapshots and the last word on each vehicle. */
function takenOver(feed: FeedScenario): FeedScenario {
  const messages = Object.fromEntries(
    (['vehicle-positions', 'trip-updates', 'alerts', 'all'] as const).flatMap((name) => {
      const found = message(feed, name);
      return found ? [[name, found]] : [];
    }),
  );
  const next = new FeedScenario({}, feed.schedule).at(feed.now);
  next.state = {
    ...restoreFeed(next.context, EMPTY_FEED_STATE, messages, feed.now),
    vehicles: feed.state.vehicles,
  };
  return next;
}
