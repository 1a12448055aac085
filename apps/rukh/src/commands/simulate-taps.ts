/**
 * `rukh simulate taps`: thousands of validators and a day of riders. What goes wrong with devices follows from the
 * seed; a run that is killed goes on from the devices' journals. Exit codes: 0 every tap has its receipt, 1 not, or
 * the back office does not know the devices, 2 wrong usage.
 */
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { HARD_DEVICE_TROUBLES, NO_DEVICE_TROUBLES } from '@rukh/domain/simulation';
import {
  type ServiceDate,
  addDays,
  findServiceDate,
  serviceDateAt,
  serviceDayStartSeconds,
} from '@rukh/domain/time';
import { installValidators } from '../simulate/install-validators.js';
import { type FleetState, runTapFleet } from '../validator/tap-fleet.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const TROUBLES = { none: NO_DEVICE_TROUBLES, hard: HARD_DEVICE_TROUBLES } as const;

interface SimulateTapsFlags {
  readonly devices: number;
  readonly taps: number;
  readonly url?: string;
  readonly adminToken?: string;
  readonly mqtt?: string;
  readonly agency: string;
  readonly date?: ServiceDate;
  readonly zone: string;
  readonly pace: number;
  readonly troubles: keyof typeof TROUBLES;
  readonly keySecret: string;
  readonly denyList: boolean;
  readonly seed: number;
  readonly journals: string;
}

/** Adds the command to `rukh simulate`. */
export function registerSimulateTaps(simulate: Command): void {
  const command = simulate
    .command('taps')
    .description("thousands of validators with a day's riders, as fast as wanted")
    .option('--devices <n>', 'validators, SIM0001 and up', readInteger(1, 20_000), 1000)
    .option('--taps <n>', 'about so many over the day', readInteger(1, 5_000_000), 300_000)
    .option('--url <url>', 'send to this back office')
    .addOption(
      new Option(
        '--admin-token <token>',
        'makes the devices known at --url; without it they must be known',
      ).env('RUKH_ADMIN_TOKEN'),
    )
    .option('--mqtt <url>', 'send over this broker; with --url every second device does')
    .option('--agency <name>', 'agency in the topics', 'lviv')
    .option('--date <date>', 'the day of the taps (default: yesterday)', readDate)
    .option('--zone <zone>', 'time zone of the city', 'Europe/Kyiv')
    .option('--pace <n>', 'seconds of the day a second', readInteger(1, 100_000), 300)
    .addOption(
      new Option('--troubles <name>', 'what goes wrong with devices')
        .choices(Object.keys(TROUBLES))
        .default('none'),
    )
    .option('--deny-list', 'devices follow the deny list of --url, and refuse whom it names', false)
    .option('--seed <n>', 'the same seed gives the same day', readInteger(-(2 ** 31), 2 ** 31 - 1), 1)
    .option('--key-secret <text>', 'of which the keys of all devices are made', 'simulated')
    .option('--journals <dir>', "folder of the devices' journals", join('.rukh', 'simulated-validators'))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE));
  command.action(async (flags: SimulateTapsFlags) => {
    if (flags.url === undefined && flags.mqtt === undefined) {
      command.error('error: say where taps go: --url URL, --mqtt URL, or both');
    }
    try {
      process.exitCode = (await simulateTaps(flags)) ? 0 : EXIT_FAILED;
    } catch (error) {
      process.stderr.write(`rukh simulate taps: ${(error as Error).message}\n`);
      process.exitCode = EXIT_FAILED;
    }
  });
}

async function simulateTaps(flags: SimulateTapsFlags): Promise<boolean> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const { url, adminToken, devices, keySecret } = flags;
  if (url !== undefined && adminToken !== undefined) {
    await installValidators({ url, adminToken, devices, keySecret });
  }
  const day = flags.date ?? addDays(serviceDateAt(Date.now() / 1000, flags.zone), -1);
  return runTapFleet({
    seed: flags.seed,
    devices: flags.devices,
    taps: flags.taps,
    dayStartMs: serviceDayStartSeconds(day, flags.zone) * 1000,
    home: flags.journals,
    ...(flags.url !== undefined && { url: flags.url }),
    ...(flags.mqtt !== undefined && { mqtt: flags.mqtt }),
    agency: flags.agency,
    speed: flags.pace,
    troubles: TROUBLES[flags.troubles],
    keySecret: flags.keySecret,
    followsList: flags.denyList,
    signal: stop.signal,
    progress: (state) => {
      process.stderr.write(`${describe(state, flags.zone)}\n`);
    },
  });
}

function describe(state: FleetState, zone: string): string {
  const { plannedMs, made, planned, queued, devicesDone, refused } = state;
  const at = Temporal.Instant.fromEpochMilliseconds(Math.round(plannedMs)).toZonedDateTimeISO(zone);
  const clock = at.toPlainTime().toString({ smallestUnit: 'minute' });
  const refusals = [...refused].map(([reason, count]) => `, ${count} refused: ${reason}`).join('');
  return `${clock}  ${made} of ${planned} taps made, ${queued} without a receipt, ${devicesDone} devices done${refusals}`;
}

function readInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is no whole number from ${least} to ${most}.`);
  };
}

function readDate(text: string): ServiceDate {
  const date = findServiceDate(text.replaceAll('-', ''));
  if (date === undefined) throw new InvalidArgumentError('It is no day of the form YYYY-MM-DD.');
  return date;
}
