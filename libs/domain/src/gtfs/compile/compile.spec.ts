import type { GtfsRuleName } from '../findings/index.js';
import { decodeSchedule, encodeSchedule } from '../container/index.js';
import { getServiceDate } from '../../time/index.js';
import { runsOn } from '../read-schedule.js';
import { SMALL_FEED, STEP, compileText, lineOf, scheduleOf, stopTimes } from './feed-text.fixture.js';

/** `file:line rule` of each finding of the severities that matter. */
function found(changes: Readonly<Record<string, string | undefined>>, notes = false): string[] {
  return compileText(changes)
    .report.findings.filter(({ severity }) => notes || severity !== 'note')
    .map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

/** A file of the small feed with a text in it replaced. */
function changed(file: string, from: string, to: string): Record<string, string> {
  const text = SMALL_FEED[file]!;
  expect(text).toContain(from);
  return { [file]: text.replace(from, to) };
}

describe('a sound feed', () => {
  const schedule = scheduleOf();

  it('has service as long as trips run, whatever a calendar without any says', () => {
    const unused = `${SMALL_FEED['calendar.txt']!}\nIDLE,1,1,1,1,1,1,1,20250101,20391231`;
    const { summary } = compileText({ 'calendar.txt': unused }).report;
    expect(summary).toMatchObject({ firstDate: '20260101', lastDate: '20261231' });
  });

  it('compiles without a finding', () => {
    expect(compileText().report).toMatchObject({ accepted: true, findings: [] });
  });

  it('puts trips of a route, direction, shape and stop list into one pattern', () => {
    expect(schedule.patterns).toHaveLength(1);
    expect(Array.from(schedule.patterns[0]!.stopMetres, Math.round)).toEqual([0, 500, 1000, 1500, 2000]);
  });

  it('keeps stop_sequence as the file has it, over the block', () => {
    expect([...schedule.stopTimes.stopSequence]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('orders the trips of a block by departure', () => {
    expect(schedule.blockIds).toEqual(['B']);
    expect([...schedule.blockTrips[0]!]).toEqual([0, 1]);
    expect([...schedule.trips.wheelchair]).toEqual([1, 2]);
  });

  it('names the version by its files where feed_info.txt does not', () => {
    expect(schedule.feedVersion).toBe('0123456789ab');
    const named = scheduleOf({ 'feed_info.txt': 'feed_publisher_name,feed_version\nA,4.33' });
    expect(named.feedVersion).toBe('4.33');
    expect([schedule.publisher, named.publisher]).toEqual([undefined, { name: 'A' }]);
    const told = {
      name: 'City',
      url: 'https://city.example',
      contactEmail: 'data@city.example',
      contactUrl: 'https://city.example/ask',
    };
    const info =
      'feed_publisher_name,feed_publisher_url,feed_lang,feed_contact_email,feed_contact_url\nCity,https://city.example,uk,data@city.example,https://city.example/ask';
    const published = scheduleOf({ 'feed_info.txt': info });
    expect(published.publisher).toEqual(told);
    expect(decodeSchedule(encodeSchedule(published))).toMatchObject({ publisher: told, language: 'uk' });
    const spoken = (language: string): string | undefined =>
      scheduleOf({ 'feed_info.txt': `feed_publisher_name,feed_lang\nA,${language}` }).language;
    expect(['PT-br', 'mul', 'Ukrainian', 'en-ab-cd'].map(spoken)).toEqual([
      'pt-BR',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is summed up with the days it serves', () => {
    const { summary } = compileText().report;
    expect(summary).toMatchObject({
      routes: 1,
      trips: 2,
      stopTimes: 10,
      firstDate: '20260101',
      lastDate: '20261231',
    });
  });
});

describe('stop times', () => {
  it('are ordered by stop_sequence, wherever they stand in the file', () => {
    const mixed = stopTimes('T2,S1,7,09:01:00', 'T1,S2,30,08:02:00', 'T2,S0,6,09:00:00', 'T1,S0,10,08:00:00');
    const schedule = scheduleOf({ 'stop_times.txt': mixed });
    expect(lineOf(schedule, 'T1')).toBe('S0 08:00 | S2 08:02');
    expect(lineOf(schedule, 'T2')).toBe('S0 09:00 | S1 09:01');
  });

  it('that are left out lie between their neighbours by distance along the line', () => {
    const times = stopTimes('T1,S0,1,08:00:00', 'T1,S1,2', 'T1,S3,3', 'T1,S4,4,08:08:00');
    const schedule = scheduleOf({ 'stop_times.txt': times });
    expect(lineOf(schedule, 'T1')).toBe('S0 08:00 | S1 08:02~ | S3 08:06~ | S4 08:08');
    expect([...schedule.stopTimes.timepoint]).toEqual([1, 0, 0, 1]);
  });

  it('that are left out at one and the same place lie between their neighbours evenly', () => {
    const times = stopTimes('T1,S0,1,08:00:00', 'T1,S0,2', 'T1,S0,3,08:02:00');
    expect(lineOf(scheduleOf({ 'stop_times.txt': times }), 'T1')).toBe('S0 08:00 | S0 08:01~ | S0 08:02');
  });

  it('with only one of arrival and departure stand for no time', () => {
    const times =
      'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n' +
      'T1,S0,1,,08:00:00\nT1,S1,2,08:01:00,08:03:00\nT1,S2,3,08:04:00,';
    expect(lineOf(scheduleOf({ 'stop_times.txt': times }), 'T1')).toBe(
      'S0 08:00 | S1 08:01-08:03 | S2 08:04',
    );
  });

  it('go past 24:00', () => {
    const times = stopTimes('T1,S0,1,23:59:30', 'T1,S1,2,24:00:30', 'T1,S2,3,25:10:00');
    expect(lineOf(scheduleOf({ 'stop_times.txt': times }), 'T1')).toBe(
      'S0 23:59:30 | S1 24:00:30 | S2 25:10',
    );
  });

  it('that begin again at midnight are read as the next day, and said to be', () => {
    const times = stopTimes('T1,S0,1,23:58:00', 'T1,S1,2,00:01:00', 'T1,S2,3', 'T1,S3,4,00:05:00');
    const changes = { 'stop_times.txt': times };
    expect(lineOf(scheduleOf(changes), 'T1')).toBe('S0 23:58 | S1 24:01 | S2 24:03~ | S3 24:05');
    expect(found(changes)).toContain('stop_times.txt:3 midnight_not_passed');
  });

  it('may be written with spaces and one digit of hours', () => {
    const times = stopTimes('T1,S0,1, 8:00:00', 'T1,S1,2,9:05:07 ');
    expect(lineOf(scheduleOf({ 'stop_times.txt': times }), 'T1')).toBe('S0 08:00 | S1 09:05:07');
  });
});

describe('calendars', () => {
  const dates = 'service_id,date,exception_type\nWEEK,20260601,2\nWEEK,20260606,1\nHOLIDAY,20260824,1';

  it('add and take away days', () => {
    const schedule = scheduleOf({ 'calendar_dates.txt': dates });
    const week = schedule.services.findIndex(({ serviceId }) => serviceId === 'WEEK');
    const days = ['20260601', '20260602', '20260606', '20260607', '20270104'];
    expect(days.map((day) => runsOn(schedule, week, getServiceDate(day)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('may be nothing but calendar_dates.txt', () => {
    const only = {
      'calendar.txt': undefined,
      'calendar_dates.txt': 'service_id,date,exception_type\nWEEK,20260601,1',
    };
    const { report } = compileText(only);
    expect(report).toMatchObject({
      accepted: true,
      summary: { firstDate: '20260601', lastDate: '20260601' },
    });
  });

  it('are errors where two exceptions fall on one day, or there is no calendar at all', () => {
    expect(found({ 'calendar_dates.txt': `${dates}\nWEEK,20260601,1` })).toEqual([
      'calendar_dates.txt:5 duplicate_id',
    ]);
    expect(found({ 'calendar.txt': undefined })).toContain('calendar.txt:0 missing_file');
  });
});

describe('lines', () => {
  it('go straight from stop to stop where there is no shape', () => {
    const { schedule, report } = compileText({
      'shapes.txt': undefined,
      ...changed('trips.txt', 'B,OUT,1', 'B,,1'),
    });
    expect(schedule!.patterns.map(({ shapeId }) => shapeId)).toEqual(['']);
    expect(schedule!.patterns.map(({ stopMetres }) => Math.round(stopMetres[4]!))).toEqual([2000]);
    expect(report.counts).toEqual({ missing_shape: 1, unknown_shape: 1 });
  });

  it('are turned round where the shape is drawn against the stops', () => {
    const backwards = `shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nOUT,0.1,${4 * STEP},1\nOUT,0.1,0,2`;
    const { schedule, report } = compileText({ 'shapes.txt': backwards });
    expect(Array.from(schedule!.patterns[0]!.stopMetres, Math.round)).toEqual([0, 500, 1000, 1500, 2000]);
    expect(schedule!.patterns[0]!.shapeId).toBe('OUT');
    expect(report.counts).toEqual({ shape_backwards: 1 });
  });

  it('leave a shape that is elsewhere', () => {
    const { schedule, report } = compileText({
      ...changed('shapes.txt', 'OUT,0.1,0,1', 'OUT,0.3,0,1'),
      ...{},
    });
    expect(schedule!.patterns[0]!.shapeId).toBe('');
    expect(report.counts).toEqual({ shape_elsewhere: 1 });
  });

  it('report the one stop that is far from the shape, once', () => {
    const { report } = compileText(changed('stops.txt', 'Stop 2,0.1,', 'Stop 2,0.103,'));
    expect(report.counts).toEqual({ stop_far_from_shape: 1 });
    expect(report.findings[0]!.message).toBe('stop S2 lies 334 m from shape OUT of route R');
  });

  it('need two different points', () => {
    const { report } = compileText({
      'shapes.txt': 'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nOUT,0.1,0,1\nOUT,0.1,0,2',
    });
    expect(report).toMatchObject({ accepted: true, counts: { short_shape: 1 } });
  });
});

describe('frequencies', () => {
  const HEADER = 'trip_id,start_time,end_time,headway_secs,exact_times';

  it('are kept by trip and start', () => {
    const text = `${HEADER}\nT2,10:00:00,12:00:00,600,1\nT1,09:00:00,10:00:00,300,\nT1,06:00:00,09:00:00,600,0`;
    expect(scheduleOf({ 'frequencies.txt': text }).frequencies).toEqual([
      { trip: 0, startSeconds: 21_600, endSeconds: 32_400, headwaySeconds: 600, exactTimes: false },
      { trip: 0, startSeconds: 32_400, endSeconds: 36_000, headwaySeconds: 300, exactTimes: false },
      { trip: 1, startSeconds: 36_000, endSeconds: 43_200, headwaySeconds: 600, exactTimes: true },
    ]);
  });

  it.each<[string, string[]]>([
    ['T1,09:00:00,08:00:00,600,0', ['frequencies.txt:2 bad_frequency']],
    ['T1,09:00:00,10:00:00,0,0', ['frequencies.txt:2 bad_value']],
    ['T1,,10:00:00,600,0', ['frequencies.txt:2 missing_value']],
    ['T9,09:00:00,10:00:00,600,0', ['frequencies.txt:2 unknown_reference']],
    ['T1,09:00:00,10:00:00,600,0\nT1,09:30:00,11:00:00,600,0', ['frequencies.txt:3 overlapping_frequencies']],
  ])('%p is reported', (rows, expected) => {
    expect(found({ 'frequencies.txt': `${HEADER}\n${rows}` })).toEqual(expected);
  });
});

describe('what is wrong is reported by file, line and rule', () => {
  const cases: [string, Record<string, string | undefined>, string[]][] = [
    ['a missing file', { 'trips.txt': undefined }, ['trips.txt:0 missing_file']],
    ['a file without rows', { 'agency.txt': 'agency_name,agency_timezone' }, ['agency.txt:0 empty_file']],
    ['a missing column', changed('stops.txt', 'stop_lat', 'latitude'), ['stops.txt:1 missing_column']],
    ['a column twice', changed('stops.txt', 'stop_name', 'stop_id'), ['stops.txt:1 duplicate_column']],
    [
      'a short row',
      changed('routes.txt', 'R,A,1,3', 'R,A,1'),
      ['routes.txt:2 missing_value', 'routes.txt:2 wrong_field_count'],
    ],
    ['an empty id', changed('routes.txt', 'R,A,1,3', ',A,1,3'), ['routes.txt:2 missing_value']],
    ['a bad route_type', changed('routes.txt', 'R,A,1,3', 'R,A,1,bus'), ['routes.txt:2 bad_value']],
    ['an unknown agency', changed('routes.txt', 'R,A,', 'R,Z,'), ['routes.txt:2 unknown_reference']],
    ['a bad time', changed('stop_times.txt', '08:01:00', '08:61:00'), ['stop_times.txt:3 bad_time']],
    ['a bad date', changed('calendar.txt', '20261231', '20260231'), ['calendar.txt:2 bad_date']],
    [
      'a bad time zone',
      changed('agency.txt', 'Europe/Kyiv', 'Europe/Atlantis'),
      ['agency.txt:2 bad_time_zone'],
    ],
    [
      'a stop off the Earth',
      changed('stops.txt', 'Stop 1,0.1', 'Stop 1,91'),
      ['stops.txt:3 bad_coordinates'],
    ],
    [
      'a stop without a place',
      changed('stops.txt', 'Stop 1,0.1', 'Stop 1,'),
      ['stops.txt:3 bad_coordinates'],
    ],
    ['a stop id twice', changed('stops.txt', 'S1,', 'S0,'), ['stops.txt:3 duplicate_id']],
    ['a trip id twice', changed('trips.txt', 'T2,0', 'T1,0'), ['trips.txt:3 duplicate_id']],
    ['an unknown service', changed('trips.txt', 'R,WEEK,T2', 'R,DAY,T2'), ['trips.txt:3 unknown_reference']],
    ['an unknown stop', changed('stop_times.txt', 'T1,S1', 'T1,S9'), ['stop_times.txt:3 unknown_reference']],
    ['an unknown trip', changed('stop_times.txt', 'T1,S1', 'T9,S1'), ['stop_times.txt:3 unknown_reference']],
    [
      'a sequence twice',
      changed('stop_times.txt', 'T1,S1,2', 'T1,S1,1'),
      ['stop_times.txt:3 duplicate_stop_sequence'],
    ],
    [
      'a sequence too large',
      changed('stop_times.txt', 'T1,S1,2', 'T1,S1,2147483648'),
      ['stop_times.txt:3 bad_value'],
    ],
    [
      'no time at the end',
      changed('stop_times.txt', '08:04:00,08:04:00', ','),
      ['stop_times.txt:6 missing_edge_time'],
    ],
    [
      'falling times',
      changed('stop_times.txt', '08:02:00,08:02:00', '08:00:30,08:00:30'),
      ['stop_times.txt:4 falling_times'],
    ],
    [
      'leaving before arriving',
      changed('stop_times.txt', '08:02:00,08:02:00', '08:02:00,08:01:59'),
      ['stop_times.txt:4 falling_times'],
    ],
    [
      'a trip with one stop',
      { 'stop_times.txt': stopTimes('T1,S0,1,08:00:00', 'T1,S1,2,08:01:00', 'T2,S0,1,08:00:00') },
      ['trips.txt:3 unusable_trip'],
    ],
    [
      'a wrong colour',
      { 'routes.txt': 'route_id,agency_id,route_type,route_color\nR,A,3,red' },
      ['routes.txt:2 bad_optional_value'],
    ],
    [
      'a calendar that ends first',
      changed('calendar.txt', '20260101,20261231', '20260102,20260101'),
      ['calendar.txt:2 calendar_backwards'],
    ],
  ];

  cases.push(
    [
      'agencies with two time zones',
      { 'agency.txt': `${SMALL_FEED['agency.txt']!}\nB,Other,https://b.example,Europe/Warsaw` },
      ['agency.txt:3 several_time_zones'],
    ],
    [
      'agencies whose clocks differ for two days in March',
      { 'agency.txt': `${SMALL_FEED['agency.txt']!}\nB,Other,https://b.example,Asia/Jerusalem` },
      ['agency.txt:3 several_time_zones'],
    ],
    [
      'agencies with two names of one time zone',
      { 'agency.txt': `${SMALL_FEED['agency.txt']!}\nB,Other,https://b.example,Europe/Kiev` },
      [],
    ],
    [
      'a route without an agency where there are two',
      {
        'agency.txt': `${SMALL_FEED['agency.txt']!}\nB,Other,https://b.example,Europe/Kyiv`,
        ...changed('routes.txt', 'R,A,', 'R,,'),
      },
      ['routes.txt:2 no_agency_of_route'],
    ],
    [
      'a stop and a point in the sea off Africa',
      {
        'stops.txt': `${SMALL_FEED['stops.txt']!}\nS9,Sea,0,0`,
        'shapes.txt': `${SMALL_FEED['shapes.txt']!}\nOUT,0,0,3`,
      },
      ['stops.txt:7 null_island', 'shapes.txt:4 null_island'],
    ],
    [
      'shape_dist_traveled that falls',
      {
        'shapes.txt':
          'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence,shape_dist_traveled\n' +
          `OUT,0.1,0,1,0\nOUT,0.1,${STEP},2,9\nOUT,0.1,${4 * STEP},3,5`,
      },
      ['shapes.txt:2 shape_not_rising'],
    ],
    [
      'no trip with two stops',
      { 'stop_times.txt': stopTimes('T1,S0,1,08:00:00') },
      ['trips.txt:0 no_trips', 'trips.txt:2 unusable_trip', 'trips.txt:3 unusable_trip'],
    ],
    [
      'an area on demand',
      {
        'stop_times.txt':
          'trip_id,stop_id,stop_sequence,arrival_time,location_id\n' +
          'T1,S0,1,08:00:00,\nT1,,2,,AREA\nT1,S1,3,08:05:00,\nT2,S0,1,09:00:00,\nT2,S1,2,09:05:00,',
      },
      ['stop_times.txt:3 stop_time_without_stop'],
    ],
    [
      'a timepoint without a time',
      {
        'stop_times.txt':
          'trip_id,stop_id,stop_sequence,arrival_time,timepoint\n' +
          'T1,S0,1,08:00:00,1\nT1,S1,2,,1\nT1,S2,3,08:05:00,1\nT2,S0,1,09:00:00,0\nT2,S1,2,09:05:00,',
      },
      ['stop_times.txt:3 timepoint_without_time'],
    ],
    [
      'a call at a station',
      {
        'stops.txt': SMALL_FEED['stops.txt']!.replace('stop_lon', 'stop_lon,location_type').replaceAll(
          /\n(S\d.*)/g,
          (_, row: string) => `\n${row},${row.startsWith('S1') ? 1 : 0}`,
        ),
      },
      ['stop_times.txt:3 call_at_station', 'stop_times.txt:8 call_at_station'],
    ],
  );

  it.each(cases)('%s', (_, changes, expected) => {
    // What follows from it (rows that name what was not read) stands behind it.
    expect(found(changes).slice(0, expected.length)).toEqual(expected);
  });

  it('refuses by errors and not by warnings', () => {
    expect(compileText(changed('stops.txt', 'stop_lat', 'latitude')).schedule).toBeUndefined();
    expect(compileText(changed('stops.txt', 'Stop 2,0.1,', 'Stop 2,0.103,')).schedule).toBeDefined();
  });

  it('names trips of a block that overlap', () => {
    const times = stopTimes('T1,S0,1,08:00:00', 'T1,S4,2,08:30:00', 'T2,S0,3,08:29:00', 'T2,S4,4,09:00:00');
    expect(found({ 'stop_times.txt': times })).toEqual(['trips.txt:3 overlapping_block']);
  });

  it('notes what is not used', () => {
    const changes = {
      'calendar.txt': `${SMALL_FEED['calendar.txt']!}\nEND,0,0,0,0,0,1,1,20260101,20261231`,
      'routes.txt': `${SMALL_FEED['routes.txt']!}\nR2,A,2,3`,
      'stop_times.txt': stopTimes(
        'T1,S0,1,08:00:00',
        'T1,S1,2,08:01:00',
        'T2,S0,1,09:00:00',
        'T2,S1,2,09:01:00',
      ),
    };
    expect(found(changes, true)).toEqual([
      'stops.txt:4 unused_stop',
      'stops.txt:5 unused_stop',
      'stops.txt:6 unused_stop',
      'routes.txt:3 unused_route',
      'calendar.txt:3 unused_service',
    ]);
  });

  it('notes a shape that nobody follows', () => {
    const shapes = `${SMALL_FEED['shapes.txt']!}\nBACK,0.1,1,1\nBACK,0.1,0,2`;
    expect(found({ 'shapes.txt': shapes }, true)).toEqual(['shapes.txt:4 unused_shape']);
  });

  it('stays small however often a rule is broken', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `T1,S9,${i},08:00:00`);
    const { report } = compileText({ 'stop_times.txt': stopTimes(...rows) });
    expect(report.counts.unknown_reference satisfies number | undefined).toBe(5000);
    expect(report.findings).toHaveLength(20);
  });

  it('lets no value of a feed speak to a terminal', () => {
    const { report } = compileText(changed('routes.txt', 'R,A,', 'R,\u001b[2J\u009b,'));
    expect(report.findings[0]!.message).toBe('agency_id "\uFFFD[2J\uFFFD" is not in agency.txt');
  });

  it('refuses trips that call where there is no place', () => {
    const stops = SMALL_FEED['stops.txt']!.replace('stop_lon', 'stop_lon,location_type,parent_station');
    const area = `${stops}\nS9,Bay,,,4,`;
    const times = SMALL_FEED['stop_times.txt']!.replace('T1,S1', 'T1,S9');
    expect(found({ 'stops.txt': area, 'stop_times.txt': times })[0]).toBe('stops.txt:7 bad_coordinates');
    const inStation = `${stops}\nS9,Bay,,,4,S1`;
    expect(compileText({ 'stops.txt': inStation, 'stop_times.txt': times }).report.accepted).toBe(true);
  });

  it('cuts long values out of messages', () => {
    const { report } = compileText(changed('routes.txt', 'R,A,', `R,${'Z'.repeat(5000)},`));
    expect(report.findings[0]!.message.length).toBeLessThan(320);
  });

  it('reads parents that are missing as none', () => {
    const changes = {
      'stops.txt': SMALL_FEED['stops.txt']!.replace('stop_name', 'parent_station').replace('Stop 1', 'NONE'),
    };
    const counts: Partial<Record<GtfsRuleName, number>> = compileText(changes).report.counts;
    expect(counts.unknown_parent).toBe(5);
  });
});
