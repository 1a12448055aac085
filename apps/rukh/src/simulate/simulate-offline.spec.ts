import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import type { Schedule } from '@rukh/domain/gtfs';
import { type Preset, createSimulation } from '@rukh/domain/simulation';
import { readRecording } from '../replay/read-recording.js';
import { csvField } from './gzip-rows.js';
import { chooseTimes } from './run-simulation.js';
import { simulateOffline } from './simulate-offline.js';

const LVIV = resolve(import.meta.dirname, '../../../../data/lviv/gtfs.zip');
/** Wednesday 2026-11-25, eight in the morning in Lviv. */
const EIGHT = Temporal.ZonedDateTime.from('2026-11-25T08:00[Europe/Kyiv]').epochMilliseconds / 1000;

let schedule: Schedule;
let folder: string;
beforeAll(async () => {
  schedule = (await importGtfs(LVIV)).schedule!;
  folder = await mkdtemp(join(tmpdir(), 'rukh-simulate-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function record(name: string, preset: Preset): Promise<number> {
  const options = { seed: 3, startSeconds: EIGHT, preset, vehicles: 40, warmUpSeconds: 900 };
  const simulation = createSimulation(schedule, options);
  const files = { out: join(folder, name, 'positions.csv.gz'), truth: join(folder, name) };
  return simulateOffline(schedule, simulation, EIGHT + 900, files, () => undefined);
}

async function rowsOf(name: string, file: string): Promise<Record<string, string>[]> {
  const text = gunzipSync(await readFile(join(folder, name, file))).toString();
  const [header, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(header!.map((column, i) => [column, row[i]!])));
}

describe('a simulation written down', () => {
  it('is a recording that replay reads, every row of it a report', async () => {
    const rows = await record('normal', 'normal');
    let read = 0;
    let last = 0;
    const everything = { trip: false, route: false, stop: false };
    for await (const batch of readRecording(join(folder, 'normal', 'positions.csv.gz'), everything)) {
      for (const row of batch) {
        read++;
        expect(row.report).toBeDefined();
        expect(row.receivedAtSeconds).toBeGreaterThanOrEqual(last);
        last = row.receivedAtSeconds;
      }
    }
    expect(read).toBe(rows);
    expect(rows).toBeGreaterThan(4000);
  });

  it('has its truth row by row', async () => {
    const positions = await rowsOf('normal', 'positions.csv.gz');
    const truths = await rowsOf('normal', 'truth.csv.gz');
    const names = (rows: Record<string, string>[]): string[] =>
      rows.map((row) => `${row['ts']!} ${row['vehicle_id']!}`);
    expect(names(truths)).toEqual(names(positions));
    const running = truths.filter(({ phase }) => phase === 'IN_PROGRESS');
    expect(running.length).toBeGreaterThan(0.6 * truths.length);
    expect(
      running.filter(({ trip_id, route_id, shape_dist_m }) => !trip_id || !route_id || !shape_dist_m),
    ).toEqual([]);
    expect(truths.filter(({ phase, trip_id }) => phase === 'DEADHEAD' && trip_id)).toEqual([]);
  });

  it('has arrivals in the form of recorded ones, and all stop visits beside them', async () => {
    const arrivals = await rowsOf('normal', 'arrivals_truth.csv.gz');
    expect(Object.keys(arrivals[0]!)).toEqual([
      'trip_id',
      'start_date',
      'stop_sequence',
      'stop_id',
      'arrival_ts',
      'scheduled_ts',
      'start_time',
      'vehicle_id',
    ]);
    const visits = await rowsOf('normal', 'stop_visits_truth.csv.gz');
    expect(visits.filter(({ arrival_ts }) => arrival_ts !== '')).toHaveLength(arrivals.length);
    const late = arrivals.map(({ arrival_ts, scheduled_ts }) => Number(arrival_ts) - Number(scheduled_ts));
    expect(late.every((seconds) => Math.abs(seconds) < 7200)).toBe(true);
  });

  it('is the same, byte for byte, for the same seed', async () => {
    await record('once', 'hard');
    await record('again', 'hard');
    for (const file of ['positions.csv.gz', 'truth.csv.gz', 'arrivals_truth.csv.gz', 'events_truth.csv.gz']) {
      expect(await readFile(join(folder, 'once', file))).toEqual(await readFile(join(folder, 'again', file)));
    }
  });

  it('fails with the word of the disk where that does not take it', async () => {
    const simulation = createSimulation(schedule, {
      seed: 1,
      startSeconds: EIGHT,
      vehicles: 5,
      warmUpSeconds: 0,
    });
    const files = { out: folder };
    await expect(simulateOffline(schedule, simulation, EIGHT + 60, files, () => undefined)).rejects.toThrow(
      /EISDIR/,
    );
  });
});

describe('a field', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
  ])('%p is written %s', (text, field) => {
    expect(csvField(text)).toBe(field);
  });
});

describe('the times of a simulation', () => {
  const city = { timeZone: 'Europe/Kyiv' };
  const now = EIGHT + 5.5;

  it('begin now and never end when live', () => {
    expect(chooseTimes({}, city, now)).toEqual({ startSeconds: EIGHT + 5, untilSeconds: Infinity });
  });

  it('are a service day when written down', () => {
    const times = chooseTimes({ out: 'x' }, city, now);
    expect(times).toEqual({ startSeconds: EIGHT - 4 * 3600, untilSeconds: EIGHT + 20 * 3600 });
  });

  it('can be chosen', () => {
    const times = chooseTimes({ out: 'x', from: 9 * 3600, hours: 1.5 }, city, now);
    expect(times).toEqual({ startSeconds: EIGHT + 3600, untilSeconds: EIGHT + 9000 });
  });
});
