/**
 * The whole of Rukh as `rukh up` runs it, under a fleet that reports by MQTT: how long a position takes from its
 * publishing until somebody who polls the feed sees it, what each process costs, and whether anything piles up
 * or is lost. After a build:
 *
 *     node test/bench/pipeline.bench.ts [--small] [--rates 120,600,5000] [--seconds 60] [--no-hints] [--profile DIR]
 *
 * 120 a second are 600 vehicles each five seconds; above, each vehicle reports every second. Ends with 1 where a
 * position was lost. The time to the feed holds the half second that a position waits on average for the next
 * snapshot, and half of the 50 ms between two requests.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Figures, sumMetric } from './figures.ts';
import { listDrives, readLviv } from './pipeline/busy-city.ts';
import type { FleetResult, FleetSettings } from './pipeline/publish-fleet.ts';
import { AGENCY, PROCESSES, type ProcessName, RunningRukh } from './pipeline/running-rukh.ts';
import { FeedWatch } from './pipeline/watch-feed.ts';
import { writeBusyCity } from './pipeline/write-busy-city.ts';
import type { ProcessCosts } from './process-costs.ts';

/** Seconds of publishing before anything is measured: the first feed waits for the fleet, and thousands of vehicles met for the first time take their time. */
const WARM_UP_SECONDS = 30;
const POLL_MS = 50;
const FROM_SECONDS = 45;
const DRAIN_MS = 30_000;
const SAMPLE_MS = 2000;
/** What is counted wherever a position, or a batch of them, is given up. */
const LOSSES = [
  'rukh_ingest_rejected_total',
  'rukh_ingest_dropped_total',
  'rukh_tracking_stream_lost_total',
  'rukh_archive_stream_lost_total',
];

const { values } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    rates: { type: 'string' },
    seconds: { type: 'string' },
    'no-hints': { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const seconds = Number(values.seconds ?? (values.small ? 5 : (process.env['RUKH_BENCH_SECONDS'] ?? 60)));
const rates = (values.rates ?? (values.small ? '100' : '120,600,5000')).split(',').map(Number);
const figures = new Figures('pipeline');

let isWhole = true;
for (const rate of rates) isWhole = (await measureRate(rate)) && isWhole;
if (!isWhole) console.error('positions were lost');
process.exit(isWhole ? 0 : 1);

/** @returns whether every position went all the way */
async function measureRate(perSecond: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'rukh-pipeline-'));
  await chmod(folder, 0o755);
  const vehicles = Math.max(perSecond, values.small ? 100 : 600);
  const gtfs = await makeCity(folder, vehicles);
  const rukh = await RunningRukh.start(join(folder, 'home'), gtfs, values.profile);
  try {
    return await measureRunning(rukh, perSecond, vehicles, join(folder, 'sent'));
  } finally {
    await rukh.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeCity(folder: string, vehicles: number): Promise<string> {
  const schedule = await readLviv();
  const drives = listDrives(schedule, vehicles, FROM_SECONDS + seconds + WARM_UP_SECONDS);
  await mkdir(join(folder, 'city'));
  return writeBusyCity(join(folder, 'city'), schedule, drives.at(-1)!.copy + 1, Date.now() / 1000);
}

async function measureRunning(
  rukh: RunningRukh,
  perSecond: number,
  vehicles: number,
  logFile: string,
): Promise<boolean> {
  const subject = `${perSecond}/s, ${vehicles} vehicles${values['no-hints'] ? ', no trip ids' : ''}`;
  const fleet = startFleet({
    ...{ agency: AGENCY, ...rukh.broker, vehicles, perSecond, seconds: seconds + WARM_UP_SECONDS },
    ...{
      connections: Math.min(vehicles, 200),
      fromSeconds: FROM_SECONDS,
      hints: !values['no-hints'],
      logFile,
    },
  });
  const [{ beginMs }] = (await once(fleet, 'message')) as [{ beginMs: number }];
  const watch = new FeedWatch(`${rukh.url}/gtfs-rt/vehicle-positions.pb`, POLL_MS);
  watch.start();
  const fromMs = beginMs + WARM_UP_SECONDS * 1000;
  await delay(fromMs - Date.now());
  const before = readAll(rukh);
  const trackedBefore = await countTracked(rukh);
  const done = once(fleet, 'message') as Promise<[FleetResult]>;
  const strain = await watchStrain(rukh, fromMs + seconds * 1000);
  const costs = compareCosts(before, readAll(rukh));
  const tracked = (await countTracked(rukh)) - trackedBefore;
  const [result] = await done;
  const drained = await drain(rukh, result.sent - result.refused);
  await delay(2500);
  await watch.stop();
  report(subject, { watch, strain, costs, drained, result, fromMs, log: readLog(logFile), tracked });
  return drained.lost === 0 && result.refused === 0;
}

async function countTracked(rukh: RunningRukh): Promise<number> {
  return sumMetric(await rukh.metrics(), 'rukh_tracking_positions_total');
}

function startFleet(settings: FleetSettings): ChildProcess {
  const program = fileURLToPath(new URL('pipeline/publish-fleet.ts', import.meta.url));
  return fork(program, [JSON.stringify(settings)], { execArgv: ['--no-warnings'] });
}

type AllCosts = Readonly<Record<ProcessName, ProcessCosts>>;

function readAll(rukh: RunningRukh): AllCosts {
  return Object.fromEntries(PROCESSES.map((name) => [name, rukh.costs(name)])) as AllCosts;
}

function compareCosts(before: AllCosts, after: AllCosts): AllCosts {
  return Object.fromEntries(
    PROCESSES.map((name) => [
      name,
      { ...after[name], cpuMicroseconds: after[name].cpuMicroseconds - before[name].cpuMicroseconds },
    ]),
  ) as AllCosts;
}

interface Strain {
  readonly waiting: number[];
  readonly behindEntries: number[];
  readonly archiveBehindSeconds: number[];
  readonly loopLagMs: number[];
}

/** What piles up meanwhile. */
async function watchStrain(rukh: RunningRukh, untilMs: number): Promise<Strain> {
  const strain: Strain = { waiting: [], behindEntries: [], archiveBehindSeconds: [], loopLagMs: [] };
  while (Date.now() < untilMs) {
    const text = await rukh.metrics();
    strain.waiting.push(sumMetric(text, 'rukh_ingest_waiting_positions'));
    strain.behindEntries.push(sumMetric(text, 'rukh_tracking_behind_entries'));
    // The stream of positions is read a minute late on purpose: it is the safety net under the updates.
    strain.archiveBehindSeconds.push(sumMetricOf(text, 'rukh_archive_behind_seconds', 'updates'));
    strain.loopLagMs.push(1000 * sumMetric(text, 'nodejs_eventloop_lag_p99_seconds'));
    await delay(Math.min(SAMPLE_MS, Math.max(1, untilMs - Date.now())));
  }
  return strain;
}

interface Drained {
  readonly seconds: number;
  readonly received: number;
  readonly tracked: number;
  readonly archived: number;
  /** Positions that some part had not dealt with yet when the time was over. */
  readonly missing: number;
  /** Positions, or entries of streams, that were dropped or refused on the way. */
  readonly lost: number;
}

/** Waits until every part has dealt with all that was sent. */
async function drain(rukh: RunningRukh, sent: number): Promise<Drained> {
  const startedMs = Date.now();
  for (;;) {
    const text = await rukh.metrics();
    const received = sumMetric(text, 'rukh_ingest_sent_total');
    const tracked = sumMetric(text, 'rukh_tracking_positions_total');
    const archived = sumMetricOf(text, 'rukh_archive_rows_written_total', 'vehicle_locations');
    const missing = sent - countJumps(text) - Math.min(received, tracked, archived);
    const seconds = (Date.now() - startedMs) / 1000;
    if (missing <= 0 || seconds * 1000 > DRAIN_MS) {
      const lost = LOSSES.reduce((sum, name) => sum + sumMetric(text, name), 0) - countJumps(text);
      return { seconds, received, tracked, archived, missing: Math.max(0, missing), lost };
    }
    await delay(200);
  }
}

/** A bench vehicle whose next trip begins elsewhere jumps there in no time, and judging is right to refuse it. */
function countJumps(text: string): number {
  return sumMetricOf(text, 'rukh_ingest_rejected_total', 'teleport');
}

function sumMetricOf(text: string, name: string, label: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(`"${label}"`));
  return sumMetric(lines.join('\n'), name);
}

