/**
 * History without TimescaleDB: the tables stay as they are, with a small block-range index on the time axis,
 * since rows come almost in order of time and a tree of all of them would cost more than it gives.
 */
import type { MigrationSession } from '../migration-session.js';
import { HISTORY_TABLES } from './history-tables.js';
import type { HistoryView } from './list-history-views.js';

export async function shapePlainTables(session: MigrationSession): Promise<void> {
  for (const { name, timeColumn } of HISTORY_TABLES) {
    await session.query(
      `CREATE INDEX IF NOT EXISTS ${name}_brin ON ${name}
       USING brin (${timeColumn}) WITH (pages_per_range = 32, autosummarize = on)`,
    );
  }
}

/** The views say time_bucket; without the extension, rukh_plain has a function of that name and meaning. */
export async function createPlainView(session: MigrationSession, view: HistoryView): Promise<void> {
  await session.query('SET LOCAL search_path = public, rukh_plain');
  await session.query(`CREATE VIEW ${view.name} AS ${view.select}`);
  await session.query('SET LOCAL search_path = public');
}
