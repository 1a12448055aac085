/**
 * `rukh validator`: one validator to play with in a terminal, as it would be on a bus: with a disk, a key and a network
 * that may go. Exit codes: 0 quit, 1 it cannot start, 2 wrong usage.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DEVICE_ID } from '@rukh/domain/taps';
import { DISPLAY_LANGUAGES } from '@rukh/domain/validator';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ValidatorFlags, runValidator } from '../validator/run-validator.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Adds the command to the program. */
export function register(program: Command): void {
  const command = program
    .command('validator')
    .description(
      'a validator to play with: type a card number, see the light; it works offline, crashes and drifts',
    )
    .requiredOption('--device <id>', 'its name with the back office', readDevice)
    .option('--url <url>', 'the back office', readUrl, 'http://localhost:8080')
    .addOption(new Option('--mqtt <url>', 'send taps over this broker instead of HTTPS').env('MQTT_URL'))
    .addOption(new Option('--agency <name>', 'agency in the topics').env('RUKH_AGENCY').default('lviv'))
    .option('--home <dir>', 'where it keeps its key and its queue (default: ~/.rukh/validators/ID)')
    .option('--code <code>', 'enrols it: the code that the administration was shown')
    .option('--vehicle <id>', 'the vehicle that it believes to be on')
    .option('--zone <id>', 'the fare zone that the vehicle is in')
    .addOption(new Option('--lang <language>', 'of the display').choices(DISPLAY_LANGUAGES))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE));
  command.action(async (flags: Omit<ValidatorFlags, 'home'> & { readonly home?: string }) => {
    const home = flags.home ?? join(homedir(), '.rukh', 'validators', flags.device);
    try {
      await runValidator({ ...flags, home });
    } catch (error) {
      process.stderr.write(`rukh validator: ${(error as Error).message}\n`);
      process.exitCode = EXIT_FAILED;
    }
  });
}

function readDevice(text: string): string {
  if (DEVICE_ID.test(text)) return text;
  throw new InvalidArgumentError('It is 1 to 32 letters, digits, - and _.');
}

function readUrl(text: string): string {
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It is no address such as https://tickets.example.');
}
