/**
 * `rukh simulate`: a city's day from its GTFS, vehicle by vehicle. Live over MQTT as trackers would send it, or
 * offline to a recording with the truth beside it. Progress goes to standard error. Exit codes: 0 done or
 * stopped, 1 the GTFS or a disk is no good, 2 wrong usage.
 */
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  HINTS,
  type Hints,
  PATHOLOGIES,
  PRESETS,
  type Pathology,
  type Preset,
} from '@rukh/domain/simulation';
import { type ServiceDate, findGtfsTime, findServiceDate } from '@rukh/domain/time';
import { runSimulation } from '../simulate/run-simulation.js';
import type { SimulateFlags } from '../simulate/simulate-flags.js';
import { chooseBroker, withoutPassword } from './choose-server.js';
import { registerSimulateTaps } from './simulate-taps.js';

type GivenFlags = Omit<SimulateFlags, 'qos' | 'gtfs' | 'broker'> & {
  readonly qos: string;
  readonly gtfs?: string;
  readonly mqtt?: string;
};

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Adds the command to the program. */
export function register(program: Command): void {
  const command = program
    .command('simulate')
    .description("simulate a city's vehicles from its GTFS: live over MQTT, or offline into a recording")
    .option('--gtfs <file>', 'GTFS, zip or folder')
    .option(
      '--mqtt <url>',
      'publish live to this broker (default: MQTT_URL, else that of the rukh up that runs here)',
    )
    .option('--out <file>', 'write a recording (CSV, gzipped) instead, as fast as it goes')
    .option('--truth <dir>', 'with --out: write what was true into this folder');
  addTimes(command);
  addCity(command);
  command
    .addOption(new Option('--agency <name>', 'agency in the topics').env('RUKH_AGENCY').default('lviv'))
    .option('--connections <n>', 'MQTT connections the vehicles are spread over', readInteger(1, 5000), 10)
    .addOption(new Option('--qos <qos>', 'MQTT quality of service').choices(['0', '1']).default('1'))
    .option('--taps-to <url>', 'let those who get on tap, live, at this back office (RUKH_ADMIN_TOKEN)')
    .option(
      '--taps-home <dir>',
      "folder of the validators' journals",
      join('.rukh', 'simulated-riding-validators'),
    )
    .addHelpText('after', listPathologies)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE));
  // Options of `taps` are its own, also those that have the name of one of ours.
  registerSimulateTaps(command.enablePositionalOptions());
  command.action(async ({ gtfs, ...flags }: GivenFlags) => {
    if (gtfs === undefined) return command.error('error: say which city: --gtfs FILE');
    const { mqtt, out, truth, agency } = flags;
    if (truth !== undefined && out === undefined) command.error('error: --truth needs --out');
    process.exitCode = await explainFailure(() => {
      const chosen: SimulateFlags = { ...flags, gtfs, qos: flags.qos === '0' ? 0 : 1 };
      if (out !== undefined) return runSimulation(chosen);
      // Who names another city means the broker of that one.
      const isNamed = command.getOptionValueSource('agency') === 'cli';
      const broker = chooseBroker(mqtt, isNamed ? { ...process.env, RUKH_AGENCY: agency } : process.env);
      process.stderr.write(`publishing to ${withoutPassword(broker.url)} as agency ${agency}\n`);
      return runSimulation({ ...chosen, broker });
    });
  });
}

function addTimes(command: Command): void {
  command
    .option('--date <date>', 'service day (default: today in the city)', readDate)
    .option('--from <time>', 'HH:MM of that day to begin at (default: now; with --out 04:00)', readTime)
    .option(
      '--hours <n>',
      'how long (default: for ever; with --out to the end of the day)',
      readNumber(0.01, 1000),
    )
    .option(
      '--speed <n>',
      'simulated seconds a second; reports carry the simulated time',
      readNumber(0.01, 1000),
      1,
    )
    .option('--interval <seconds>', 'between two reports of a vehicle', readInteger(1, 3600), 5);
}

function addCity(command: Command): void {
  command
    .option(
      '--vehicles <n>',
      'about so many at the peak (default: as many as the timetable needs)',
      readInteger(1, 100_000),
    )
    .option('--seed <n>', 'the same seed gives the same day', readInteger(-(2 ** 31), 2 ** 31 - 1), 1)
    .addOption(
      new Option('--preset <name>', 'what goes wrong')
        .choices(Object.keys(PRESETS))
        .default('normal' satisfies Preset),
    )
    .option('--rate <name=rate>', 'change the rate of one pathology; may be repeated', readRate, {})
    .addOption(
      new Option('--hints <what>', 'what trackers say of their trips')
        .choices(HINTS)
        .default('full' satisfies Hints),
    )
    .option('--airport <lat,lon>', 'where spoofed trackers believe to be', readPlace);
}

function listPathologies(): string {
  const lines = Object.entries(PATHOLOGIES).map(
    ([name, { of, means }]) => `  ${name.padEnd(20)} ${means} [${of}]`,
  );
  return `\nPathologies for --rate, and what the rate is of:\n${lines.join('\n')}`;
}

async function explainFailure(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    process.stderr.write(`rukh simulate: ${describe(error as NodeJS.ErrnoException)}\n`);
    return EXIT_FAILED;
  }
}

function describe({ code, path, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' && path !== undefined ? `there is no file or folder ${path}` : message;
}

function readInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is no whole number from ${least} to ${most}.`);
  };
}

function readNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is no number from ${least} to ${most}.`);
  };
}

function readDate(text: string): ServiceDate {
  const date = findServiceDate(text.replaceAll('-', ''));
  if (date === undefined) throw new InvalidArgumentError('It is no day of the form YYYY-MM-DD.');
  return date;
}

function readTime(text: string): number {
  const seconds = findGtfsTime(/^\d+:\d+$/.test(text) ? `${text}:00` : text);
  if (seconds === undefined) throw new InvalidArgumentError('It is no time of the form HH:MM.');
  return seconds;
}

function readRate(
  text: string,
  before: Partial<Record<Pathology, number>>,
): Partial<Record<Pathology, number>> {
  const [name = '', rate = ''] = text.split('=');
  if (!(name in PATHOLOGIES)) throw new InvalidArgumentError(`There is no pathology "${name}"; see --help.`);
  return { ...before, [name]: readNumber(0, 1000)(rate) };
}

function readPlace(text: string): { lat: number; lon: number } {
  const [lat = NaN, lon = NaN] = text.split(',').map(Number);
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) return { lat, lon };
  throw new InvalidArgumentError('It is no position of the form LAT,LON.');
}
