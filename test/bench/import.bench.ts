/**
 * What an import costs: the bundled city, and made-up cities of half a million and of three million stop times.
 * After a build:
 *
 *     node test/bench/import.bench.ts [--small]
 *
 * Each feed is imported in a process of its own, as services do it. Prints the time, the peak memory of that
 * process, the size of the compiled schedule, and what it costs a process to load it. Ends with 1 where an
 * import takes more than 500 MB. With --small the large feeds are a tenth.
 */
import { fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { decodeSchedule, encodeSchedule } from '@rukh/domain/gtfs';
import { formatGtfsTime } from '@rukh/domain/time';
import { ZipFile } from 'yazl';
import { Figures } from './figures.ts';

const figures = new Figures('import');
const LVIV = fileURLToPath(new URL('../../data/lviv/gtfs.zip', import.meta.url));
const STOPS_OF_TRIP = 40;
const ROUTES = 150;
const MEGABYTE = 1e6;

interface Cost {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly compiledMegabytes: number;
  readonly stopTimes: number;
}

interface LoadCost {
  readonly milliseconds: number;
  readonly heldMegabytes: number;
}

function* stopTimeRows(rows: number): Generator<string> {
  yield 'trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,timepoint\n';
  let chunk = '';
  for (let row = 0; row < rows; row++) {
    const trip = Math.floor(row / STOPS_OF_TRIP);
    const stop = row % STOPS_OF_TRIP;
    const time = formatGtfsTime(5 * 3600 + (trip % 1000) * 60 + stop * 95);
    chunk += `trip-${trip},${time},${time},stop-${(trip % ROUTES) * STOPS_OF_TRIP + stop},${stop + 1},0,0,1\n`;
    if (chunk.length < 60_000) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function lines(header: string, count: number, line: (i: number) => string): Buffer {
  return Buffer.from([header, ...Array.from({ length: count }, (_, i) => line(i)), ''].join('\n'));
}

/** A city of 150 routes of 40 stops each, with as many trips as it takes. */
async function writeCity(path: string, stopTimes: number): Promise<void> {
  const place = (route: number, stop: number): string =>
    `${(49.7 + route * 0.002).toFixed(6)},${(23.8 + stop * 0.006).toFixed(6)}`;
  const days = 'monday,tuesday,wednesday,thursday,friday,saturday,sunday';
  const files: Record<string, Buffer> = {
    'agency.txt': Buffer.from(
      'agency_id,agency_name,agency_url,agency_timezone\nA,A,https://a.example,Europe/Kyiv\n',
    ),
    'calendar.txt': Buffer.from(
      `service_id,${days},start_date,end_date\nD,1,1,1,1,1,1,1,20260101,20261231\n`,
    ),
    'routes.txt': lines('route_id,route_short_name,route_type', ROUTES, (i) => `route-${i},${i},3`),
    'stops.txt': lines('stop_id,stop_name,stop_lat,stop_lon', ROUTES * STOPS_OF_TRIP, (i) => {
      return `stop-${i},Stop ${i},${place(Math.floor(i / STOPS_OF_TRIP), i % STOPS_OF_TRIP)}`;
    }),
    'shapes.txt': lines('shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence', ROUTES * 400, (i) => {
      return `shape-${Math.floor(i / 400)},${place(Math.floor(i / 400), ((i % 400) * 39) / 399)},${i % 400}`;
    }),
    'trips.txt': lines(
      'route_id,service_id,trip_id,block_id,shape_id',
      Math.ceil(stopTimes / STOPS_OF_TRIP),
      (i) => {
        return `route-${i % ROUTES},D,trip-${i},block-${i % 900},shape-${i % ROUTES}`;
      },
    ),
  };
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(content, name);
  zip.addReadStream(Readable.from(stopTimeRows(stopTimes), { objectMode: false }), 'stop_times.txt');
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

/** Runs one step in a process of its own, so that each peak of memory is its own. */
async function inChild<T>(step: 'import' | 'load', path: string, folder: string): Promise<T> {
  const child = fork(fileURLToPath(import.meta.url), [step, path, folder], { execArgv: ['--expose-gc'] });
  return new Promise((resolve, reject) => {
    child.on('message', (cost) => {
      resolve(cost as T);
    });
    child.on('exit', (code) => {
      reject(new Error(`${step} of ${path} ended with ${code ?? 'a signal'}`));
    });
  });
}

async function importStep(path: string, folder: string): Promise<Cost> {
  const started = performance.now();
  const { schedule, report } = await importGtfs(path);
  if (!schedule) throw new Error(JSON.stringify(report.findings.slice(0, 3)));
  const compiled = encodeSchedule(schedule);
  const seconds = (performance.now() - started) / 1000;
  await writeFile(join(folder, 'compiled'), compiled);
  return {
    seconds,
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / MEGABYTE,
    compiledMegabytes: compiled.length / MEGABYTE,
    stopTimes: schedule.stopTimes.arrivalSeconds.length,
  };
}

async function loadStep(folder: string): Promise<LoadCost> {
  const bytes = await readFile(join(folder, 'compiled'));
  const used = (): number => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const started = performance.now();
  const schedule = decodeSchedule(bytes);
  const milliseconds = performance.now() - started;
  const heldMegabytes = (used() - before) / MEGABYTE;
  // Held until here, or there would be nothing to measure.
  if (schedule.trips.ids.length === 0) throw new Error('an empty schedule');
  return { milliseconds, heldMegabytes };
}

async function measure(name: string, path: string, folder: string): Promise<boolean> {
  const cost = await inChild<Cost>('import', path, folder);
  const load = await inChild<LoadCost>('load', path, folder);
  const subject = `${name}, ${cost.stopTimes} stop times`;
  figures.add(subject, 'import', cost.seconds, 's', 2);
  figures.add(subject, 'peak memory of the import', cost.peakMegabytes, 'MB');
  figures.add(subject, 'compiled', cost.compiledMegabytes, 'MB', 1);
  figures.add(subject, 'loaded by a process in', load.milliseconds, 'ms');
  figures.add(subject, 'held by a process', load.heldMegabytes, 'MB');
  return cost.peakMegabytes <= 500;
}

async function main(isSmall: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rukh-import-bench-'));
  try {
    let isWithinBounds = await measure('Lviv', LVIV, folder);
    for (const stopTimes of [500_000, 3_000_000].map((rows) => (isSmall ? rows / 10 : rows))) {
      const path = join(folder, 'city.zip');
      await writeCity(path, stopTimes);
      isWithinBounds = (await measure('A made-up city', path, folder)) && isWithinBounds;
    }
    if (!isWithinBounds) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean' } },
});
const [step, path, folder] = positionals;
if (process.send && step !== undefined) {
  process.send(step === 'import' ? await importStep(path!, folder!) : await loadStep(folder!));
  process.disconnect();
} else {
  await main(values.small === true);
}
