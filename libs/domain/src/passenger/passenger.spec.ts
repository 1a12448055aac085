import { haversineMetres } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';
import {
  type FeedEntity,
  StopScheduleRelationship,
  TripScheduleRelationship,
  type TripUpdate,
} from '../realtime/index.js';
import { findGtfsTime, getServiceDate, serviceDayStartSeconds } from '../time/index.js';
import {
  type Board,
  type LiveFeeds,
  describeStop,
  drawLine,
  findStopsByCode,
  indexLive,
  indexStops,
  listAlerts,
  listNearbyStops,
  listStopsTold,
  makeBoard,
  modeOf,
  pluralUk,
  sayBoard,
  PASSENGER_WORDS,
  searchStops,
  tellWays,
} from './index.js';
import { compileStreet } from './street.fixture.js';

const DAY = '20261123';
const DAY_START = serviceDayStartSeconds(getServiceDate(DAY), 'Europe/Kyiv');
const calls = indexStops(compileStreet(8 * 3600));
const { ADDED, CANCELED, DELETED, DUPLICATED, NEW, REPLACEMENT } = TripScheduleRelationship;
const { NO_DATA, SKIPPED } = StopScheduleRelationship;

const at = (time: string): number => DAY_START + findGtfsTime(`${time}:00`)!;

/** Feeds of these trip updates; `T0` is short for the trip of that name on the day. */
function feeds(
  updates: readonly TripUpdate[],
  more: Partial<{ positions: FeedEntity[]; alerts: FeedEntity[] }> = {},
): LiveFeeds {
  const entities = updates.map((tripUpdate, i) => ({ id: String(i), tripUpdate }));
  const { positions = [], alerts = [] } = more;
  return { live: indexLive(calls, entities, positions), alerts, feedAt: at('08:01') };
}

const run = (tripId: string, scheduleRelationship?: TripScheduleRelationship): TripUpdate['trip'] => ({
  tripId,
  startDate: DAY,
  routeId: 'R4',
  ...(scheduleRelationship === undefined ? {} : { scheduleRelationship }),
});

/** The sentences of a board, but for the line and the headsign they begin with. */
function read(code: string, time: string, given: LiveFeeds, language: 'uk' | 'en' = 'en'): string[] {
  const stops = findStopsByCode(calls, code);
  const board = makeBoard(calls, given, { stops, now: at(time), limit: 5, horizonSeconds: 3600, language });
  return sayBoard(board, { language, now: at(time), timeZone: 'Europe/Kyiv' })
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.replace('Tram 4, towards Third: ', ''));
}

const quiet = feeds([]);

