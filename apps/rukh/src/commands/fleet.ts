/**
 * `rukh fleet import FILE`: whose vehicles are, from a spreadsheet. Exit codes: 0 done, 1 the file is refused (every
 * reason is said, and nothing is changed), 2 wrong usage or a database that cannot be reached.
 */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AccessAudit, FleetStore, createPool } from '@rukh/adapters/postgres';
import { printFault, readFleet } from '@rukh/dispatch';
import { ConfigurationError } from '@rukh/service';
import { chooseDatabase } from './choose-server.js';

const SHOWN_ERRORS = 20;

/** Adds the command to the program. */
export function register(program: Command): void {
  const fleet = program.command('fleet').description('carriers and their vehicles');
  const load = fleet
    .command('import')
    .description('take the vehicles of a CSV into the registry')
    .argument(
      '<file>',
      'CSV with vehicle_id, carrier_id; optional carrier_name, label, plate, low_floor, capacity, valid_from, valid_to',
    )
    .option(
      '--database <url>',
      'PostgreSQL (default: DATABASE_URL, else that of the rukh up that runs here)',
    );
  load.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  load.action(async (file: string, { database }: { database?: string }) => {
    process.exitCode = await runImport(file, database);
  });
}

async function runImport(file: string, database: string | undefined): Promise<number> {
  try {
    const { rows, carriers, faults } = readFleet(readFileSync(file, 'utf8'));
    if (faults.length > 0) return refuse(faults.map(printFault));
    const vehicles = rows.map(({ vehicle }) => vehicle);
    const clash = await put(chooseDatabase(database), vehicles, carriers);
    if (clash.length > 0) return refuse(clash.map((id) => `The days of vehicle ${id} would meet.`));
    const counts = `vehicles: ${vehicles.length}, carriers named: ${carriers.length}`;
    process.stdout.write(`The registry has taken ${counts}.\n`);
    return 0;
  } catch (error) {
    const isUsage = error instanceof ConfigurationError;
    const { message } = error as Error;
    process.stderr.write(isUsage ? `${message}\n` : `The fleet cannot be imported: ${message}\n`);
    return 2;
  }
}

function refuse(errors: readonly string[]): number {
  const more = errors.length > SHOWN_ERRORS ? [`and ${errors.length - SHOWN_ERRORS} more`] : [];
  process.stderr.write(`Nothing was changed:\n${[...errors.slice(0, SHOWN_ERRORS), ...more].join('\n')}\n`);
  return 1;
}

async function put(
  databaseUrl: string,
  vehicles: Parameters<FleetStore['put']>[0],
  carriers: Parameters<FleetStore['putCarriers']>[0],
): Promise<string[]> {
  const pool = createPool({ databaseUrl, applicationName: 'rukh-fleet', max: 1, statementTimeoutMs: 30_000 });
  try {
    const fleet = new FleetStore(pool);
    const clash = await fleet.put(vehicles, carriers);
    if (clash.length > 0) return clash;
    const details = { rows: vehicles.length };
    await new AccessAudit(pool).note({ kind: 'fleet_changed', actor: 'command-line', details });
    return [];
  } finally {
    await pool.end();
  }
}
