import { compileCity } from './city.fixture.js';
import { cancelOrder, DAY, FeedScenario } from './feed-scenario.fixture.js';
import { TripScheduleRelationship } from './feed-message.js';

describe('the trip update of a vehicle under way', () => {
  it('has all stops to come, and the last one passed with the time seen', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, delay: 30 }).publish();
    expect(feed.trips()).toEqual([
      'T1 by 101 | Opera [passed 08:02:30] +0:30 | Park 08:04:30 +0:30 | Station 08:06:30 +0:30 | Airport 08:08:30 +0:30',
    ]);
  });

  it('keeps stops passed early until nobody waits there by the timetable', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 4, delay: -240 }).publish();
    const early = 'Park [passed 08:00] -4:00 | Station [passed 08:02] -4:00 | Airport 08:04 -4:00';
    expect(feed.trips()).toEqual([`T1 by 101 | ${early}`]);
    feed.at('08:04').vehicle('101', 'T1', { next: 4, delay: -200 }).publish();
    expect(feed.trips()).toEqual(['T1 by 101 | Station [passed 08:02] -4:00 | Airport 08:04:40 -3:20']);
  });

  it('keeps stops passed that prediction no longer names', () => {
    const feed = new FeedScenario().at('08:01').vehicle('101', 'T1', { next: 1 }).publish();
    feed.at('08:03').vehicle('101', 'T1', { next: 2, forgetful: true }).publish();
    expect(feed.trips()[0]).toMatch(/^T1 by 101 \| Rynok \[passed 08:00\] \| Park 08:04 \|/);
  });

  it('takes from visits what prediction does not repeat', () => {
    const feed = new FeedScenario();
    const visits = [
      {
        vehicleId: '101',
        instance: feed.instance('T1'),
        stopIndex: 1,
        arrivalSeconds: feed.seconds('08:02:05'),
      },
    ];
    feed.at('08:03').vehicle('101', 'T1', { next: 2, forgetful: true, visits }).publish();
    expect(feed.trips()[0]).toMatch(/^T1 by 101 \| Opera \[passed 08:02:05\] \+0:05 \| Park 08:04 \|/);
  });

  it('gives stops passed early and unseen a time that is past', () => {
    const feed = new FeedScenario()
      .at('07:58')
      .vehicle('101', 'T1', { next: 2, delay: -300, forgetful: true })
      .publish();
    expect(feed.trips()[0]).toMatch(
      /^T1 by 101 \| Rynok \[passed 07:57:58\] -2:02 \| Opera \[passed 07:57:59\] -4:01 \| Park 07:59 -5:00 \|/,
    );
  });

  it('puts a stop not yet reached ahead of now, and leaves it there till then', () => {
    const feed = new FeedScenario().at('08:01:30').vehicle('101', 'T1', { next: 1 }).publish();
    feed.at('08:02:05').vehicle('101', 'T1', { next: 1, silent: true }).publish();
    expect(feed.trips()[0]).toContain('| Opera 08:02:15 +0:15 | Park 08:04 |');
    feed.publish('08:02:10');
    expect(feed.trips()[0]).toContain('| Opera 08:02:15 +0:15 |');
    feed.publish('08:02:15');
    expect(feed.trips()[0]).toContain('| Opera 08:02:25 +0:25 |');
  });

  it('says when the vehicle stands at a stop since when it does', () => {
    const feed = new FeedScenario()
      .at('08:02:30')
      .vehicle('101', 'T1', { next: 1, standing: true })
      .publish();
    const stop = feed.entities('trip-updates')[0]!.tripUpdate!.stopTimeUpdate![1]!;
    expect([stop.arrival?.time, stop.departure?.time]).toEqual([
      feed.seconds('08:02'),
      feed.seconds('08:02:40'),
    ]);
  });

  it('does not have a vehicle arrive again that moves off from the stop it stood at', () => {
    const feed = new FeedScenario().at('08:02').vehicle('101', 'T1', { next: 1, standing: true }).publish();
    const arrives = (): number | undefined =>
      feed.entities('trip-updates')[0]!.tripUpdate!.stopTimeUpdate![1]!.arrival?.time;
    feed.at('08:02:40').vehicle('101', 'T1', { next: 1, delay: 45, standing: true }).publish();
    expect(arrives()).toBe(feed.seconds('08:02'));
    feed.at('08:02:45').vehicle('101', 'T1', { next: 1, delay: 50, near: true }).publish();
    expect(arrives()).toBe(feed.seconds('08:02'));
    // Another one on the trip is yet to come.
    feed
      .vehicle('101', undefined)
      .vehicle('102', 'T1', { next: 1, delay: 60, near: true })
      .publish('08:02:46');
    expect(arrives()).toBe(feed.seconds('08:03'));
  });

  it('is dated by the last measurement, not by the feed', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, age: 7 }).publish();
    expect(feed.entities('trip-updates')[0]!.tripUpdate!.timestamp).toBe(feed.seconds('08:02:53'));
  });

  it('names trip, route, direction, day and relationship, and no start time', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 }).publish();
    const trip = { tripId: 'T1', startDate: DAY, routeId: 'R1', directionId: 0, scheduleRelationship: 0 };
    expect(feed.entities('trip-updates')[0]!.tripUpdate!.trip).toEqual(trip);
    expect(feed.entities('vehicle-positions')[0]!.vehicle!.trip).toEqual(trip);
  });

  it('goes on with the next trips of the block, each after the one before', () => {
    const feed = new FeedScenario()
      .at('08:03')
      .vehicle('101', 'T1', { next: 2, delay: 900, then: ['T2'] })
      .publish();
    expect(feed.trips()).toHaveLength(2);
    expect(feed.trips()[1]).toMatch(/^T2 by 101 \| Rynok 08:35 \+15:00/);
    feed.at('08:03:10').vehicle('101', 'T1', { next: 2, delay: 1500, then: ['T2'] });
    const late = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, then: ['T2'] });
    late.at('08:25').vehicle('101', 'T1', { next: 2, delay: 1500, silent: true }).publish();
    expect(late.trips()[1]).toMatch(/^T2 by 101 \| Rynok 08:25:1\d/);
  });

  it('does not go on with trips of another block', () => {
    const feed = new FeedScenario()
      .at('08:03')
      .vehicle('101', 'T1', { next: 2, then: ['T3'] })
      .publish();
    expect(feed.trips()).toHaveLength(1);
    expect(feed.withheld()).toEqual([`other_block T3:${DAY}`]);
  });

  it('does not go back in the block', () => {
    const feed = new FeedScenario()
      .at('08:23')
      .vehicle('101', 'T2', { next: 2, then: ['T1'] })
      .publish();
    expect(feed.withheld()).toEqual([`block_out_of_order T1:${DAY}`]);
  });

  it('is not made again while nothing moved by more than the tolerance', () => {
    const feed = new FeedScenario().at('08:02:50').vehicle('101', 'T1', { next: 2 }).publish();
    const before = feed.entities('trip-updates')[0];
    feed.at('08:02:58').vehicle('101', 'T1', { next: 2, delay: 2 }).publish();
    expect(feed.entities('trip-updates')[0]).toBe(before);
    feed.at('08:03:08').vehicle('101', 'T1', { next: 2, delay: 5 }).publish();
    expect(feed.entities('trip-updates')[0]).not.toBe(before);
  });

  it('gives a loop its sequence, and the stop only where it is certain', () => {
    const feed = new FeedScenario().at('08:05').vehicle('201', 'L1', { next: 3 }).publish();
    const { vehicle } = feed.entities('vehicle-positions')[0]!;
    expect([vehicle?.currentStopSequence, vehicle?.stopId]).toEqual([4, undefined]);
    expect(feed.entities('trip-updates')[0]!.tripUpdate!.stopTimeUpdate!.map(({ stopId }) => stopId)).toEqual(
      ['S3', 'S1'],
    );
  });
});

