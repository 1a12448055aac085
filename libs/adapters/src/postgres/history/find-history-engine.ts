/**
 * Whether a database keeps history in TimescaleDB or in plain tables. The extension alone does not decide: under
 * its Apache licence it has neither compression nor continuous aggregates, and then plain tables serve better.
 */
import type { MigrationSession } from '../migration-session.js';

export type HistoryEngine = 'timescale' | 'plain';

export interface FoundEngine {
  readonly engine: HistoryEngine;
  /** A sentence for the operator. */
  readonly because: string;
}

/** What the database could use, by its extensions. */
export async function findAvailableEngine(session: MigrationSession): Promise<FoundEngine> {
  const { rows } = await session.query("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'");
  const version = rows[0]?.extversion;
  if (typeof version !== 'string') {
    return { engine: 'plain', because: 'TimescaleDB is not installed in this database' };
  }
  const licence = await session.query("SELECT current_setting('timescaledb.license', true) AS licence");
  if (licence.rows[0]?.licence === 'apache') {
    return { engine: 'plain', because: `TimescaleDB ${version} runs under its Apache licence` };
  }
  return { engine: 'timescale', because: `TimescaleDB ${version}` };
}

/** What the database does use since it was last migrated; undefined before the first migration. */
export async function findHistoryEngine(session: MigrationSession): Promise<HistoryEngine | undefined> {
  const { rows } = await session.query("SELECT value FROM rukh_history_state WHERE key = 'engine'");
  const value = rows[0]?.value;
  return value === 'timescale' || value === 'plain' ? value : undefined;
}
