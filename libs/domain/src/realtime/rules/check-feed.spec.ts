import fc from 'fast-check';
import type { FeedEntity, FeedMessage } from '../feed-message.js';
import { NOW, alert, city, tripUpdate, updateOf, vehicle } from './feed.fixture.js';
import { RULES, UKRAINIAN_TITLES, checkFeed } from './index.js';

const header = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: NOW } as const;
const feedOf = (...entity: FeedEntity[]): FeedMessage => ({ header, entity });

describe('the table of rules', () => {
  it('has every rule of the reference validator, of the specification and of the best practices', () => {
    const numbers = (letter: string, count: number, gaps: readonly number[] = []): string[] =>
      Array.from({ length: count }, (_, i) => i + 1)
        .filter((number) => !gaps.includes(number))
        .map((number) => `${letter}${String(number).padStart(3, '0')}`);
    expect(RULES.map(({ id }) => id)).toEqual([
      ...numbers('E', 52),
      ...numbers('W', 9),
      ...numbers('S', 52, [22]),
      ...numbers('P', 15, [14]),
    ]);
  });

  it('says of each rule what it demands, and has it look at something', () => {
    for (const rule of RULES) {
      expect(rule.title).toMatch(/^[A-Za-z].*[^.]$/);
      expect(rule.meaning).toMatch(/^.{15,}\.$/);
      const looks = Object.values(rule).filter((value) => typeof value === 'function');
      expect(looks.length).toBeGreaterThan(0);
    }
  });

  it('has a title in Ukrainian for each, and for nothing else', () => {
    expect(Object.keys(UKRAINIAN_TITLES).sort()).toEqual(RULES.map(({ id }) => id).sort());
    for (const title of Object.values(UKRAINIAN_TITLES)) expect(title).toMatch(/[^.]$/);
    expect(new Set(Object.values(UKRAINIAN_TITLES)).size).toBe(RULES.length);
  });

  it('takes E for errors, and W and P for warnings', () => {
    for (const { id, severity } of RULES) {
      if (id.startsWith('E')) expect(severity).toBe('error');
      if (/^[WP]/.test(id)) expect(severity).toBe('warning');
    }
  });
});

describe('checking a feed', () => {
  it('finds nothing in a feed without fault', () => {
    const message = feedOf(tripUpdate(), vehicle(), alert());
    const previous = { ...message, header: { ...header, timestamp: NOW - 15 } };
    expect(checkFeed({ message, previous, schedule: city, nowSeconds: NOW })).toEqual({
      findings: [],
      notRun: [],
    });
  });

  it('lists the findings in the order of the rules, with their places', () => {
    const message = feedOf(vehicle({ stopId: 'X' }), tripUpdate({ timestamp: 0 }));
    const { findings } = checkFeed({ message, schedule: city, nowSeconds: NOW });
    expect(findings).toEqual([
      {
        ruleId: 'E011',
        severity: 'error',
        place: { entityId: 'v7', tripId: 'T1', vehicleId: '7' },
        text: 'Entity v7, trip T1, vehicle 7: stop_id X is not in stops.txt',
      },
      {
        ruleId: 'W001',
        severity: 'warning',
        place: { entityId: 't1', tripId: 'T1', vehicleId: '7' },
        text: 'Entity t1, trip T1, vehicle 7: the trip update has no timestamp',
      },
    ]);
  });

  it('runs the rules asked for and no others', () => {
    const message = feedOf(vehicle({ stopId: 'X' }), tripUpdate({ timestamp: 0 }));
    const { findings } = checkFeed({ message, schedule: city, nowSeconds: NOW }, { only: new Set(['W001']) });
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['W001']);
  });

  it('says which rules could not be run, and for want of what', () => {
    const { notRun } = checkFeed(
      { message: feedOf(), nowSeconds: NOW },
      { only: new Set(['E003', 'E018', 'S021', 'W001']) },
    );
    expect(notRun).toEqual([
      { ruleId: 'E003', missing: 'schedule' },
      { ruleId: 'E018', missing: 'previous' },
      { ruleId: 'S021', missing: 'schedule' },
    ]);
  });

  it('finds without a schedule what needs none', () => {
    const message = feedOf(updateOf({ tripId: 'T1', startDate: 'today' }));
    const { findings } = checkFeed({ message, nowSeconds: NOW });
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['E021']);
  });

  it('leaves the rules between feeds to one feed of the instant where told so', () => {
    const check = {
      message: feedOf(tripUpdate()),
      siblings: [feedOf(vehicle({ vehicle: { id: '8' } }))],
      schedule: city,
      nowSeconds: NOW,
    };
    const idsOf = (acrossFeeds: boolean): string[] => [
      ...new Set(checkFeed(check, { acrossFeeds }).findings.map(({ ruleId }) => ruleId)),
    ];
    expect(idsOf(true)).toEqual(['E047', 'W003']);
    expect(idsOf(false)).toEqual([]);
  });

  it('tells faults of the schedule from those of the feed', () => {
    expect(RULES.filter(({ ofSchedule }) => ofSchedule).map(({ id }) => id)).toEqual(['E010']);
  });
});