function readLog(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

interface Findings {
  readonly watch: FeedWatch;
  readonly strain: Strain;
  readonly costs: AllCosts;
  readonly drained: Drained;
  readonly result: FleetResult;
  readonly fromMs: number;
  readonly log: Float64Array;
  /** Positions that got through tracking while the costs were counted. */
  readonly tracked: number;
}

function report(subject: string, findings: Findings): void {
  const { watch, strain, costs, drained, result, tracked } = findings;
  const { times, unseen } = listTimes(findings);
  figures.addSpread(subject, 'published to seen in the feed', times, 'ms');
  figures.add(subject, 'positions never seen, nor a later one', unseen, '');
  figures.add(subject, 'vehicles in the feed', watch.vehicles, '');
  figures.add(subject, 'of them on a trip', watch.assigned, '');
  figures.add(subject, 'positions sent', result.sent, '');
  figures.add(subject, 'positions refused by the broker', result.refused, '');
  figures.add(subject, 'positions lost', drained.lost, '');
  figures.add(subject, 'positions not through after the drain', drained.missing, '');
  figures.add(subject, 'positions tracked a second', tracked / seconds, '/s');
  figures.add(subject, 'time to drain', drained.seconds, 's', 1);
  figures.add(subject, 'requests refused', watch.refusals, '');
  figures.add(subject, 'publisher behind, max', result.worstLateMs, 'ms');
  for (const name of PROCESSES) {
    const { cpuMicroseconds, residentMegabytes } = costs[name];
    figures.add(subject, `CPU of ${name}`, cpuMicroseconds / tracked, 'us/position', 1);
    figures.add(subject, `CPU of ${name}`, cpuMicroseconds / (seconds * 10_000), '% of a core', 1);
    figures.add(subject, `memory of ${name}`, residentMegabytes, 'MB');
  }
  figures.add(subject, 'positions waiting in ingest, max', Math.max(...strain.waiting), '');
  figures.add(subject, 'entries tracking is behind, max', Math.max(...strain.behindEntries), '');
  figures.add(subject, 'archive behind, max', Math.max(...strain.archiveBehindSeconds), 's', 1);
  figures.add(subject, 'event loop held up, max of p99', Math.max(...strain.loopLagMs), 'ms');
}

/** Milliseconds from publishing to sight of the positions published since the warm-up. */
function listTimes({ log, watch, fromMs }: Findings): { times: number[]; unseen: number } {
  const times: number[] = [];
  let unseen = 0;
  for (let i = 0; i < log.length; i += 3) {
    const [vehicle, dueMs, publishedMs] = [log[i]!, log[i + 1]!, log[i + 2]!];
    if (publishedMs < fromMs) continue;
    const seenMs = watch.findSeenMs(`bench-${vehicle}`, Math.floor(dueMs / 1000));
    if (seenMs === undefined) unseen++;
    else times.push(seenMs - publishedMs);
  }
  return { times, unseen };
}