describe('a board', () => {
  it('is the timetable where nothing is heard, and says so where the feeds are away', () => {
    expect(read('101', '08:01', quiet).slice(0, 2)).toEqual([
      'at 08:10, scheduled, low floor.',
      'at 08:20, scheduled.',
    ]);
    const away = { live: undefined, alerts: [], feedAt: at('08:01') };
    expect(read('101', '08:06', away)[0]).toBe(
      'Live data has not come in for 5 minutes: times are from the timetable.',
    );
    expect(read('101', '09:30', quiet)).toEqual([
      'Nothing is due in the next hours. The next trip: tram 4, towards Third, tomorrow at 01:00.',
    ]);
  });

  it('tells predictions in minutes, late ones too, with what is known of the vehicle', () => {
    const update: TripUpdate = {
      trip: run('T0'),
      vehicle: { id: '77', label: '1077', wheelchairAccessible: 2 },
      timestamp: at('08:12'),
      stopTimeUpdate: [
        { stopSequence: 20, arrival: { time: at('08:18') }, departure: { time: at('08:18') } },
      ],
    };
    const vehicle = {
      trip: run('T0'),
      vehicle: { id: '77' },
      position: { latitude: 49.84, longitude: 24.005 },
      currentStopSequence: 20,
      occupancyStatus: 3,
      timestamp: at('08:12'),
    };
    const given = feeds([update], { positions: [{ id: 'v', vehicle }] });
    expect(read('200', '08:13', given)[1]).toBe(
      'in 5 minutes, live, platform 1, this stop is its next, 13 minutes late, low floor, standing room only.',
    );
    // It has passed First, and a delay goes on to the stops after the one that is told of.
    expect(read('101', '08:13', given)[0]).toBe('at 08:20, scheduled.');
    expect(read('103', '08:13', given)).toContain(
      'in 10 minutes, live, ends here, no boarding, 2 stops away, 13 minutes late, low floor, standing room only.',
    );
  });

  it('calls nothing live that was not heard of for two minutes, nor counts its minutes', () => {
    const update: TripUpdate = {
      trip: run('T0'),
      vehicle: { id: '77' },
      timestamp: at('08:12'),
      stopTimeUpdate: [{ stopSequence: 20, arrival: { time: at('08:18') } }],
    };
    // Positions leave the feed at 90 s: what is left is the time of the trip update.
    expect(read('200', '08:13', feeds([update]))[1]).toBe('in 5 minutes, live, platform 1, 13 minutes late.');
    const lost = '13 minutes late, last heard 4 minutes ago.';
    expect(read('200', '08:16', feeds([update]))[0]).toBe(`at 08:18, no signal, platform 1, ${lost}`);
    expect(read('200', '08:16', feeds([update]), 'uk')[0]).toContain('о 08:18, немає сигналу, платформа 1,');
  });

  it('tells when anything comes next, where nothing does for hours', () => {
    expect(read('101', '09:30', quiet, 'uk')[0]).toBe(
      'Найближчими годинами нічого не прибуває. Найближчий рейс: трамвай 4, напрямок «Third», завтра о 01:00.',
    );
    expect(read('101', '03:00', quiet)[0]).toMatch(/The next trip: tram 4, towards Third, today at 08:00\.$/);
    const none = new Uint8Array(calls.schedule.services.length);
    const thursday = getServiceDate('20261126');
    const onThursday: typeof calls.servicesOn = (date) => (date === thursday ? calls.servicesOn(date) : none);
    const asked = { now: at('09:30'), limit: 5, horizonSeconds: 3600, language: 'uk' } as const;
    const board = (servicesOn: typeof calls.servicesOn, routeIds?: ReadonlySet<string>): string => {
      const only = routeIds ? { routeIds } : {};
      const query = { ...asked, ...only, stops: findStopsByCode(calls, '101') };
      const saying = { language: 'uk', now: asked.now, timeZone: 'Europe/Kyiv' } as const;
      return sayBoard(makeBoard({ ...calls, servicesOn }, quiet, query), saying).split('\n')[1]!;
    };
    expect(board(onThursday)).toMatch(/трамвай 4, напрямок «Third», чт, 26 листопада о 08:00\.$/);
    expect(board(() => none)).toMatch(/За розкладом тут нічого немає й найближчими днями\.$/);
    expect(board(calls.servicesOn, new Set(['R22']))).toMatch(/нічого немає й найближчими днями\.$/);
  });

  it('passes over what is cancelled when it tells what comes next', () => {
    const given = feeds([{ trip: { ...run('N1', CANCELED) } }]);
    expect(read('101', '23:00', given)[0]).toMatch(
      /The next trip: tram 4, towards Third, tomorrow at 08:00\.$/,
    );
  });

  it('knows all lines of its stop, also those that are not due', () => {
    const asked = { stops: findStopsByCode(calls, '200'), now: at('08:00'), limit: 1, horizonSeconds: 600 };
    const { arrivals, lines } = makeBoard(calls, quiet, { ...asked, language: 'en' });
    expect(arrivals).toHaveLength(1);
    expect(lines.map(({ name }) => name)).toEqual(['4', 'Тр22']);
  });

  it('calls live what is on its way, and expected what has another trip to finish first', () => {
    const update: TripUpdate = {
      trip: run('T1'),
      vehicle: { id: '77' },
      stopTimeUpdate: [
        { stopSequence: 10, arrival: { time: at('08:14') }, departure: { time: at('08:14') } },
      ],
    };
    const vehicle = { trip: run('T0'), vehicle: { id: '77' }, timestamp: at('08:05') };
    const given = feeds([update], { positions: [{ id: 'v', vehicle }] });
    expect(read('101', '08:05', given)[0]).toBe('in 9 minutes, expected, 4 minutes late, low floor.');
    expect(read('101', '08:05', given, 'uk')[0]).toContain('через 9 хвилин, очікується,');
  });

  it('tells what is cancelled, skipped and without a prediction, in both languages', () => {
    const given = feeds([
      { trip: run('T1', CANCELED) },
      { trip: run('T2'), stopTimeUpdate: [{ stopSequence: 10, scheduleRelationship: SKIPPED }] },
      { trip: run('T3'), stopTimeUpdate: [{ stopSequence: 10, scheduleRelationship: NO_DATA }] },
      { trip: run('T4', DELETED) },
    ]);
    expect(read('101', '08:05', given)).toEqual([
      'at 08:10, cancelled, low floor.',
      'at 08:20, does not stop here.',
      'at 08:30, scheduled, no prediction.',
      'at 08:50, scheduled.',
    ]);
    expect(read('101', '08:05', given, 'uk')[0]).toBe(
      'Трамвай 4, напрямок «Third»: о 08:10, скасовано, низька підлога.',
    );
  });

  it('has added trips beside those of the timetable, and replaced ones in their place', () => {
    const given = feeds([
      {
        trip: run('T0', DUPLICATED),
        tripProperties: { tripId: 'X1', startDate: DAY, startTime: '08:14:00' },
        stopTimeUpdate: [{ stopSequence: 10, departure: { delay: 60 } }],
      },
      {
        trip: { tripId: 'X2', routeId: 'R4', startDate: DAY, scheduleRelationship: NEW },
        tripProperties: { tripHeadsign: 'Depot' },
        stopTimeUpdate: [
          { stopId: 'A', departure: { time: at('08:16') } },
          { stopId: 'C', arrival: { time: at('08:30') } },
        ],
      },
      {
        trip: run('T1', REPLACEMENT),
        stopTimeUpdate: [
          { stopId: 'A', departure: { time: at('08:12') } },
          { stopId: 'P2', arrival: { time: at('08:18') } },
        ],
      },
      {
        trip: { tripId: 'X3', routeId: 'R4', scheduleRelationship: ADDED },
        stopTimeUpdate: [{ stopId: 'nowhere', departure: { time: at('08:16') } }],
      },
    ]);
    expect(read('101', '08:05', given).slice(0, 4)).toEqual([
      'in 7 minutes, live, low floor.',
      'at 08:14, scheduled, extra trip.',
      'Tram 4, towards Depot: at 08:16, scheduled, extra trip.',
      'at 08:20, scheduled.',
    ]);
    expect(read('200', '08:05', given)).toContain(
      'in 13 minutes, live, platform 2, ends here, no boarding, low floor.',
    );
  });

  it('leaves out what ends here, where it is for those who wait for a ride', () => {
    const stops = findStopsByCode(calls, '103');
    const asked = { stops, now: at('08:01'), limit: 50, horizonSeconds: 7200, language: 'en' } as const;
    const all = makeBoard(calls, quiet, asked).arrivals;
    expect(all.some(({ isLast }) => isLast)).toBe(true);
    const { arrivals } = makeBoard(calls, quiet, { ...asked, isBoardingOnly: true });
    expect(arrivals).toEqual(all.filter(({ isLast }) => !isLast));
  });

  it('says where a shortened trip ends this time, and that nobody gets on there', () => {
    const cut = feeds([
      {
        trip: run('T0'),
        stopTimeUpdate: [
          { stopSequence: 10, departure: { delay: 0 } },
          { stopSequence: 20, arrival: { delay: 0 } },
          { stopSequence: 30, scheduleRelationship: SKIPPED },
        ],
      },
    ]);
    expect(read('101', '07:58', cut)[0]).toBe('in 2 minutes, live, only as far as Station 1.');
    expect(read('101', '07:58', cut, 'uk')[0]).toMatch(/лише до зупинки «Station 1»\.$/);
    expect(read('200', '07:58', cut)[0]).toBe('in 7 minutes, live, platform 1, ends here, no boarding.');
    expect(read('103', '07:58', cut)).toContain('at 08:10, does not stop here, ends here, no boarding.');
  });

  it('goes on to tell who waits for a late trip that it does not stop here, until it has passed', () => {
    const late = feeds([
      {
        trip: run('T0'),
        stopTimeUpdate: [
          { stopSequence: 10, departure: { delay: 600 } },
          { stopSequence: 20, scheduleRelationship: SKIPPED },
          { stopSequence: 30, arrival: { delay: 600 } },
        ],
      },
    ]);
    expect(read('200', '08:12', late)[0]).toBe('at 08:05, does not stop here, platform 1.');
    expect(read('200', '08:22', late)[0]).toBe('at 08:25, scheduled, platform 1.');
  });

  it('says where nobody gets on by the timetable, and does not count on it; what is for nobody is not told', () => {
    const closed = { 'T0 10': '1,0', 'T1 10': '1,1', 'N1 10': '1,0' };
    const street = indexStops(compileStreet(8 * 3600, 'Europe/Kyiv', closed));
    const stops = findStopsByCode(street, '101');
    const given = { live: indexLive(street, [], []), alerts: [], feedAt: at('07:58') };
    const asked = { stops, now: at('07:58'), limit: 2, horizonSeconds: 3600, language: 'en' } as const;
    const board = makeBoard(street, given, asked);
    expect(
      sayBoard(board, { language: 'en', now: at('07:58'), timeZone: 'Europe/Kyiv' })
        .split('\n')
        .slice(1, 3),
    ).toEqual([
      'Tram 4, towards Third: at 08:00, scheduled, no boarding.',
      'Tram 4, towards Third: at 08:20, scheduled.',
    ]);
    const display = makeBoard(street, given, { ...asked, isBoardingOnly: true });
    expect(display.arrivals.map(({ tripId }) => tripId)).toEqual(['T2', 'T3']);
    // The last tram of the night takes nobody on here: what comes next is the first of the morning.
    const night = makeBoard(street, given, { ...asked, now: at('09:30') });
    expect(night.next?.tripId).toBe('T2');
  });

  it('moves a call to the platform that the feed assigns', () => {
    const stopTimeUpdate = [
      { stopSequence: 20, stopId: 'P1', arrival: { delay: 0 }, stopTimeProperties: { assignedStopId: 'P2' } },
    ];
    expect(read('200', '08:04', feeds([{ trip: run('T0'), stopTimeUpdate }]))[0]).toBe(
      'in 1 minute, live, platform 2.',
    );
  });

  it('knows the trips of yesterday after midnight', () => {
    const board = read('200', '25:02', quiet);
    expect(board).toEqual(['at 01:05, scheduled, platform 1.']);
  });

  it('goes on to tell who waits for a late trip that it is cancelled, and no more of a line than the last', () => {
    const off = (...trips: string[]): LiveFeeds =>
      feeds(trips.map((trip) => ({ trip: run(trip, CANCELED) })));
    // T1 leaves First at 08:10: it was expected at 08:22, say, and is cancelled at 08:20.
    expect(read('101', '08:20', off('T1'))[0]).toBe('at 08:10, cancelled, low floor.');
    expect(read('101', '08:41', off('T1'))[0]).toBe('at 08:50, scheduled.');
    const all = read('101', '08:32', off('T1', 'T2', 'T3', 'T4'));
    expect(all.slice(0, 3)).toEqual(['at 08:30, cancelled.', 'at 08:40, cancelled.', 'at 08:50, scheduled.']);
    const alert = { informedEntity: [{ trip: { tripId: 'T1' } }] };
    const given = { ...off('T1'), alerts: [{ id: 'a', alert }] };
    const asked = {
      stops: findStopsByCode(calls, '101'),
      limit: 5,
      horizonSeconds: 600,
      language: 'en',
    } as const;
    expect(makeBoard(calls, given, { ...asked, now: at('08:20') }).alerts).toHaveLength(1);
  });

  it('tells nominal runs of a line by headway, and real ones in their place', () => {
    expect(read('200', '12:00', quiet, 'uk')[0]).toContain('Тролейбус Тр22');
    const told = feeds([
      {
        trip: {
          tripId: 'F0',
          routeId: 'R22',
          startDate: DAY,
          startTime: '12:02:00',
          scheduleRelationship: 2,
        },
        stopTimeUpdate: [{ stopSequence: 20, arrival: { time: at('12:09') } }],
      },
    ]);
    const when = (given: LiveFeeds): string[] =>
      read('200', '12:01', given).map((line) => /: (.*?),/.exec(line)![1]!);
    expect(when(quiet).slice(0, 2)).toEqual(['at 12:05', 'at 12:20']);
    expect(when(told).slice(0, 2)).toEqual(['in 8 minutes', 'at 12:20']);
  });

  describe('tells of vehicles that come on a trip that nobody can tell', () => {
    const position = { latitude: 49.84, longitude: 24.005 };
    const vehicle = (id: string, stopId: string, trip: object = {}): FeedEntity => ({
      id,
      vehicle: { trip: { routeId: 'R4', directionId: 0, ...trip }, vehicle: { id }, position, stopId },
    });
    const boardOf = (schedule: Schedule, code: string, given: LiveFeeds): Board => {
      const indexed = indexStops(schedule);
      const stops = findStopsByCode(indexed, code);
      const query = { stops, now: at('08:01'), limit: 5, horizonSeconds: 3600, language: 'en' as const };
      return makeBoard(indexed, given, query);
    };
    const tell = (board: Board): string[] =>
      board.approaching.map(({ vehicleId, stopsAway }) => `${vehicleId} ${stopsAway}`);

    it('and how far they are, but not of those that wait to begin, go back, or are told with their trip', () => {
      const positions = [
        vehicle('waits', 'A'),
        vehicle('near', 'P1'),
        vehicle('past', 'C'),
        vehicle('back', 'P1', { directionId: 1 }),
        vehicle('known', 'P1', { tripId: 'T0', startDate: DAY }),
      ];
      const given = feeds([], { positions });
      expect(tell(boardOf(calls.schedule, '200', given))).toEqual(['near 1']);
      // Who ends here is nobody's ride.
      expect(tell(boardOf(calls.schedule, '103', given))).toEqual([]);
      expect(read('200', '08:01', given).at(-1)).toBe('on its way, time not known, this stop is its next.');
      expect(read('200', '08:01', given, 'uk').at(-1)).toBe(
        'Трамвай 4, напрямок «Third»: у дорозі, час прибуття невідомий, прямує до цієї зупинки.',
      );
    });

    it('where the timetable has no directions as well', () => {
      const { trips, patterns, ...rest } = compileStreet(8 * 3600);
      const schedule = {
        ...rest,
        trips: { ...trips, directionId: trips.directionId.map(() => -1) },
        patterns: patterns.map((pattern) => ({ ...pattern, directionId: -1 })),
      };
      const near = vehicle('near', 'P1', { directionId: undefined });
      expect(tell(boardOf(schedule, '200', feeds([], { positions: [near] })))).toEqual(['near 1']);
    });

    it('not where its line does not halt now, or does not run', () => {
      const positions = [vehicle('near', 'P1')];
      const skipped = { stopSequence: 20, scheduleRelationship: SKIPPED };
      const passes = feeds([{ trip: run('T0'), stopTimeUpdate: [skipped] }], { positions });
      expect(tell(boardOf(calls.schedule, '200', passes))).toEqual([]);
      const trips = ['T0', 'T1', 'T2', 'T3', 'T4', 'T5'];
      const off = feeds(
        trips.map((id) => ({ trip: run(id, CANCELED) })),
        { positions },
      );
      expect(tell(boardOf(calls.schedule, '200', off))).toEqual([]);
    });
  });

  it('has the alerts of its stop and its lines, and no others', () => {
    const alert = (informedEntity: object[]): FeedEntity => ({
      id: JSON.stringify(informedEntity),
      alert: {
        informedEntity,
        headerText: {
          translation: [
            { text: 'Так', language: 'uk' },
            { text: 'So', language: 'en' },
          ],
        },
      },
    });
    const told = [
      [{ routeType: 0, agencyId: 'EL' }],
      [{ stopId: 'A' }],
      [{ stopId: 'ST' }],
      [{ routeId: 'R4' }],
      [{ routeId: 'R22' }],
    ];
    const board = (code: string): string[] =>
      makeBoard(
        calls,
        { ...quiet, alerts: told.map(alert) },
        {
          stops: findStopsByCode(calls, code),
          now: at('08:00'),
          limit: 5,
          horizonSeconds: 600,
          language: 'en',
        },
      ).alerts.map(({ alertId, header }) => `${alertId} ${header}`);
    const named = (...indexes: number[]): string[] => indexes.map((i) => `${JSON.stringify(told[i])} So`);
    // What is of a whole network comes last: a board shows the first in its one line.
    expect(board('101')).toEqual(named(1, 3, 0));
    expect(board('200')).toEqual(named(2, 3, 4, 0));
  });
});

