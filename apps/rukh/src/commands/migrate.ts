/**
 * `rukh migrate`: brings the database to the present shape, or says what it lacks. Exit codes: 0 done or up to
 * date, 1 failed, 3 (with --status) migrations are waiting.
 */
import type { Command } from 'commander';
import { type MigrationStatus, MigrationError, listMigrationStatus, migrate } from '@rukh/adapters/postgres';

interface MigrateFlags {
  readonly database?: string;
  readonly status?: boolean;
  readonly timescale?: boolean;
}

const DEFAULT_DATABASE = 'postgres://localhost:5432/rukh';

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the present shape')
    .option('--database <url>', 'PostgreSQL to migrate (default: DATABASE_URL)')
    .option('--status', 'only say which migrations have run; exit code 3 where some are waiting')
    .option('--timescale', 'create the TimescaleDB extension first; fail where the server lacks it')
    .action(async (flags: MigrateFlags) => {
      const databaseUrl = flags.database ?? process.env.DATABASE_URL ?? DEFAULT_DATABASE;
      process.exitCode = await explainFailure(() =>
        flags.status === true ? showStatus(databaseUrl) : runMigrate(databaseUrl),
      );
    });
}

async function runMigrate(databaseUrl: string): Promise<number> {
  const { applied } = await migrate(databaseUrl, { log: say });
  say(applied.length === 0 ? 'the database is up to date' : `done: ${applied.length} migrations`);
  return 0;
}

async function showStatus(databaseUrl: string): Promise<number> {
  const migrations = await listMigrationStatus(databaseUrl);
  for (const migration of migrations) say(statusLine(migration));
  return migrations.some(({ ranAt }) => ranAt === undefined) ? 3 : 0;
}

function statusLine({ name, ranAt }: MigrationStatus): string {
  return ranAt === undefined ? `${name}  waiting` : `${name}  done ${ranAt}`;
}

async function explainFailure(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