describe('trips by headway', () => {
  it('are unscheduled at both levels, with start time and without delay', () => {
    const feed = new FeedScenario()
      .at('08:13')
      .vehicle('301', 'F0', { next: 2, start: '08:07', delay: 30 })
      .publish();
    const { trip, delay, stopTimeUpdate } = feed.entities('trip-updates')[0]!.tripUpdate!;
    expect(trip).toMatchObject({
      startTime: '08:07:00',
      scheduleRelationship: TripScheduleRelationship.UNSCHEDULED,
    });
    expect(delay).toBeUndefined();
    expect(new Set(stopTimeUpdate!.map(({ scheduleRelationship }) => scheduleRelationship))).toEqual(
      new Set([3]),
    );
    expect(feed.trips()[0]).toMatch(/^F0@08:07:00 by 301 \| Opera \[passed 08:09:30\] \+0:30 \|/);
  });

  it('of exact starts are published at those starts only', () => {
    const feed = new FeedScenario().at('08:13').vehicle('302', 'F1', { next: 1, start: '08:10' }).publish();
    expect(feed.trips()[0]).toMatch(/^F1@08:10:00 by 302/);
    feed.at('08:14').vehicle('302', 'F1', { next: 1, start: '08:12' }).publish();
    expect(feed.last?.empty).toEqual(['trip-updates', 'all']);
    expect(feed.withheld()).toEqual(['start_time_off_headway 302']);
  });

  it('run twice at once under two names', () => {
    const feed = new FeedScenario().at('08:13');
    feed
      .vehicle('301', 'F0', { next: 2, start: '08:07' })
      .vehicle('303', 'F0', { next: 1, start: '08:11' })
      .publish();
    expect(feed.entities('trip-updates').map(({ id }) => id)).toEqual([
      `t:F0:${DAY}:08:07:00`,
      `t:F0:${DAY}:08:11:00`,
    ]);
  });
});