describe('an alert', () => {
  it.each<[object, string[]]>([
    [{ routeId: 'R22' }, ['P2', 'C']],
    [{ stopId: 'ST' }, ['P1', 'P2']],
    [{ routeId: 'R4', stopId: 'C' }, ['C']],
    [{ trip: { tripId: 'T0' } }, ['A', 'P1', 'C']],
    [{ agencyId: 'EL' }, ['A', 'P1', 'P2', 'C']],
    [{ stopId: 'nowhere' }, []],
  ])('on %j is on the boards of %j', (selector, stops) => {
    const entity = { id: 'a', alert: { informedEntity: [selector] } };
    const { ids } = calls.schedule.stops;
    expect(listStopsTold(calls.schedule, entity).map((stop) => ids[stop])).toEqual(stops);
  });
});

it('an alert on a trip is told to who reads of its line, and on boards that have the trip', () => {
  const alert = { informedEntity: [{ trip: { tripId: 'T1', routeId: 'R4' } }] };
  const [stop] = findStopsByCode(calls, '101');
  const count = (interest: Parameters<typeof listAlerts>[2]): number =>
    listAlerts(calls, [{ id: 'a', alert }], interest, 'en').length;
  expect([count({ routes: [0] }), count({ routes: [1] })]).toEqual([1, 0]);
  const board = { stops: [stop!], routes: [0] };
  expect([
    count({ ...board, tripIds: new Set(['T1']) }),
    count({ ...board, tripIds: new Set(['T2']) }),
  ]).toEqual([1, 0]);
});

