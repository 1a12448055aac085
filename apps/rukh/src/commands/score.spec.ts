import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
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

const truth = write(
  'arrivals_truth.csv.gz',
  'trip_id,start_date,stop_sequence,stop_id,arrival_ts,scheduled_ts',
  'T1,20261124,1,S1,1795000000,1794999940',
  'T1,20261124,2,S2,1795000300,1795000200',
  'T1,20261124,3,S3,soon,1795000400',
);

/** Runs the command as the command line would. */
async function rukh(predictions: string, out = 'out') {
  const { stdout, stderr } = process;
  const [writeOutput, writeProgress] = [stdout.write, stderr.write];
  let output = '';
  let progress = '';
  stdout.write = (text) => Boolean((output += String(text)));
  stderr.write = (text) => Boolean((progress += String(text)));
  try {
    const program = new Command();
    register(program);
    const flags = ['--truth', truth, '--predictions', predictions, '--out', join(folder, out)];
    await program.parseAsync(['score', ...flags], { from: 'user' });
    return { output, progress, exitCode: process.exitCode };
  } finally {
    process.exitCode = 0;
    stdout.write = writeOutput;
    stderr.write = writeProgress;
  }
}

const readReport = (out = 'out'): Score =>
  JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')) as Score;

describe('rukh score', () => {
  it('scores the predictions of a replay, and says what it left out', async () => {
    const predictions = write(
      'predictions.csv',
      'made_at,trip_id,start_date,stop_sequence,stop_id,arrival_ts,low_ts,high_ts,vehicle_id',
      '1795000000,T1,20261124,2,S2,1795000280,1795000250,1795000310,7',
      '1795000060,T1,20261124,2,S2,1795000310,1795000305,1795000315,7',
      '1795000060,T1,20261124,9,S9,1795000900,,,7',
      '1795000060,T1,20261124,2,S2,never,,,7',
    );
    const { output, exitCode } = await rukh(predictions);
    expect(exitCode).toBe(0);
    expect(output.split('\n')).toEqual([
      'minutes  predictions  mean abs.  median  90 %   bias  last delay  timetable',
      '3-6                2         15      10    20      5          40        100',
      'scored 2 of 4 rows; left out: 1 stop_not_observed, 1 malformed',
      'arrivals predicted at all: 0.0 % of 1; within their interval: 50.0 %',
      '',
    ]);
    const { report, truth: truthCounts } = readReport();
    expect(truthCounts).toEqual({ file: truth, rows: 3, malformed: 1 });
    expect(report.predictions).toMatchObject({ rows: 3, scored: 2, dropped: { stop_not_observed: 1 } });
    expect(report.scores.byHorizon['3-6']).toMatchObject({ count: 2, maeSeconds: 15, biasSeconds: 5 });
  });

  it("scores an agency's trip updates as they are recorded, and draws the page", async () => {
    const predictions = write(
      'agency_trip_updates.csv.gz',
      'feed_ts,trip_id,start_date,stop_sequence,stop_id,predicted_arrival_ts',
      '1795000240,T1,20261124,,S2,1795000290',
    );
    expect(await rukh(predictions, 'agency')).toMatchObject({ exitCode: 0 });
    expect(readReport('agency').report.scores.byHorizon['1-3']).toMatchObject({ count: 1, biasSeconds: 10 });
    const page = readFileSync(join(folder, 'agency', 'report.html'), 'utf8');
    expect(page.match(/<svg viewBox="0 0 640 280"/g)).toHaveLength(3);
    expect(page).not.toContain('NaN');
    expect(page).not.toContain('undefined');
  });

  it('ends with 1 where nothing could be scored', async () => {
    const predictions = write(
      'others.csv',
      'made_at,trip_id,start_date,stop_sequence,stop_id,arrival_ts',
      '1795000000,T9,20261124,2,S2,1795000280',
    );
    expect(await rukh(predictions, 'none')).toMatchObject({ exitCode: 1 });
    expect(readReport('none').report.predictions.dropped).toEqual({ trip_not_observed: 1 });
  });

  it('ends with 2 and a sentence where a file is not there or in another form', async () => {
    const nowhere = await rukh(join(folder, 'nowhere.csv'));
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.progress).toContain(`There is no file ${join(folder, 'nowhere.csv')}.`);
    const other = await rukh(write('positions.csv', 'ts,vehicle_id,lat,lon', '1,7,49,24'));
    expect(other.exitCode).toBe(2);
    expect(other.progress).toContain('cannot be read: it must have the columns made_at, trip_id');
  });
});
