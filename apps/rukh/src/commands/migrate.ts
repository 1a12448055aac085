/**
 * `rukh migrate`: brings the database to the present shape, or says what it lacks. What the environment says of
 * keeping and compressing history is put into force with it. Exit codes: 0 done or up to date, 1 a migration
 * failed, 2 wrong usage or configuration, or a database that cannot be reached, 3 (with --status) migrations
 * are waiting.
 */
import type { Command } from 'commander';
import {
  DatabaseUnreachableError,
  MigrationError,
  type MigrationStatus,
  listMigrationStatus,
  migrate,
} from '@rukh/adapters/postgres';
import { loadHistorySettings } from '@rukh/archive';
import { ConfigurationError } from '@rukh/service';
import { chooseDatabase } from './choose-server.js';

interface Flags {
  readonly database?: string;
  readonly status?: boolean;
  readonly timescale?: boolean;
}

const EXIT_FAILED = 1;
const EXIT_UNREACHABLE = 2;
const EXIT_WAITING = 3;

/** Adds the command to the program. */
export function register(program: Command): void {
  const command = program
    .command('migrate')
    .description('bring the database to the present shape, and put the bounds of history in force')
    .option('--database <url>', 'PostgreSQL (default: DATABASE_URL, else that of the rukh up that runs here)')
    .option('--status', 'only say which migrations have run; exit code 3 where some are waiting')
    .option('--timescale', 'create the TimescaleDB extension first; fail where the server lacks it');
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_UNREACHABLE));
  command.action(async (flags: Flags) => {
    process.exitCode = await explainFailure(() => {
      const databaseUrl = chooseDatabase(flags.database);
      return flags.status === true
        ? showStatus(databaseUrl)
        : runMigrate(databaseUrl, flags.timescale === true);
    });
  });
}

async function runMigrate(databaseUrl: string, timescale: boolean): Promise<number> {
  const history = loadHistorySettings();
  const { applied } = await migrate(databaseUrl, { log: tell, history, timescale });
  say(applied.length === 0 ? 'the database is up to date' : `migrations done: ${applied.length}`);
  return 0;
}

async function showStatus(databaseUrl: string): Promise<number> {
  const migrations = await listMigrationStatus(databaseUrl);
  for (const migration of migrations) say(statusLine(migration));
  return migrations.some(({ ranAt }) => ranAt === undefined) ? EXIT_WAITING : 0;
}

function statusLine({ name, ranAt }: MigrationStatus): string {
  return ranAt === undefined ? `${name}  waiting` : `${name}  done ${ranAt}`;
}

async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MigrationError) && !(error instanceof ConfigurationError)) throw error;
    tell(error.message);
    const isReached = error instanceof MigrationError && !(error instanceof DatabaseUnreachableError);
    return isReached ? EXIT_FAILED : EXIT_UNREACHABLE;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Progress and failures, for people; standard output holds only the outcome. */
function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
