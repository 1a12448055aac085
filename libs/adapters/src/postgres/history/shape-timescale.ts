/**
 * History with TimescaleDB: hypertables, compression and retention by its own policies, aggregates that are
 * kept up to date as rows come. All of it can be said again without harm.
 */
import type { MigrationSession } from '../migration-session.js';
import type { HistoryAggregateSettings, HistorySettings } from './history-settings.js';
import { HISTORY_TABLES, type HistoryTableShape } from './history-tables.js';
import type { HistoryView } from './list-history-views.js';

export async function shapeHypertables(session: MigrationSession, settings: HistorySettings): Promise<void> {
  for (const table of HISTORY_TABLES) {
    const { chunkHours } = settings.tables[table.name];
    // The block-range index of a database that had no TimescaleDB before: chunks take its place.
    await session.query(`DROP INDEX IF EXISTS ${table.name}_brin`);
    await session.query(
      `SELECT create_hypertable($1::regclass, by_range($2::name, make_interval(hours => $3::int)),
         if_not_exists => true, migrate_data => true)`,
      [table.name, table.timeColumn, chunkHours],
    );
    await session.query('SELECT set_chunk_time_interval($1::regclass, make_interval(hours => $2::int))', [
      table.name,
      chunkHours,
    ]);
    await session.query(compressionStatement(table));
    await setTablePolicies(session, table, settings);
  }
}

/** Created empty: filling it needs its own transaction, see `fillAggregate`. */
export async function createAggregate(session: MigrationSession, view: HistoryView): Promise<void> {
  await session.query(
    `CREATE MATERIALIZED VIEW ${view.name}
     WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS ${view.select} WITH NO DATA`,
  );
}

/** Counts the rows that were there before the aggregate; the policy looks only at its own window. */
export async function fillAggregate(session: MigrationSession, name: string): Promise<void> {
  await session.query(`CALL refresh_continuous_aggregate('${name}', NULL, NULL)`);
}

export async function setAggregatePolicies(
  session: MigrationSession,
  name: string,
  settings: HistoryAggregateSettings,
): Promise<void> {
  await session.query('SELECT remove_continuous_aggregate_policy($1::regclass, if_exists => true)', [name]);
  await session.query(
    `SELECT add_continuous_aggregate_policy($1::regclass,
       start_offset => make_interval(days => $2::int),
       end_offset => make_interval(mins => $3::int),
       schedule_interval => make_interval(mins => $4::int))`,
    [name, settings.refreshWindowDays, settings.refreshLagMinutes, settings.refreshMinutes],
  );
  await session.query('SELECT remove_retention_policy($1::regclass, if_exists => true)', [name]);
  if (settings.keepDays > 0) {
    await session.query('SELECT add_retention_policy($1::regclass, make_interval(days => $2::int))', [
      name,
      settings.keepDays,
    ]);
  }
}

function compressionStatement({ name, segmentBy, orderBy }: HistoryTableShape): string {
  return `ALTER TABLE ${name} SET (timescaledb.compress,
    timescaledb.compress_segmentby = '${segmentBy}', timescaledb.compress_orderby = '${orderBy}')`;
}

async function setTablePolicies(
  session: MigrationSession,
  { name }: HistoryTableShape,
  settings: HistorySettings,
): Promise<void> {
  const { keepDays, compressAfterDays } = settings.tables[name];
  await session.query('SELECT remove_compression_policy($1::regclass, if_exists => true)', [name]);
  if (compressAfterDays > 0) {
    await session.query('SELECT add_compression_policy($1::regclass, make_interval(days => $2::int))', [
      name,
      compressAfterDays,
    ]);
  }
  await session.query('SELECT remove_retention_policy($1::regclass, if_exists => true)', [name]);
  if (keepDays > 0) {
    await session.query('SELECT add_retention_policy($1::regclass, make_interval(days => $2::int))', [
      name,
      keepDays,
    ]);
  }
}
