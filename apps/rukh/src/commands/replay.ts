/**
 * `rukh replay`: plays a recording of positions through the same code as the live service. With --out offline,
 * as fast as it goes, into tables and feed snapshots; with --mqtt over a broker, at a speed. Exit codes: 0 done,
 * 1 the recording or the GTFS is no good, or no row of it was
 * accepted, 2 wrong usage.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import type { Schedule } from '@rukh/domain/gtfs';
import type { Hidden } from '../replay/recorded-row.js';
import { readShare } from './read-share.js';
import { chooseBroker, withoutPassword } from './choose-server.js';
import { publishRecording } from '../replay/publish-recording.js';
import { RecordedBoardings } from '../replay/recorded-boardings.js';
import { ReplayFeed } from '../replay/replay-feed.js';
import { runReplay } from '../replay/run-replay.js';
import { ReplayTables } from '../replay/write-results.js';

interface ReplayFlags {
  readonly gtfs?: string;
  readonly positions: string;
  readonly boardings?: string;
  readonly hide: Hidden;
  readonly out?: string;
  readonly write: ReadonlySet<string>;
  readonly minConfidence: number;
  readonly mqtt?: string;
  readonly agency: string;
  readonly speed: number;
  readonly keepTime?: boolean;
}

interface OfflineFlags extends ReplayFlags {
  readonly gtfs: string;
  readonly out: string;
}

const HIDEABLE = ['trip', 'route', 'stop'];
const WRITABLE = ['assignments', 'predictions', 'feed'];

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('replay')
    .description('play a recording of positions through tracking, prediction and the feed')
    .option('--gtfs <file>', 'GTFS, zip or folder, that was in force when it was recorded (with --out)')
    .requiredOption(
      '--positions <path>',
      'recording: CSV in the uniform form or with names of TIDES, plain or .gz; or a folder of VehiclePositions (.pb)',
    )
    .option('--boardings <file>', 'who got in at each stop, such as stop_visits_truth.csv.gz (with --out)')
    .addOption(
      new Option('--hide <fields>', 'keep from the tracker: any of trip, route, stop, by commas')
        .default({ trip: false, route: false, stop: false }, 'nothing')
        .argParser(readHidden),
    )
    .option('--out <dir>', 'offline: folder for assignments.csv, predictions.csv, feed/*.pb and report.json')
    .addOption(
      new Option('--write <tables>', 'with --out: only these of assignments, predictions, feed, by commas')
        .default(new Set(WRITABLE), 'all of them')
        .argParser((text) => new Set(readNames(text, WRITABLE))),
    )
    .option(
      '--min-confidence <share>',
      'with --out: predictions of trips less probable are not written; a feed has 0.5',
      readShare,
      0,
    )
    .option('--mqtt <url>', 'live: broker to publish to, as the vehicles would have')
    .addOption(
      new Option('--agency <name>', 'network in the topics (with --mqtt)').env('RUKH_AGENCY').default('lviv'),
    )
    .option('--speed <n>', 'times real time (with --mqtt)', readSpeed, 1)
    .option('--keep-time', 'leave timestamps as recorded; otherwise the recording begins now (with --mqtt)')
    .action(async (flags: ReplayFlags, command: Command) => {
      process.exitCode = await explainFailure(() => replay(flags, command));
    });
}

function replay(flags: ReplayFlags, command: Command): Promise<number> {
  const { gtfs, out, mqtt } = flags;
  if (mqtt !== undefined && out === undefined) return replayLive(mqtt, flags);
  if (mqtt === undefined && out !== undefined && gtfs !== undefined) {
    return replayOffline({ ...flags, gtfs, out });
  }
  return command.error('error: give either --out with --gtfs, or --mqtt', { exitCode: 2 });
}

async function replayLive(mqtt: string, flags: ReplayFlags): Promise<number> {
  const { positions, hide, agency, speed, keepTime = false } = flags;
  const broker = chooseBroker(mqtt);
  say(`publishing to ${withoutPassword(broker.url)} as agency ${agency}`);
  const options = { broker, agency, speed, keepTime, progress: showProgress };
  const { sent, malformed } = await publishRecording(positions, hide, options);
  say(`\r${sent} reports sent, ${malformed} rows were none`);
  return 0;
}

async function replayOffline({
  gtfs,
  positions,
  boardings,
  hide,
  out,
  write,
  minConfidence,
}: OfflineFlags): Promise<number> {
  const started = performance.now();
  const schedule = await loadSchedule(gtfs);
  await mkdir(out, { recursive: true });
  const tables = new ReplayTables(out, schedule, write, minConfidence);
  const feed = write.has('feed') ? await ReplayFeed.create(join(out, 'feed'), schedule) : undefined;
  const counted = boardings === undefined ? undefined : await RecordedBoardings.read(boardings, schedule);
  const outputs = { tables, feed, progress: showProgress };
  const report = await runReplay(schedule, positions, hide, outputs, counted);
  await tables.close();
  const more = {
    ...(write.has('predictions') ? { predictions: tables.predictionRows } : {}),
    ...(feed ? { snapshots: feed.snapshots, withheld: feed.withheld, snapshots_refused: feed.refused } : {}),
  };
  await writeFile(join(out, 'report.json'), `${JSON.stringify(report.toJson(more), undefined, 2)}\n`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(
    `\r${report.rows} rows, ${report.accepted} accepted, ${report.assigned} on a trip, in ${seconds} s: ${out}`,
  );
  for (const line of report.listTroubles()) say(line);
  return report.accepted > 0 ? 0 : 1;
}

/** Throws an Error that says what is wrong with the GTFS. */
async function loadSchedule(path: string): Promise<Schedule> {
  const { schedule, report } = await importGtfs(path);
  if (schedule) return schedule;
  const [first] = report.findings.filter(({ severity }) => severity === 'error');
  throw new Error(
    `${path} is refused: ${first?.message ?? 'no schedule in it'}; see rukh import --dry-run ${path}`,
  );
}

function readNames(text: string, known: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of ${known.join(', ')}.`);
  return names;
}

function readHidden(text: string): Hidden {
  const fields = readNames(text, HIDEABLE);
  return { trip: fields.includes('trip'), route: fields.includes('route'), stop: fields.includes('stop') };
}

function readSpeed(text: string): number {
  const speed = Number(text);
  if (!(speed > 0 && speed <= 1000)) throw new InvalidArgumentError('A number above 0, at most 1000.');
  return speed;
}

async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    say(`rukh replay: ${(error as Error).message}`);
    return 1;
  }
}

function showProgress(rows: number, recordedAtSeconds: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${rows} rows, recorded ${new Date(recordedAtSeconds * 1000).toISOString()}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