/** Anything that is formed like a feed, out of few names so that they meet. */
const id = fc.constantFrom('T1', 'T2', 'F0', 'F1', 'L1', 'U1', 'S1', 'ST', 'R1', 'X', '');
const time = fc.constantFrom(-1, 0, 100, NOW - 60, NOW, NOW + 60, 1_795_000_000_000);
const small = fc.integer({ min: 0, max: 60 });
const optional = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<
  Partial<T>
> => fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
const trip = optional({
  tripId: id,
  routeId: id,
  directionId: fc.integer({ min: 0, max: 2 }),
  startDate: fc.constantFrom('20261124', 'x'),
  startTime: fc.constantFrom('08:00:00', '8:5', ''),
  scheduleRelationship: fc.integer({ min: 0, max: 9 }),
  modifiedTrip: fc.constant({}),
});
const event = optional({ time, delay: small, scheduledTime: time });
const stopTime = optional({
  stopSequence: small,
  stopId: id,
  arrival: event,
  departure: event,
  scheduleRelationship: fc.integer({ min: 0, max: 4 }),
  stopTimeProperties: optional({ assignedStopId: id }),
  departureOccupancyStatus: small,
});
const texts = optional({ translation: fc.array(fc.record({ text: id }), { maxLength: 2 }) });
const stopSelector = optional({ stopSequence: small, stopId: id });
const entity = fc.record(
  {
    id,
    isDeleted: fc.boolean(),
    tripUpdate: fc.record(
      {
        trip,
        vehicle: optional({ id }),
        timestamp: time,
        delay: small,
        stopTimeUpdate: fc.array(stopTime, { maxLength: 4 }),
        tripProperties: optional({ tripId: id, shapeId: id, startDate: id }),
      },
      { requiredKeys: ['trip'] },
    ),
    vehicle: optional({
      trip,
      vehicle: optional({ id }),
      timestamp: time,
      stopId: id,
      position: fc.record({ latitude: fc.double({ noNaN: true }), longitude: fc.double({ noNaN: true }) }),
      multiCarriageDetails: fc.array(optional({ id, carriageSequence: small }), { maxLength: 3 }),
    }),
    alert: optional({
      informedEntity: fc.array(optional({ agencyId: id, routeId: id, stopId: id, trip }), { maxLength: 3 }),
      effect: fc.integer({ min: 1, max: 5 }),
      impactPeriod: fc.array(optional({ start: time, end: time }), { maxLength: 2 }),
      communicationPeriod: fc.array(optional({ start: time, end: time }), { maxLength: 2 }),
      headerText: texts,
      descriptionText: texts,
    }),
    shape: optional({ shapeId: id, encodedPolyline: fc.string({ maxLength: 8 }) }),
    stop: optional({ stopId: id, stopName: texts }),
    tripModifications: optional({
      selectedTrips: fc.array(optional({ tripIds: fc.array(id, { maxLength: 2 }), shapeId: id }), {
        maxLength: 2,
      }),
      serviceDates: fc.array(fc.constantFrom('20261124', 'x'), { maxLength: 2 }),
      modifications: fc.array(
        optional({
          startStopSelector: stopSelector,
          endStopSelector: stopSelector,
          replacementStops: fc.array(optional({ stopId: id, travelTimeToStop: small }), { maxLength: 3 }),
        }),
        { maxLength: 2 },
      ),
    }),
  },
  { requiredKeys: ['id'] },
);
const feed = fc.record({
  header: fc.record({ gtfsRealtimeVersion: fc.constantFrom('1.0', '2.0', 'x'), timestamp: time }),
  entity: fc.array(entity, { maxLength: 6 }),
}) as unknown as fc.Arbitrary<FeedMessage>;

describe('whatever the feed', () => {
  it('is checked to the end, with and without a schedule, and each finding is a sentence about it', () => {
    fc.assert(
      fc.property(feed, feed, feed, fc.boolean(), (message, previous, sibling, hasSchedule) => {
        const { findings } = checkFeed({
          message,
          previous,
          siblings: [sibling],
          ...(hasSchedule && { schedule: city }),
          nowSeconds: NOW,
        });
        for (const { text } of findings) expect(text).toMatch(/^[A-Z].*: .*[^.]$/);
      }),
      { numRuns: 300 },
    );
  });
});