describe('two vehicles on one trip', () => {
  it('leave it to the more probable one; the other is shown without trip', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, confidence: 0.6 });
    feed.vehicle('102', 'T1', { next: 1, confidence: 0.9 }).publish();
    expect(feed.positions()).toEqual(['101 without trip', '102 on T1 at Opera (IN_TRANSIT_TO)']);
    expect(feed.trips()).toHaveLength(1);
    expect(feed.withheld()).toEqual(['taken_by_another_vehicle 101']);
  });

  it('leave it to the one that has it when they are equally probable', () => {
    const feed = new FeedScenario().at('08:03').vehicle('102', 'T1', { next: 2, confidence: 0.8 }).publish();
    feed.vehicle('101', 'T1', { next: 2, confidence: 0.83 }).publish('08:03:01');
    expect(feed.trips()[0]).toMatch(/^T1 by 102/);
    feed.vehicle('101', 'T1', { next: 2, confidence: 0.95 }).publish('08:03:02');
    expect(feed.trips()[0]).toMatch(/^T1 by 101/);
  });

  it('leave it to the one that speaks', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, age: 120, confidence: 0.99 });
    feed.vehicle('102', 'T1', { next: 2, confidence: 0.6 }).publish();
    expect(feed.trips()[0]).toMatch(/^T1 by 102/);
  });

  it('leave the next trip of the block to the one that is on it', () => {
    const feed = new FeedScenario().at('08:19').vehicle('101', 'T1', { next: 4, then: ['T2'] });
    feed.vehicle('102', 'T2', { next: 0 }).publish();
    expect(feed.trips().map((line) => line.slice(0, 9))).toEqual(['T1 by 101', 'T2 by 102']);
  });
});

