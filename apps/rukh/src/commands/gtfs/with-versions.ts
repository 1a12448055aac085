import { GtfsVersions, createPool } from '@rukh/adapters/postgres';
import { chooseDatabase } from '../choose-server.js';

export interface DatabaseFlags {
  readonly database?: string;
}

/** An archive of a large country takes its time to send. */
const STATEMENT_TIMEOUT_MS = 300_000;

/** Works on the versions in the database named by the flags or the environment, and closes it. */
export async function withVersions(
  flags: DatabaseFlags,
  work: (versions: GtfsVersions) => Promise<number>,
): Promise<number> {
  const pool = createPool({
    databaseUrl: chooseDatabase(flags.database),
    applicationName: 'rukh-import',
    max: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    return await work(new GtfsVersions(pool));
  } finally {
    await pool.end();
  }
}
