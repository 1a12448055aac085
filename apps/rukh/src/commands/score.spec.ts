import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import type { StopTimeUpdate } from '@rukh/domain/realtime';
import { Command } from 'commander';
import type { Score } from '../score/run-score.js';
import { register } from './score.js';

const folder = mkdtempSync(join(tmpdir(), 'rukh-score-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  const text = `${lines.join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

const arrivals = write(
  'arrivals_truth.csv.gz',
  'trip_id,start_date,stop_sequence,stop_id,arrival_ts,scheduled_ts',
  'T1,20261124,1,S1,1795000000,1794999940',
  'T1,20261124,2,S2,1795000300,1795000200',
  'T1,20261124,3,S3,soon,1795000400',
);
const predictions = write(
  'predictions.csv',
  'made_at,trip_id,start_date,stop_sequence,stop_id,arrival_ts,low_ts,high_ts,vehicle_id',
  '1795000000,T1,20261124,2,S2,1795000280,1795000250,1795000310,7',
  '1795000060,T1,20261124,2,S2,1795000310,1795000305,1795000315,7',
  '1795000060,T1,20261124,9,S9,1795000900,,,7',
  '1795000060,T1,20261124,2,S2,never,,,7',
);
const agency = write(
  'recorded.csv.gz',
  'feed_ts,trip_id,start_date,stop_sequence,stop_id,predicted_arrival_ts',
  '1794999990,T1,20261124,,S2,1795000290',
  '1795000060,T1,20261124,,S2,1795000305',
  '1795000090,T1,20261124,,S2,1795000999',
);

/** Runs the command as the command line would. */
async function rukh(out: string, ...flags: string[]) {
  const { stdout, stderr } = process;
  const [writeOutput, writeProgress] = [stdout.write, stderr.write];
  let output = '';
  let progress = '';
  stdout.write = (text) => Boolean((output += String(text)));
  stderr.write = (text) => Boolean((progress += String(text)));
  try {
    const program = new Command().exitOverride();
    register(program);
    for (const command of program.commands) command.exitOverride();
    await program.parseAsync(['score', ...flags, '--out', join(folder, out)], { from: 'user' });
    return { output, progress, exitCode: process.exitCode };
  } catch (error) {
    return { output, progress, exitCode: (error as { exitCode?: number }).exitCode };
  } finally {
    process.exitCode = 0;
    stdout.write = writeOutput;
    stderr.write = writeProgress;
  }
}

const read = (out: string): Score =>
  JSON.parse(readFileSync(join(folder, out, 'score.json'), 'utf8')) as Score;
const readPage = (out: string): string => readFileSync(join(folder, out, 'report.html'), 'utf8');

describe('rukh score --predictions', () => {
  it('reads stop_visits of TIDES, and a feed as it was polled', async () => {
    const visits = write(
      'stop_visits.csv',
      'service_date,trip_id_performed,trip_stop_sequence,scheduled_stop_sequence,vehicle_id,stop_id,schedule_arrival_time,actual_arrival_time,actual_departure_time,trip_id_scheduled',
      '2026-11-24,T1/7,1,10,7,S1,,,2026-11-18T11:06:45Z,T1',
      '2026-11-24,T1/7,2,20,7,S2,2026-11-18T11:10:00Z,2026-11-18T11:11:40Z,,T1',
    );
    const feed = join(folder, 'polled');
    mkdirSync(feed);
    const arrivedAt = Date.parse('2026-11-18T11:11:40Z') / 1000;
    const updates: StopTimeUpdate[] = [
      { stopSequence: 10, departure: { time: arrivedAt - 300 } },
      { stopSequence: 20, arrival: { delay: 80 }, departure: { time: arrivedAt - 20, uncertainty: 30 } },
      { stopSequence: 30, scheduleRelationship: 1 },
      { stopSequence: 40, arrival: { delay: 60 } },
    ];
    const header = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: arrivedAt - 240 } as const;
    const tripUpdate = { trip: { tripId: 'T1', startDate: '20261124' }, stopTimeUpdate: updates };
    const cancelled = {
      trip: { ...tripUpdate.trip, scheduleRelationship: 3 },
      stopTimeUpdate: updates,
    } as const;
    const entity = [
      { id: '1', tripUpdate },
      { id: '2', tripUpdate: cancelled },
    ];
    writeFileSync(join(feed, '1.pb'), encodeFeedMessage({ header, entity }));
    writeFileSync(join(feed, '1a.pb'), encodeFeedMessage({ header, entity }));
    writeFileSync(join(feed, '2.pb'), 'Bad Gateway');
    writeFileSync(join(feed, '3.pb.gz'), gzipSync(encodeFeedMessage({ header, entity })).subarray(0, 40));
    const flags = ['--truth', visits, '--predictions', feed, '--baseline', 'timetable'];
    const { exitCode } = await rukh('tides', ...flags);
    expect(exitCode).toBe(0);
    const { truth, sources, comparison } = read('tides').predictions!;
    expect(truth).toMatchObject({ rows: 2, malformed: 0, withoutArrival: 1, visits: 1 });
    expect(sources[0]).toMatchObject({ rowsRead: 6, malformed: 4, repeated: 1, scored: 1 });
    const [own, timetable] = comparison.methods.map(({ scores }) => scores.byHorizon['3-6']?.maeSeconds);
    expect([own, timetable]).toEqual([20, 100]);
    expect(sources[0]!.intervals.all?.coverage).toBe(1);
  });

  it('scores the predictions of a replay beside all baselines, and says what it left out', async () => {
    const { output, exitCode } = await rukh('all', '--truth', arrivals, '--predictions', predictions);
    expect(exitCode).toBe(0);
    expect(output.split('\n').map((line) => line.trimEnd())).toEqual([
      'minutes  rows  mean abs.  median  90 %  bias  within  complete',
      '3-6         2         15      10    20     5  50.0 %         -',
      '0-60        2         15      10    20     5       -         -',
      'scored 2 of 4 rows; left out: 1 stop_not_observed, 1 malformed',
      'arrivals predicted at all: 0.0 % of 1; within their interval: 50.0 %',
      'mean absolute error on the 2 rows for which all have an answer, seconds:',
      'minutes  predictions  timetable  last-delay  constant  kalman  median-10',
      '3-6               15        100          40        40      40         40',
      '0-60              15        100          40        40      40         40',
      'the same, of trips that had been seen at a stop:',
      'minutes  predictions  timetable  last-delay  constant  kalman  median-10',
      '3-6               15        100          40        40      40         40',
      '0-60              15        100          40        40      40         40',
      '',
    ]);
    const { truth, sources } = read('all').predictions!;
    expect(truth).toMatchObject({ files: [arrivals], rows: 3, malformed: 1, visits: 2, repeated: 0 });
    expect(sources[0]).toMatchObject({ rowsRead: 4, malformed: 1, rows: 3, scored: 2 });
  });

  it('compares with what another source had said by the same moment', async () => {
    const flags = ['--truth', arrivals, '--predictions', predictions];
    expect(await rukh('agency', ...flags, '--baseline', `agency=${agency}`, 'timetable')).toMatchObject({
      exitCode: 0,
    });
    const { sources, comparison } = read('agency').predictions!;
    // At the first moment 10 s off; at the second 5 s: what it said half a minute later does not count.
    expect(comparison.methods.map(({ name, scores }) => [name, scores.all!.maeSeconds])).toEqual([
      ['predictions', 15],
      ['timetable', 100],
      ['agency', 7.5],
    ]);
    expect(sources[1]).toMatchObject({ name: 'agency', file: agency, rows: 3, scored: 3 });
  });

  it("scores an agency's own trip updates, too", async () => {
    const flags = ['--truth', arrivals, '--predictions', agency, '--baseline', 'none'];
    expect(await rukh('own', ...flags)).toMatchObject({ exitCode: 0 });
    expect(read('own').predictions!.sources[0]).toMatchObject({ scored: 3 });
    expect(read('own').predictions!.comparison.methods).toHaveLength(1);
  });

  it('scores where no timetable is known, and names the methods that need one', async () => {
    const bare = write('bare.csv', 'trip_id,start_date,stop_id,arrival_ts', 'T1,20261124,S2,1795000300');
    const { exitCode } = await rukh('bare', '--truth', bare, '--predictions', predictions);
    expect(exitCode).toBe(0);
    expect(read('bare').predictions!).toMatchObject({
      withoutTimetable: ['timetable', 'last-delay', 'constant'],
      comparison: { common: 0, withoutAnswer: { kalman: 2, 'median-10': 2 } },
    });
    expect(readPage('bare')).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('ends with 1 where nothing could be scored', async () => {
    const others = write(
      'others.csv',
      'made_at,trip_id,start_date,stop_sequence,stop_id,arrival_ts',
      '1795000000,T9,20261124,2,S2,1795000280',
    );
    const { exitCode } = await rukh('none', '--truth', arrivals, '--predictions', others);
    expect(exitCode).toBe(1);
    expect(read('none').predictions!.sources[0]!.dropped).toEqual({ trip_not_observed: 1 });
  });
});

describe('rukh score --assignments', () => {
  const labels = write(
    'truth.csv.gz',
    'ts,vehicle_id,trip_id,start_date,route_id,direction_id,phase',
    '1795000000,7,T1,20261124,A,0,IN_PROGRESS',
    '1795000000,8,,,,,DEADHEAD',
    '1795000030,7,T1,20261124,A,0,IN_PROGRESS',
    '1795000060,7,T2,20261124,A,1,LAYOVER',
    '1795000060,9,T5,20261124,B,0,IN_PROGRESS',
  );
  const assignments = write(
    'assignments.csv',
    'ts,vehicle_id,trip_id,start_date,route_id,direction_id,phase,confidence,shape_dist_m,reason',
    '1795000000,7,,,,,,,,too_few_positions',
    '1795000000,8,,,,,DEADHEAD,,,no_trip_near',
    '1795000030,7,T1,20261124,A,0,IN_PROGRESS,0.950,120.0,',
    '1795000060,7,T2,20261124,A,1,LAYOVER,0.700,0.0,',
    '1795000099,7,T2,20261124,A,1,LAYOVER,0.700,0.0,',
  );

  it('judges trips, phases and minutes by the labels', async () => {
    const { output, exitCode } = await rukh('fixes', '--truth', labels, '--assignments', assignments);
    expect(exitCode).toBe(0);
    expect(output).toContain('in service on the right trip: 50.0 % of 2');
    expect(output).toContain(
      'in service recognised: 50.0 %; IN_PROGRESS 50.0 %, DEADHEAD 100.0 %, LAYOVER 100.0 %',
    );
    const report = read('fixes').assignments!;
    expect(report.labels).toMatchObject({ rows: 5, malformed: 0, unpaired: 1 });
    expect(report.assignments).toMatchObject({ rows: 5, unpaired: 1 });
    expect(report.scores).toMatchObject({
      judged: 4,
      vehicles: 2,
      firstRight: { trips: 1, never: 0, medianSeconds: 30 },
      minutes: { missing: 0.5, right: 0.5, wrong_trip: 0, not_in_service: 0 },
    });
  });

  it('counts rows whose confidence is no share or whose phase is unknown, and goes on', async () => {
    const odd = write(
      'odd.csv',
      'ts,vehicle_id,trip_id,start_date,phase,confidence',
      '1795000000,7,T1,20261124,IN_PROGRESS,-1',
      '1795000030,7,T1,20261124,IN_PROGRESS,95',
      '1795000060,9,T5,20261124,LAYOVER_DURING,1',
      '1795000060,7,T2,20261124,LAYOVER,1',
    );
    expect(await rukh('odd', '--truth', labels, '--assignments', odd)).toMatchObject({ exitCode: 0 });
    expect(read('odd').assignments!.assignments).toMatchObject({ rows: 4, malformed: 3, unpaired: 0 });
  });

  it('tells the trips that are not in the timetable', async () => {
    const gtfs = join(import.meta.dirname, '../../../../data/lviv/gtfs.zip');
    const flags = ['--truth', labels, '--assignments', assignments, '--gtfs', gtfs];
    expect(await rukh('gtfs', ...flags)).toMatchObject({ exitCode: 0 });
    expect(read('gtfs').assignments!.scores).not.toHaveProperty('inServiceInTimetable');
    const wrong = await rukh('gtfs', '--truth', labels, '--assignments', assignments, '--gtfs', labels);
    expect(wrong.exitCode).toBe(2);
  });

  it('stands in one report with predictions, its truths told apart by their columns', async () => {
    const flags = ['--truth', labels, arrivals, '--assignments', assignments, '--predictions', predictions];
    expect(await rukh('both', ...flags)).toMatchObject({ exitCode: 0 });
    expect(Object.keys(read('both'))).toEqual(['format', 'predictions', 'assignments']);
  });

  it('finds both truths in a folder', async () => {
    const flags = ['--truth', folder, '--assignments', assignments, '--predictions', predictions];
    expect(await rukh('folder', ...flags)).toMatchObject({ exitCode: 0 });
    expect(read('folder').predictions!.truth.files).toEqual([arrivals]);
    expect(read('folder').assignments!.labels.file).toBe(labels);
  });
});

describe('the report of rukh score', () => {
  it('is one page in two languages that loads nothing, with a table beside each plot', async () => {
    const flags = [
      '--truth',
      folder,
      '--predictions',
      predictions,
      '--baseline',
      'timetable',
      `city=${agency}`,
    ];
    await rukh('page', ...flags, '--assignments', join(folder, 'assignments.csv'));
    const page = readPage('page');
    expect(page).toContain('<article id="uk" lang="uk"');
    expect(page).toContain('<article id="en" lang="en"');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toMatch(/https?:|src=|<link|@import/);
    const figures = page.match(/<figure>.*?<\/figure>/gs)!;
    expect(figures).toHaveLength(12);
    for (const figure of figures) {
      expect(figure).toMatch(/<h3 id="([a-z-]+)">.*role="img" aria-labelledby="\1".*<table><caption>/s);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('draws a method alike in all plots, and any number of them', async () => {
    const others = ['a', 'b', 'c', 'd'].map((name) => `${name}=${agency}`);
    const flags = ['--truth', arrivals, '--predictions', predictions, '--baseline', 'kalman', ...others];
    expect(await rukh('many', ...flags)).toMatchObject({ exitCode: 0 });
    const page = readPage('many');
    for (const [name, style] of [
      ['a', 6],
      ['b', 7],
      ['c', 8],
      ['d', 6],
    ] as const) {
      const keys = [...page.matchAll(/class="line s(\d+)"[^>]*\/><path[^>]*\/><\/svg>([^<]+)<\/li>/g)];
      expect(new Set(keys.filter(([, , key]) => key === name).map(([, s]) => Number(s)))).toEqual(
        new Set([style]),
      );
      expect(page).toContain(`.line.s${style},`);
    }
  });

  it('shows names from files as text', async () => {
    const flags = ['--truth', arrivals, '--predictions', predictions, '--baseline', `<b>city</b>=${agency}`];
    await rukh('names', ...flags);
    expect(readPage('names')).not.toContain('<b>');
  });
});

describe('rukh score, called wrongly', () => {
  it('ends with 2 and a sentence', async () => {
    const nowhere = join(folder, 'nowhere.csv');
    const positions = write('positions.csv', 'ts,vehicle_id,lat,lon', '1,7,49,24');
    const cases: [string[], string][] = [
      [['--truth', arrivals, '--predictions', nowhere], `There is no file ${nowhere}.`],
      [['--truth', nowhere, '--predictions', predictions], `There is no file ${nowhere}.`],
      [
        ['--truth', arrivals, '--predictions', positions],
        'it must have the columns trip_id, start_date, made_at',
      ],
      [['--truth', positions, '--predictions', predictions], 'it must have the columns trip_id, start_date'],
      [['--truth', arrivals, '--assignments', positions], '--assignments needs one --truth of labelled'],
      [['--truth', predictions, '--predictions', predictions], 'has predictions (made_at), and no truth'],
      [['--truth', arrivals], 'give --predictions, --assignments or both'],
    ];
    for (const [flags, sentence] of cases) {
      const { progress, exitCode } = await rukh('wrong', ...flags);
      expect(progress).toContain(sentence);
      expect(exitCode).toBe(2);
    }
  });

  it('knows its baselines', async () => {
    const flags = ['--truth', arrivals, '--predictions', predictions, '--baseline'];
    expect((await rukh('wrong', ...flags, 'oracle')).progress).toContain('"oracle" is none of timetable');
    expect((await rukh('wrong', ...flags, 'kalman=x.csv')).progress).toContain('another method has it');
    expect(
      await rukh('aliases', ...flags, 'last_delay,schedule', '--baseline', 'TransitClock'),
    ).toMatchObject({
      exitCode: 0,
    });
    expect(read('aliases').predictions!.comparison.methods.map(({ name }) => name)).toEqual([
      'predictions',
      'timetable',
      'last-delay',
      'kalman',
    ]);
    expect(await rukh('wrong', ...flags, 'agency')).toMatchObject({ exitCode: 2 });
    expect((await rukh('wrong', ...flags, `a=${agency}`, `a=${arrivals}`)).progress).toContain(
      '"a" is the name of two files',
    );
  });

  it('says of a day without vehicles that there is nothing to say', async () => {
    const truth = write(
      'truth.csv.gz',
      'ts,vehicle_id,trip_id,start_date,route_id,direction_id,phase,shape_dist_m,start_time,true_ts,lat,lon,faults',
    );
    const assignments = write(
      'assignments.csv',
      'ts,vehicle_id,trip_id,start_date,route_id,direction_id,phase,confidence,shape_dist_m,reason',
    );
    const { output } = await rukh('empty', '--truth', truth, '--assignments', assignments);
    expect(output).toContain('minutes: right -, wrong_trip -,');
    expect(output).not.toContain('NaN');
  });
});