describe('what is not published', () => {
  const run = (feed: FeedScenario): [string[], string[], string[]] => [
    feed.positions(),
    feed.trips().map((line) => line.slice(0, 9)),
    feed.withheld(),
  ];

  it('a trip that tracking is not sure of', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, confidence: 0.49 }).publish();
    expect(run(feed)).toEqual([['101 without trip'], [], ['unconfident 101']]);
  });

  it('a trip that tracking is not sure of, but the line that it is sure of', () => {
    const unsure = { next: 2, confidence: 0.3 };
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { ...unsure, lineConfidence: 0.95 });
    feed.vehicle('102', 'T2', { ...unsure, lineConfidence: 0.89 });
    feed.vehicle('103', 'T3', { ...unsure, lineConfidence: 1, phase: 'DEADHEAD' });
    feed.vehicle('104', 'T3', { ...unsure, lineConfidence: 1, off: 250 }).publish();
    expect(feed.positions()).toEqual([
      '101 on a trip of R1/0 at Park (IN_TRANSIT_TO)',
      '102 without trip',
      '103 without trip',
      '104 without trip',
    ]);
    expect(feed.trips()).toEqual([]);
    expect(feed.withheld()).toEqual([
      'unconfident 101',
      'unconfident 102',
      'unconfident 103',
      'unconfident 104',
    ]);
  });

  it('the trip of the less probable of two vehicles, but its line', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, confidence: 0.55 });
    feed.vehicle('102', 'T1', { next: 2, confidence: 0.52, lineConfidence: 0.9 }).publish();
    expect(feed.positions()).toEqual([
      '101 on T1 at Park (IN_TRANSIT_TO)',
      '102 on a trip of R1/0 at Park (IN_TRANSIT_TO)',
    ]);
    feed.vehicle('101', 'T1', { next: 2, confidence: 0.4 }).publish('08:03:02');
    expect(feed.positions()).toEqual(['101 without trip', '102 on T1 at Park (IN_TRANSIT_TO)']);
  });

  it('the trip of a vehicle on its way to the first stop, but its times are', () => {
    const feed = new FeedScenario()
      .at('07:53')
      .vehicle('101', 'T1', { phase: 'DEADHEAD', off: 150 })
      .publish();
    expect(run(feed)).toEqual([['101 without trip'], ['T1 by 101'], ['not_in_service 101']]);
  });

  it.each([
    [150, 'on T1 at Park (IN_TRANSIT_TO)', []],
    [250, 'without trip', ['far_from_shape 101']],
  ])('the trip of a vehicle %d m from its shape', (off, position, withheld) => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, off }).publish();
    expect(run(feed)).toEqual([[`101 ${position}`], ['T1 by 101'], withheld]);
  });

  it('a position older than ninety seconds; its trip update stays for five minutes', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 }).vehicle('102').publish();
    feed.at('08:04:30').vehicle('102').publish();
    expect(feed.positions()).toEqual(['101 on T1 at Park (IN_TRANSIT_TO)', '102 without trip']);
    feed.at('08:04:31').vehicle('102').publish();
    expect(run(feed)).toEqual([['102 without trip'], ['T1 by 101'], ['stale 101']]);
    feed.at('08:08:01').vehicle('102').publish();
    expect(feed.withheld()).toEqual(['lost 101', 'stale 101']);
    expect(feed.last?.empty).toEqual(['trip-updates', 'all']);
  });

  it('a position of the future, and one outside the area', () => {
    const feed = new FeedScenario()
      .at('08:03')
      .vehicle('101', 'T1', { age: -61 })
      .vehicle('102', undefined, { off: 3000 });
    feed.vehicle('103', undefined, { age: -5 }).publish();
    expect(feed.positions()).toEqual(['103 without trip']);
    expect(feed.withheld()).toEqual(['future 101', 'outside_area 102']);
    expect(feed.entities('vehicle-positions')[0]!.vehicle!.timestamp).toBe(feed.now);
  });

  it('a position that is none', () => {
    const feed = new FeedScenario().at('08:03').vehicle('102');
    const { update } = feed.says('101', undefined, {});
    const broken = { ...update, position: { ...update.position, lat: NaN } };
    feed.event({ kind: 'updates', items: [{ update: broken }] }).publish();
    expect(run(feed)).toEqual([['102 without trip'], [], ['invalid_position 101']]);
  });

  it('a trip of which nothing is predicted; its vehicle is seen on it', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2, silent: true }).publish();
    expect(run(feed)).toEqual([['101 on T1 at Park (IN_TRANSIT_TO)'], [], ['nothing_predicted 101']]);
  });

  it('a run of a trip whose vehicle is not seen beside one that is: consumers pair by trip_id', () => {
    const feed = new FeedScenario().at('08:13').vehicle('301', 'F0', { next: 2, start: '08:07' });
    feed.vehicle('303', 'F0', { next: 1, start: '08:11', off: 300 }).publish();
    expect(feed.trips().map((line) => line.slice(0, 18))).toEqual(['F0@08:07:00 by 301']);
    expect(feed.withheld()).toEqual(['far_from_shape 303', `run_not_seen F0:${DAY}:08:11:00`]);
  });

  it('plates, unless the city publishes them', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101').publish();
    expect(feed.entities('vehicle-positions')[0]!.vehicle!.vehicle).toEqual({ id: '101', label: '№101' });
    const open = new FeedScenario({ publishLicensePlates: true }).at('08:03').vehicle('101').publish();
    expect(open.entities('vehicle-positions')[0]!.vehicle!.vehicle).toMatchObject({
      licensePlate: 'ВС0001АА',
    });
  });
});

