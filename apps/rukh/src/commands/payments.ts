/**
 * `rukh payments`: whether payments are held since the database was restored or moved, and their release. Exit codes: 0 nothing is
 * held (any more), 1 payments are held, or there was nothing to release, 2 wrong usage or a database that cannot be reached.
 */
import type { Command } from 'commander';
import { type Database, createPool, findPaymentHold, releasePayments } from '@rukh/adapters/postgres';
import { chooseDatabase } from './choose-server.js';

interface Flags {
  readonly database?: string;
}

interface ReleaseFlags extends Flags {
  readonly by: string;
  readonly reason: string;
}

interface Told {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

const EXIT_UNREACHABLE = 2;
const DATABASE = [
  '--database <url>',
  'PostgreSQL (default: DATABASE_URL, else that of the rukh up that runs here)',
] as const;

/** Adds the command to the program. */
export function register(program: Command): void {
  const payments = program
    .command('payments')
    .description('payments that are held since the database was restored, moved, or taken over by a standby');
  payments
    .command('state')
    .description('whether payments are held')
    .option(...DATABASE)
    .exitOverride(endWrongUsage)
    .action((flags: Flags) => tell(flags, showState));
  payments
    .command('release')
    .description("let payments go on, when the gateway's statement was held against the books")
    .requiredOption('--by <name>', 'who says so')
    .requiredOption('--reason <text>', 'what was looked at')
    .option(...DATABASE)
    .exitOverride(endWrongUsage)
    .action((flags: ReleaseFlags) => tell(flags, (pool) => release(pool, flags)));
}

function endWrongUsage({ exitCode }: { readonly exitCode: number }): never {
  process.exit(exitCode === 0 ? 0 : EXIT_UNREACHABLE);
}

async function showState(pool: Database): Promise<Told> {
  const heldSince = await findPaymentHold(pool);
  if (heldSince === undefined) return { text: 'Payments are not held.', exitCode: 0 };
  return { text: `Payments are held since ${heldSince.toISOString()}.`, exitCode: 1 };
}

async function release(pool: Database, flags: ReleaseFlags): Promise<Told> {
  const [by, reason] = [flags.by.trim(), flags.reason.trim()];
  if (by === '' || reason === '') throw new Error('--by and --reason must say something');
  return (await releasePayments(pool, { by, reason }))
    ? { text: 'Payments go on.', exitCode: 0 }
    : { text: 'Payments were not held.', exitCode: 1 };
}

async function tell({ database }: Flags, read: (pool: Database) => Promise<Told>): Promise<void> {
  try {
    const pool = createPool({
      databaseUrl: chooseDatabase(database),
      applicationName: 'rukh-payments-hold',
      max: 1,
    });
    const { text, exitCode } = await read(pool).finally(() => pool.end());
    process.stdout.write(`${text}\n`);
    process.exitCode = exitCode;
  } catch (error) {
    process.stderr.write(`rukh payments: ${(error as Error).message}\n`);
    process.exitCode = EXIT_UNREACHABLE;
  }
}