describe('a stop', () => {
  it('is found by the code on its sign, with or without zeros, in its name, and by its id', () => {
    const name = (code: string): string[] =>
      findStopsByCode(calls, code).map((stop) => describeStop(calls, stop).name);
    expect(['101', '0101', '103', 'A', '999'].map(name)).toEqual([
      ['First'],
      ['First'],
      ['Third'],
      ['First'],
      [],
    ]);
  });

  it('is found by words, and by place, nearest first', () => {
    const names = (stops: readonly number[]): string[] => stops.map((stop) => describeStop(calls, stop).code);
    expect([
      names(searchStops(calls, 'FIR', 5)),
      names(searchStops(calls, '101', 5)),
      names(searchStops(calls, '??', 5)),
    ]).toEqual([['101'], ['101'], []]);
    const { schedule } = calls;
    const ukrainian = schedule.stops.names.map((name) => (name.startsWith('First') ? 'Площа Ринок' : name));
    const inUkrainian = {
      ...calls,
      spellings: [ukrainian],
      schedule: { ...schedule, stops: { ...schedule.stops, names: ukrainian } },
    };
    expect(
      ['rynok', 'Ploshcha R', 'ринок', 'rink'].map((q) => names(searchStops(inUkrainian, q, 5))),
    ).toEqual([['101'], ['101'], ['101'], []]);
    // A word of its own before one that only ends so.
    const markets = ukrainian.map((name) => (name.startsWith('Third') ? 'Авторинок' : name));
    const withMarkets = {
      ...calls,
      spellings: [markets],
      schedule: { ...schedule, stops: { ...schedule.stops, names: markets } },
    };
    expect(names(searchStops(withMarkets, 'ринок', 5))).toEqual(['101', '103']);
    const place = { lat: 49.84, lon: 24.001 };
    const near = listNearbyStops(calls, place, 1000, 5);
    expect(near.map(({ metres }) => metres)).toEqual(
      [...near.map(({ metres }) => metres)].sort((a, b) => a - b),
    );
    expect(near[0]!.metres).toBeCloseTo(haversineMetres(place, { lat: 49.84, lon: 24 }));
  });
});

