import { compileCity } from '../city.fixture.js';
import { FeedScenario, DAY, cancelOrder } from '../feed-scenario.fixture.js';
import { publishEach } from '../publish-each.js';
import type { ServiceOrder, ServiceOrderAction } from '../service-order.js';

const run = (tripId: string) => ({ tripId, serviceDate: DAY });
let count = 0;

/** A feed at 08:01 with 101 on T1 then T2, 102 on T3. */
function morning(): FeedScenario {
  return new FeedScenario()
    .at('08:01')
    .vehicle('101', 'T1', { next: 1, delay: 60, then: ['T2'] })
    .vehicle('102', 'T3', { next: 0 })
    .publish();
}

function order(
  feed: FeedScenario,
  action: ServiceOrderAction,
  more: Partial<ServiceOrder> = {},
): ServiceOrder {
  return { orderId: `o${++count}`, action, confirmedAt: feed.now, ...more };
}

function give(feed: FeedScenario, ...orders: ServiceOrder[]): FeedScenario {
  return feed.event({ kind: 'orders', orders }).publish(feed.now + 1);
}

const tripLine = (feed: FeedScenario, tripId: string): string | undefined =>
  feed.trips().find((line) => line.startsWith(tripId));

describe('orders', () => {
  it('cancel a run in both feeds, and taken back leave what would have been', () => {
    const feed = morning();
    const [trips, positions] = [feed.trips(), feed.positions()];
    give(feed, cancelOrder(feed.now, 'T1'));
    expect(tripLine(feed, 'T1')).toBe('T1 CANCELED');
    expect(feed.positions()).toContain('101 without trip');
    give(feed);
    expect([feed.trips(), feed.positions()]).toEqual([trips, positions]);
  });

  it('tell of a late run that is cancelled for as long as somebody waits for it', () => {
    const late = { next: 3, delay: 900 } as const;
    const feed = new FeedScenario().at('08:19').vehicle('101', 'T1', late).publish();
    // By the timetable T1 is over; at Station it is awaited in some minutes.
    expect(tripLine(feed, 'T1')).toMatch(/Airport 08:2\d \+15:00$/);
    give(feed, cancelOrder(feed.now, 'T1'));
    expect(tripLine(feed, 'T1')).toBe('T1 CANCELED');
    expect(feed.positions()).toContain('101 without trip');
  });

  it('tell of a cancelled run that no vehicle is on', () => {
    const feed = give(morning(), cancelOrder(0, 'T9'));
    expect(tripLine(feed, 'T9')).toBe('T9 CANCELED');
  });

  it('are told though nobody has been heard of yet, and taken back leave a feed without them', () => {
    const feed = new FeedScenario().at('08:01').publish();
    give(feed, cancelOrder(feed.now, 'T9'));
    expect(feed.trips()).toEqual(['T9 CANCELED']);
    expect(feed.last?.empty).toEqual(['vehicle-positions', 'all']);
    give(feed);
    expect(feed.trips()).toEqual([]);
  });

  it('are told after all have fallen silent as soon as no positions are served that they could contradict', () => {
    const feed = morning();
    feed
      .at('08:20')
      .event({ kind: 'orders', orders: [cancelOrder(feed.now, 'T9')] })
      .publish();
    expect(feed.trips()).toEqual(['T9 CANCELED']);
  });

  it('turn a run short: what the vehicle has served stays, the rest is SKIPPED', () => {
    const feed = morning();
    give(feed, order(feed, { kind: 'short_turn', run: run('T1'), toStopSequence: 30 }));
    expect(tripLine(feed, 'T1')).toBe(
      'T1 by 101 | Rynok [passed 08:01] +1:00 | Opera 08:03 +1:00 | Park 08:05 +1:00 | Station SKIPPED | Airport SKIPPED',
    );
    give(feed, order(feed, { kind: 'skip_stops', run: run('T3'), stopSequences: [10, 20, 30, 40] }));
    expect(tripLine(feed, 'T3')).toBe('T3 CANCELED');
  });

  it('skip stops of a run that nothing is predicted of', () => {
    const feed = morning();
    give(feed, order(feed, { kind: 'skip_stops', run: run('T9'), stopSequences: [20] }));
    expect(tripLine(feed, 'T9')).toBe('T9 by nobody | Rynok NO_DATA | Opera SKIPPED | Park NO_DATA');
  });

  it('hold a vehicle, and everything after it follows', () => {
    const feed = morning();
    const until = feed.seconds('08:10');
    give(feed, order(feed, { kind: 'hold', run: run('T1'), stopSequence: 20, until }));
    expect(tripLine(feed, 'T1')).toBe(
      'T1 by 101 | Rynok [passed 08:01] +1:00 | Opera 08:03 +1:00 | Park 08:12 +8:00 | Station 08:14 +8:00 | Airport 08:16 +8:00',
    );
  });

  it('hold so long that the next trip of the block begins late', () => {
    const feed = morning();
    const until = feed.seconds('08:20');
    give(feed, order(feed, { kind: 'hold', run: run('T1'), stopSequence: 20, until }));
    expect(tripLine(feed, 'T1')).toContain('Airport 08:26 +18:00');
    expect(tripLine(feed, 'T2')).toContain('T2 by 101 | Rynok 08:26:01 +6:01 | Opera 08:28:01 +6:01');
  });

  it('close a stop for all that call there within the period, and for no others', () => {
    const feed = morning();
    const period = { start: feed.seconds('08:06'), end: feed.seconds('08:30') };
    give(feed, order(feed, { kind: 'close_stop', stopIds: ['S3'], period }));
    const closed = feed.trips().filter((line) => line.includes('Park SKIPPED'));
    expect(closed.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['T2', 'T3', 'F1@08:10:00', 'F1@08:20:00']),
    );
    expect(tripLine(feed, 'T1')).not.toContain('SKIPPED');
  });

  it('add a trip by copying one, as NEW or as DUPLICATED', () => {
    const copy = {
      kind: 'add_trip',
      copyOf: run('T1'),
      copyId: 'T1-extra',
      startDate: DAY,
      startTime: '08:30:00',
    } as const;
    const feed = new FeedScenario({ addedTrips: 'DUPLICATED' }).at('08:01').vehicle('101', 'T1').publish();
    give(feed, order(feed, copy));
    const entity = feed.entities('trip-updates').find(({ id }) => id === `t:T1-extra:${DAY}`);
    expect(entity?.tripUpdate).toMatchObject({
      trip: { tripId: 'T1', scheduleRelationship: 6 },
      tripProperties: { tripId: 'T1-extra', startDate: DAY, startTime: '08:30:00' },
    });
    const other = morning();
    give(other, order(other, copy));
    const made = other.entities('trip-updates').find(({ id }) => id === `t:T1-extra:${DAY}`);
    expect(made?.tripUpdate?.trip).toMatchObject({ tripId: 'T1-extra', scheduleRelationship: 8 });
    expect(made?.tripUpdate?.stopTimeUpdate).toHaveLength(5);
    expect(made?.tripUpdate?.stopTimeUpdate?.[1]?.departure?.scheduledTime).toBe(other.seconds('08:32'));
  });

  it('put a vehicle on the copy', () => {
    const feed = morning().vehicle('103');
    const add = order(feed, {
      kind: 'add_trip',
      copyOf: run('T1'),
      copyId: 'X1',
      startDate: DAY,
      startTime: '08:10:00',
    });
    give(feed, add, order(feed, { kind: 'assign', vehicleId: '103', run: run('X1') }));
    expect(feed.positions().find((line) => line.startsWith('103'))).toMatch(/^103 on X1/);
    const entity = feed.entities('trip-updates').find(({ id }) => id.startsWith('t:X1'));
    expect(entity?.tripUpdate?.vehicle?.id).toBe('103');
  });

  it('give a run to another vehicle, in both feeds of one snapshot', () => {
    const feed = morning();
    give(feed, order(feed, { kind: 'assign', vehicleId: '102', run: run('T1') }));
    expect(tripLine(feed, 'T1')).toBe('T1 by 102 | Rynok NO_DATA | Airport NO_DATA');
    expect(tripLine(feed, 'T3')).toBeUndefined();
    expect(feed.positions().map((line) => line.split(' at ')[0])).toEqual(
      expect.arrayContaining(['101 without trip', '102 on T1']),
    );
  });

  it('take a vehicle out of service', () => {
    const feed = morning();
    give(feed, order(feed, { kind: 'out_of_service', vehicleId: '101' }));
    expect(feed.trips().map((line) => line.split(' ')[0])).toEqual(['T3']);
    expect(feed.positions()).toContain('101 without trip');
  });

  it('tell no predictions of a line', () => {
    const feed = morning();
    give(feed, order(feed, { kind: 'suppress_predictions', routeIds: ['R1'], period: {} }));
    expect(tripLine(feed, 'T3')).toMatch(/^T3 by 102( \| \w+ NO_DATA)+$/);
    expect(feed.positions().join()).toContain('102 on T3');
  });

  it('stop the city by route type, with runs that nobody drives, and let it go on', () => {
    const feed = morning();
    const before = feed.trips();
    const raid = {
      kind: 'city_mode',
      mode: 'air_raid',
      effect: 'cancel',
      routeTypes: [0],
      period: {},
    } as const;
    give(feed, order(feed, raid));
    expect(feed.trips().filter((line) => line.endsWith('CANCELED'))).toEqual([
      'T1 CANCELED',
      'T3 CANCELED',
      'T2 CANCELED',
      'T9 CANCELED',
    ]);
    give(feed);
    expect(feed.trips()).toEqual(before);
  });

  it('hold for a vehicle of which the line alone is known, as far as it is said to go there', () => {
    const feed = morning().vehicle('108', 'T2', { next: 2, confidence: 0.3, lineConfidence: 0.95 }).publish();
    const seen = (): string | undefined => feed.positions().find((line) => line.startsWith('108'));
    const before = seen();
    expect(before).toBe('108 on a trip of R1/0 at Park (IN_TRANSIT_TO)');
    give(feed, cancelOrder(feed.now, 'T2'));
    expect(seen()).toBe('108 without trip');
    give(feed, order(feed, { kind: 'close_stop', stopIds: ['S3'], period: {} }));
    expect(seen()).toBe('108 on a trip of R1/0 at #? ()');
    give(feed);
    expect(seen()).toBe(before);
  });

  it('lead a line around: modifications with shape and stop, SKIPPED beside them, the vehicle far from its line', () => {
    const feed = morning();
    const alert = {
      alertId: 'order-d',
      header: { uk: 'Обʼїзд', en: 'Detour' },
      description: { uk: 'Парк', en: 'Park' },
      effect: 4,
      informedEntities: [{ routeId: 'R1' }],
    };
    const detour = order(
      feed,
      {
        kind: 'detour',
        routeIds: ['R1'],
        directionId: 0,
        fromStopId: 'S2',
        toStopId: 'S4',
        missedStopIds: ['S3'],
        replacementStops: [
          {
            stopId: 'TEMP',
            travelSeconds: 150,
            temporary: { name: { uk: 'Парк 2', en: 'Park 2' }, lat: 49.85, lon: 24.014 },
          },
        ],
        line: [
          [24.008, 49.845],
          [24.014, 49.85],
          [24.02, 49.845],
        ],
        delaySeconds: 120,
        period: {},
      },
      { alert },
    );
    feed.vehicle('102', 'T3', { next: 2, off: 600 });
    give(feed, detour);
    const kinds = feed.entities('trip-modifications').map(({ id }) => id.split(':')[0]);
    expect(kinds.slice(0, 2)).toEqual(['shape', 'stop']);
    const modification = feed.entities('trip-modifications').at(-1)?.tripModifications;
    expect(modification?.modifications).toEqual([
      {
        startStopSelector: { stopId: 'S3' },
        endStopSelector: { stopId: 'S3' },
        propagatedModificationDelay: 120,
        replacementStops: [{ travelTimeToStop: 150, stopId: 'TEMP' }],
        serviceAlertId: 'a:order-d',
        lastModifiedTime: detour.confirmedAt,
      },
    ]);
    expect(modification?.selectedTrips?.[0]?.tripIds).toEqual(['T1', 'T2', 'T3', 'T9']);
    expect(tripLine(feed, 'T3')).toContain('Park SKIPPED');
    expect(feed.positions().join()).toContain('102 on T3 at Station');
  });

  it('of a detour after midnight are of the night trips of the day before, too', () => {
    const night = ['24:10', '24:12', '24:14', '24:16', '24:18'].map(
      (time, i) => `T1,S${i + 1},${(i + 1) * 10},${time}:00,${time}:00`,
    );
    const day = ['T9,S1,10,23:00:00,23:00:00', 'T9,S3,20,23:04:00,23:04:00', 'T9,S5,30,23:08:00,23:08:00'];
    const schedule = compileCity({
      'trips.txt': `trip_id,route_id,service_id,direction_id,block_id,shape_id,trip_headsign
T1,R1,WD,0,,H1,Airport
T9,R1,WD,0,,H1,Airport`,
      'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time', ...night, ...day].join(
        '\n',
      ),
      'frequencies.txt': 'trip_id,start_time,end_time,headway_secs,exact_times',
    });
    const feed = new FeedScenario({}, schedule).at('24:05').vehicle('101', 'T1', { next: 0 }).publish();
    const detour = order(feed, {
      kind: 'detour',
      routeIds: ['R1'],
      fromStopId: 'S2',
      toStopId: 'S4',
      missedStopIds: ['S3'],
      replacementStops: [],
      period: { start: feed.now, end: feed.seconds('26:00') },
    });
    give(feed, detour);
    expect(feed.trips().join()).toContain('Park SKIPPED');
    const modified = feed.entities('trip-modifications').map(({ tripModifications }) => tripModifications);
    expect(modified).toMatchObject([{ selectedTrips: [{ tripIds: ['T1'] }], serviceDates: [DAY] }]);
  });

  it('say why one is not carried out', () => {
    const feed = morning();
    give(
      feed,
      order(feed, { kind: 'cancel', runs: [run('T77')] }),
      order(feed, { kind: 'skip_stops', run: { ...run('F0'), startTime: '08:10:00' }, stopSequences: [20] }),
      order(feed, { kind: 'suppress_predictions', routeIds: ['R1'], period: { end: feed.now } }),
    );
    const reasons = feed.withheld().map((line) => line.split(' ')[0]);
    expect(reasons).toEqual(
      expect.arrayContaining(['order_names_unknown', 'order_for_headway_trip', 'order_over']),
    );
  });

  it('keep entities the same objects while nothing about them changes', () => {
    const feed = morning();
    const orders = [
      cancelOrder(feed.now, 'T9'),
      order(feed, { kind: 'close_stop', stopIds: ['S3'], period: {} }),
    ];
    give(feed, ...orders);
    const before = new Set(feed.entities('all'));
    feed.event({ kind: 'orders', orders }).publish(feed.now + 2);
    expect(feed.entities('all').every((entity) => before.has(entity))).toBe(true);
  });

  it('previewed with and without one are made of one feed: what it does not touch is the same object', () => {
    const feed = morning();
    const sets = [[], [cancelOrder(feed.now, 'T1')]];
    const [before, after] = publishEach(feed.context, { ...feed.state, feeds: {} }, sets, feed.now + 60).map(
      ({ snapshots }) => snapshots.find(({ name }) => name === 'trip-updates')!.entities,
    );
    const untouched = after!.filter((entity) => before!.includes(entity));
    expect(untouched.map(({ id }) => id)).toEqual([`t:T2:${DAY}`, `t:T3:${DAY}`]);
  });
});
