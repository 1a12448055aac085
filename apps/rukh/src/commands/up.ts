/**
 * `rukh up`: everything on this machine in one go, for a small city or, with --demo, for a look around. Exit
 * codes: 0 stopped by a signal, 1 could not start, 78 the configuration is wrong.
 */
import type { Command } from 'commander';
import { CONFIGURATION_EXIT_CODE, ConfigurationError } from '@rukh/service';
import { bringUp, type UpFlags } from '../up/bring-up.js';
import { CannotStart } from '../up/cannot-start.js';

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('up')
    .description(
      'run everything on this machine: servers that are not named in the environment, and all services',
    )
    .option('--demo', 'with the bundled city, its timetable moved to now, and simulated vehicles')
    .addHelpText('after', '\nConfiguration is read from the environment; see docs/configuration.md.')
    .action(async (flags: UpFlags) => {
      // Children that were stopped leave nothing open; what libraries leave open must not hold the exit.
      process.exit(await explainFailure(flags));
    });
}

async function explainFailure(flags: UpFlags): Promise<number> {
  try {
    return await bringUp(flags);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      const hint = flags.demo === true ? '' : '\nFor a look around without any configuration: rukh up --demo';
      process.stderr.write(`${error.message}${hint}\n`);
      return CONFIGURATION_EXIT_CODE;
    }
    process.stderr.write(`${error instanceof CannotStart ? error.message : describe(error)}\n`);
    return 1;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `Rukh could not start: ${error.message}` : String(error);
}