describe('which way one goes from a stop', () => {
  const ways = (stopId: string): readonly string[] =>
    tellWays(calls, calls.schedule.stops.indexOf.get(stopId)!);

  it('is where most of its trips end, and of a station where those of its platforms do', () => {
    expect([ways('A'), ways('P1'), ways('ST')]).toEqual([['Third'], ['Third'], ['Third']]);
    expect(ways('C')).toEqual(['Station']);
  });

  it('is nowhere where all trips end', () => {
    expect(ways('P2')).toEqual([]);
  });

  it('is said in both languages', () => {
    expect(PASSENGER_WORDS.uk.ways(['Третя', 'Опера'])).toBe('у бік: Третя, Опера');
    expect(PASSENGER_WORDS.en.ways(['Third'])).toBe('towards Third');
  });
});

describe('a line', () => {
  it('has its vehicles at the stop they go to, and those elsewhere beside it', () => {
    const position = { latitude: 49.84, longitude: 24.005 };
    const vehicle = (id: string, currentStopSequence?: number): FeedEntity => ({
      id,
      vehicle: {
        trip: run('T0'),
        vehicle: { id },
        position,
        ...(currentStopSequence ? { currentStopSequence } : {}),
      },
    });
    const live = indexLive(calls, [], [vehicle('1', 20), vehicle('2', 30), vehicle('3')]);
    const [direction] = drawLine(calls, live, 0);
    expect(direction!.places.map(({ vehicles }) => vehicles.map(({ vehicleId }) => vehicleId))).toEqual([
      [],
      ['1'],
      ['2'],
    ]);
    expect(direction!.elsewhere.map(({ vehicleId }) => vehicleId)).toEqual(['3']);
  });

  it('has those, too, of which only the line is known', () => {
    const trip = { routeId: 'R4', directionId: 0 };
    const position = { latitude: 49.84, longitude: 24.005 };
    const live = indexLive(
      calls,
      [],
      [{ id: '1', vehicle: { trip, vehicle: { id: '1' }, position, stopId: 'P1' } }],
    );
    const [direction] = drawLine(calls, live, 0);
    expect(direction!.places.map(({ vehicles }) => vehicles.length)).toEqual([0, 1, 0]);
    expect(direction!.elsewhere).toEqual([]);
    const [seen] = direction!.places[1]!.vehicles;
    expect(seen).toMatchObject({ routeName: '4', directionId: 0, mode: 'tram' });
    expect(seen).not.toHaveProperty('tripId');
    expect(seen).not.toHaveProperty('headsign');
  });
});

it('counts in Ukrainian', () => {
  const minutes = [1, 2, 5, 11, 12, 21, 24, 111].map(
    (count) => pluralUk(count, 'хвилину', 'хвилини', 'хвилин').split(' ')[1],
  );
  expect(minutes).toEqual([
    'хвилину',
    'хвилини',
    'хвилин',
    'хвилин',
    'хвилин',
    'хвилину',
    'хвилини',
    'хвилин',
  ]);
});

it('names what moves', () => {
  expect([
    modeOf(0, '4'),
    modeOf(3, 'Тр22'),
    modeOf(3, 'А32'),
    modeOf(11, '1'),
    modeOf(900, '1'),
    modeOf(702, '1'),
  ]).toEqual(['tram', 'trolleybus', 'bus', 'trolleybus', 'tram', 'bus']);
});
