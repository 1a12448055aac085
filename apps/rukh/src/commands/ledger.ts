/**
 * `rukh ledger verify`: replays the ledger from its first entry and holds it against balances, seals, charges, pay
 * windows, taps and the gateway's journal. Reads only. Exit codes: 0 all holds, 1 something does not, 2 wrong usage or a
 * database that cannot be reached.
 */
import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { type LedgerVerdict, createPool, verifyLedger } from '@rukh/adapters/postgres';
import { ConfigurationError } from '@rukh/service';
import { chooseDatabase } from './choose-server.js';

interface Flags {
  readonly database?: string;
  readonly json?: boolean;
}

const EXIT_WRONG = 1;
const EXIT_UNREACHABLE = 2;
/** Years of entries are read. */
const STATEMENT_TIMEOUT_MS = 3_600_000;

/** Adds the command to the program. */
export function register(program: Command): void {
  const ledger = program.command('ledger').description('the books of the e-ticket');
  const verify = ledger
    .command('verify')
    .description('replay all entries and hold them against everything they were made from')
    .option('--database <url>', 'PostgreSQL (default: DATABASE_URL, else that of the rukh up that runs here)')
    .option('--json', 'print the findings as JSON');
  verify.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_UNREACHABLE));
  verify.action(async (flags: Flags) => {
    process.exitCode = await runVerify(flags);
  });
}

async function runVerify({ database, json }: Flags): Promise<number> {
  let verdict: LedgerVerdict;
  try {
    verdict = await verify(chooseDatabase(database));
  } catch (error) {
    const isUsage = error instanceof ConfigurationError;
    process.stderr.write(
      isUsage ? `${error.message}\n` : `The ledger cannot be read: ${(error as Error).message}\n`,
    );
    return EXIT_UNREACHABLE;
  }
  process.stdout.write(
    json === true ? `${JSON.stringify(verdict, undefined, 2)}\n` : describeVerdict(verdict),
  );
  return verdict.findings.every(({ faults }) => faults.length === 0) ? 0 : EXIT_WRONG;
}

async function verify(databaseUrl: string): Promise<LedgerVerdict> {
  const pool = createPool({
    databaseUrl,
    applicationName: 'rukh-ledger-verify',
    max: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    return await verifyLedger(pool, (previous, text) =>
      createHash('sha256').update(previous).update(text).digest(),
    );
  } finally {
    await pool.end();
  }
}

function describeVerdict({ transactions, entries, accounts, sealedDays, findings }: LedgerVerdict): string {
  const lines = findings.flatMap(({ check, faults }) => [
    `${faults.length === 0 ? 'holds ' : 'BROKEN'}  ${check}`,
    ...faults.map((fault) => `          ${fault}`),
  ]);
  const read = `${transactions} transactions, ${entries} entries, ${accounts} accounts, ${sealedDays} sealed days`;
  return `${lines.join('\n')}\n${read}\n`;
}