describe('a trip that is over', () => {
  const ended = (
    feed: FeedScenario,
    how: 'finished' | 'abandoned',
    time: string,
  ): {
    ended: [
      {
        vehicleId: string;
        instance: ReturnType<FeedScenario['instance']>;
        atSeconds: number;
        how: 'finished' | 'abandoned';
      },
    ];
  } => ({
    ended: [{ vehicleId: '101', instance: feed.instance('T1'), atSeconds: feed.seconds(time), how }],
  });

  it('leaves at once when it is given up', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 }).publish();
    feed
      .at('08:03:20')
      .vehicle('101', 'T2', ended(feed, 'abandoned', '08:03:20'))
      .publish();
    expect(feed.trips().map((line) => line.slice(0, 9))).toEqual(['T2 by 101']);
  });

  it('leaves at once when it is finished late', () => {
    const feed = new FeedScenario().at('08:09').vehicle('101', 'T1', { next: 4, delay: 90 }).publish();
    feed
      .at('08:09:30')
      .vehicle('101', 'T2', ended(feed, 'finished', '08:09:28'))
      .publish();
    expect(feed.trips().map((line) => line.slice(0, 9))).toEqual(['T2 by 101']);
  });

  it('stays, when it is finished early, until its timetable is over', () => {
    const feed = new FeedScenario().at('08:06').vehicle('101', 'T1', { next: 4, delay: -60 }).publish();
    feed
      .at('08:06:30')
      .vehicle('101', 'T2', ended(feed, 'finished', '08:06:28'))
      .publish();
    expect(feed.trips()[0]).toMatch(/\| Airport \[passed 08:06:28\] -1:32$/);
    expect(feed.trips()[1]).toMatch(/^T2 by 101/);
    feed.at('08:08').vehicle('101', 'T2').publish();
    expect(feed.trips().map((line) => line.slice(0, 9))).toEqual(['T2 by 101']);
  });

  it('leaves when its vehicle goes on in another block', () => {
    const feed = new FeedScenario().at('08:06').vehicle('101', 'T1', { next: 4, delay: -60 }).publish();
    feed
      .at('08:06:30')
      .vehicle('101', 'T3', ended(feed, 'finished', '08:06:28'))
      .publish();
    expect(feed.trips().map((line) => line.slice(0, 9))).toEqual(['T3 by 101']);
  });

  it('is announced as cancelled until it would have been over', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 });
    feed.event({ kind: 'orders', orders: [cancelOrder(feed.now, 'T1', 'T2')] }).publish();
    expect(feed.trips()).toEqual(['T1 CANCELED', 'T2 CANCELED']);
    expect(feed.positions()).toEqual(['101 without trip']);
    feed.at('08:08').vehicle('101').publish();
    expect(feed.trips()).toEqual(['T2 CANCELED']);
  });
});

describe('a feed without entities', () => {
  it('is not published while the timetable has trips under way', () => {
    const feed = new FeedScenario().publish('08:03');
    expect(feed.last?.empty).toEqual(['vehicle-positions', 'trip-updates', 'all']);
    expect(feed.last?.snapshots.map(({ name }) => name)).toEqual(['alerts', 'trip-modifications']);
  });

  it('is the truth at night', () => {
    const feed = new FeedScenario().publish('23:30');
    expect(feed.last?.snapshots.map(({ name }) => name)).toEqual([
      'vehicle-positions',
      'trip-updates',
      'alerts',
      'trip-modifications',
      'all',
    ]);
  });
});

describe('the header', () => {
  it('changes if and only if the feed does, and every fifteen seconds', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 }).publish();
    feed.publish('08:03:10');
    expect(feed.last?.snapshots).toEqual([]);
    feed.publish('08:03:15');
    expect(feed.last?.snapshots).toHaveLength(5);
    feed.at('08:03:16').vehicle('101', 'T1', { next: 2 }).publish();
    expect(feed.last?.snapshots.map(({ name }) => name)).toEqual(['vehicle-positions', 'all']);
    expect(feed.last?.snapshots[0]!.header).toEqual({
      gtfsRealtimeVersion: '2.0',
      incrementality: 0,
      timestamp: feed.now,
      feedVersion: 'spec-1',
    });
  });

  it('rises when the clock is put back, and the feed goes by the clock', () => {
    const feed = new FeedScenario().at('09:03').vehicle('101', 'F1', { next: 2, start: '09:00' }).publish();
    feed.at('08:03').vehicle('102', 'T1', { next: 2 }).publish();
    expect(feed.state.floorSeconds).toBe(feed.seconds('09:03:01'));
    expect(feed.last?.errors).toEqual([]);
    expect(feed.trips()).toContainEqual(expect.stringMatching(/^T1 by 102 .*Park 08:04 /));
  });

  it('is above whatever anybody was served', () => {
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 });
    feed.event({ kind: 'served', timestamp: feed.seconds('08:03:20') }).publish();
    expect(feed.state.floorSeconds).toBe(feed.seconds('08:03:21'));
  });
});

describe('another schedule', () => {
  it('changes nothing for trips that it has too', async () => {
    const { moveToSchedule } = await import('./move-to-schedule.js');
    const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 }).publish();
    const before = feed.trips();
    const next = compileCity({
      'feed_info.txt':
        'feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nL,https://c.example,uk,spec-2',
    });
    const after = new FeedScenario({}, next);
    after.state = moveToSchedule(feed.state, feed.schedule, next);
    after.publish('08:03:01');
    expect(after.trips()).toEqual(before);
    expect(after.last?.snapshots[0]!.header.feedVersion).toBe('spec-2');
  });
});
