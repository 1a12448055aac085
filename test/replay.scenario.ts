import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const root = resolve(import.meta.dirname, '..');
const shared = process.env.RUKH_SHARED ?? resolve(root, '../shared');
const wmata = join(shared, 'data/wmata');
const there = existsSync(wmata);
if (!there) process.stdout.write(`skipped: no recording at ${wmata}\n`);
const onRecording = there ? describe : describe.skip;

/** `rukh replay` with all hints hidden, as anybody runs it. */
function replay(): string {
  const out = mkdtempSync(join(tmpdir(), 'rukh-replay-'));
  const args = ['--gtfs', join(wmata, 'gtfs.zip'), '--positions', join(wmata, 'vehicle_positions.csv.gz')];
  const run = spawnSync(
    process.execPath,
    [join(root, 'apps/rukh/dist/main.js'), 'replay', ...args, '--hide', 'trip,route,stop', '--out', out],
    { encoding: 'utf8' },
  );
  expect({ status: run.status, stderr: run.status === 0 ? '' : run.stderr }).toEqual({
    status: 0,
    stderr: '',
  });
  return out;
}

function rows(path: string): string[][] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
}

onRecording('a recording of Washington’s buses, raw GPS', () => {
  let out: string;
  beforeAll(() => {
    out = replay();
  });

  it('has hardly a vehicle on no trip, and nine fixes in ten on the right one', () => {
    const [header, ...assigned] = rows(join(out, 'assignments.csv'));
    const [names, ...recorded] = rows(join(wmata, 'vehicle_positions.csv.gz'));
    expect(header!.join(',')).toBe(
      'ts,vehicle_id,trip_id,start_date,route_id,direction_id,phase,confidence,shape_dist_m,reason',
    );
    expect(assigned.map(([ts, vehicle]) => `${ts!} ${vehicle!}`)).toEqual(
      recorded.map((row) => `${row[names!.indexOf('ts')]!} ${row[names!.indexOf('vehicle_id')]!}`),
    );
    const onNone = assigned.filter((row) => row[2] === '');
    expect(onNone.length / assigned.length).toBeLessThan(0.005);
    const right = assigned.filter((row, i) => row[2] === recorded[i]![names!.indexOf('trip_id')]);
    expect(right.length / recorded.length).toBeGreaterThan(0.9);
  });

  it('gives predictions that are never in the past, with their interval round them', () => {
    const [header, ...predictions] = rows(join(out, 'predictions.csv'));
    expect(header!.join(',')).toBe(
      'made_at,trip_id,start_date,stop_sequence,stop_id,arrival_ts,low_ts,high_ts,vehicle_id,start_time',
    );
    const wrong = predictions.filter(([made, , , , , arrival, low, high]) => {
      const [m, a, l, h] = [made, arrival, low, high].map(Number) as [number, number, number, number];
      return !(m <= a && l <= a && a <= h && m <= l);
    });
    expect(wrong).toEqual([]);
    expect(predictions.length).toBeGreaterThan(100_000);
  });

  it('gives the same bytes again', () => {
    const again = replay();
    for (const name of ['assignments.csv', 'predictions.csv', 'report.json']) {
      expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name)))).toBe(true);
    }
    const snapshots = readdirSync(join(out, 'feed'));
    expect(readdirSync(join(again, 'feed'))).toEqual(snapshots);
    const differing = snapshots.filter(
      (name) => !readFileSync(join(again, 'feed', name)).equals(readFileSync(join(out, 'feed', name))),
    );
    expect(differing).toEqual([]);
  });
});
