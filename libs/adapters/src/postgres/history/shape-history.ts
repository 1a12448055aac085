/**
 * Gives history its shape after the migrations: hypertables or indexes, then the views. It looks first at what
 * is there, so it may run at each start. A database that gets TimescaleDB later is taken over with its rows.
 */
import { MigrationError } from '../migration-error.js';
import type { MigrationSession } from '../migration-session.js';
import { type HistoryEngine, findAvailableEngine } from './find-history-engine.js';
import { type HistorySettings, findSettingsProblems } from './history-settings.js';
import { readHistoryState, writeHistoryState } from './history-state.js';
import { type HistoryView, listHistoryViews } from './list-history-views.js';
import { createPlainView, shapePlainTables } from './shape-plain.js';
import { createAggregate, fillAggregate, setAggregatePolicies, shapeHypertables } from './shape-timescale.js';

export async function shapeHistory(
  session: MigrationSession,
  settings: HistorySettings,
  log: (message: string) => void,
): Promise<void> {
  const problems = findSettingsProblems(settings);
  if (problems.length > 0) throw new MigrationError(problems.join(' '));
  const { engine, because } = await findAvailableEngine(session);
  const before = await readHistoryState(session);
  if (before.get('engine') !== engine) {
    log(`history in ${engine === 'plain' ? 'plain tables' : engine}: ${because}`);
  }
  const created = await inTransaction(session, () => shape(session, engine, settings, before));
  for (const view of created) {
    log(`view ${view.name} made`);
    if (engine === 'timescale' && view.kind === 'aggregate') await fillAggregate(session, view.name);
  }
}

/** Answers the views made now. */
async function shape(
  session: MigrationSession,
  engine: HistoryEngine,
  settings: HistorySettings,
  before: ReadonlyMap<string, string>,
): Promise<HistoryView[]> {
  const views = await listHistoryViews();
  if (before.has('engine') && before.get('engine') !== engine) {
    refuseLossOfTimescale(engine);
    await dropViews(session, views, before);
    before = new Map();
  }
  if (engine === 'plain') await shapePlainTables(session);
  const isNewSettings = before.get('settings') !== JSON.stringify(settings);
  if (engine === 'timescale' && isNewSettings) await shapeHypertables(session, settings);
  const created = await createViews(session, engine, views, before);
  if (engine === 'timescale' && (isNewSettings || created.length > 0)) {
    for (const { name, kind } of views) {
      if (kind === 'aggregate') await setAggregatePolicies(session, name, settings.aggregates);
    }
  }
  await writeHistoryState(session, 'engine', engine);
  await writeHistoryState(session, 'settings', JSON.stringify(settings));
  return created;
}

async function createViews(
  session: MigrationSession,
  engine: HistoryEngine,
  views: readonly HistoryView[],
  before: ReadonlyMap<string, string>,
): Promise<HistoryView[]> {
  const changed = views.filter(({ name, sha256 }) => before.get(`view ${name}`) !== sha256);
  for (const view of changed) {
    const isContinuous = engine === 'timescale' && view.kind === 'aggregate';
    if (isContinuous && before.has(`view ${view.name}`)) refuseChange(view);
    if (!isContinuous) await session.query(`DROP VIEW IF EXISTS ${view.name}`);
    if (isContinuous) await createAggregate(session, view);
    else await createPlainView(session, view);
    await writeHistoryState(session, `view ${view.name}`, view.sha256);
  }
  return changed;
}

/** Views first, aggregates last: the list the other way round. */
async function dropViews(
  session: MigrationSession,
  views: readonly HistoryView[],
  before: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { name } of views.toReversed()) {
    if (before.has(`view ${name}`)) await session.query(`DROP VIEW IF EXISTS ${name}`);
  }
}

function refuseLossOfTimescale(engine: HistoryEngine): void {
  if (engine === 'timescale') return;
  throw new MigrationError(
    'This database kept its history in TimescaleDB and no longer can. ' +
      'Install the extension again, with its Timescale licence, or restore into an empty database.',
  );
}

/** An aggregate outlives the rows it was made of, so it is never thrown away for a change of its text. */
function refuseChange({ name }: HistoryView): never {
  throw new MigrationError(
    `The continuous aggregate ${name} differs from db/history/aggregates/${name}.sql. ` +
      'Give the new one a new name, or drop the old one by a migration.',
  );
}

async function inTransaction<T>(session: MigrationSession, work: () => Promise<T>): Promise<T> {
  await session.query('BEGIN');
  try {
    const result = await work();
    await session.query('COMMIT');
    return result;
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
