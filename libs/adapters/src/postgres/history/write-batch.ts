/**
 * One batch of history in one transaction: all its rows are there after it, or none. Rows that are expected to be
 * new go straight into their table, which is the cheapest way there is; where one of them turns out to be there
 * already, and where a batch is written again, all go through a staging table and are merged.
 */
import { type EncodedCopy, encodeCopy } from '../encode-copy.js';
import { isUniqueViolation } from '../violations.js';
import { type Column, HISTORY_COLUMNS, type HistoryRows } from './history-rows.js';
import type { HistoryTable } from './history-settings.js';
import { copyStatement, mergeStatement, stagingStatement } from './merge-statements.js';

export type HistoryBatch = { readonly [T in HistoryTable]: readonly HistoryRows[T][] };

/** What writing needs of a session of the database. */
export interface HistorySession {
  query(text: string): Promise<unknown>;
  /** Sends `bytes` to a COPY ... FROM STDIN. */
  copy(statement: string, bytes: Buffer): Promise<unknown>;
}

export interface WrittenBatch {
  /** Rows sent, by table; one that was there already counts too. */
  readonly rows: Readonly<Record<HistoryTable, number>>;
  /** Rows left out because a value does not fit its column, by table. */
  readonly refused: Readonly<Record<HistoryTable, number>>;
}

/** Whether the rows are believed to be new, or may be there already. */
export type WriteMode = 'new' | 'merge';

export const HISTORY_TABLE_NAMES: readonly HistoryTable[] = [
  'vehicle_locations',
  'trips_performed',
  'stop_visits',
  'prediction_samples',
];

/** Rows of these come once each; the others are filled in as a trip goes on, so they are always merged. */
const COPIED_STRAIGHT: ReadonlySet<HistoryTable> = new Set(['vehicle_locations', 'prediction_samples']);

const isAnswer = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string';

/** Writes the batch and commits it. Throws what the database says; nothing of the batch is there then. */
export async function writeBatch(
  session: HistorySession,
  batch: HistoryBatch,
  mode: WriteMode,
): Promise<WrittenBatch> {
  if (mode === 'merge') return inTransaction(session, () => writeTables(session, batch, mode));
  try {
    return await inTransaction(session, () => writeTables(session, batch, mode));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return inTransaction(session, () => writeTables(session, batch, 'merge'));
  }
}

/** Staging tables of a new session; once is enough. */
export async function prepareSession(session: HistorySession): Promise<void> {
  await session.query(HISTORY_TABLE_NAMES.map(stagingStatement).join(';\n'));
}

async function writeTables(
  session: HistorySession,
  batch: HistoryBatch,
  mode: WriteMode,
): Promise<WrittenBatch> {
  const rows = { vehicle_locations: 0, stop_visits: 0, trips_performed: 0, prediction_samples: 0 };
  const refused = { ...rows };
  for (const table of HISTORY_TABLE_NAMES) {
    if (batch[table].length === 0) continue;
    const copy = encodeTable(batch, table);
    rows[table] = copy.rows;
    refused[table] = copy.refused;
    if (mode === 'new' && COPIED_STRAIGHT.has(table)) {
      await session.copy(copyStatement(table), copy.bytes);
    } else {
      await session.copy(copyStatement(table, `staged_${table}`), copy.bytes);
      await session.query(mergeStatement(table));
    }
  }
  return { rows, refused };
}

function encodeTable(batch: HistoryBatch, table: HistoryTable): EncodedCopy {
  // The columns of a table and its rows go together; the compiler cannot see it through the union.
  const columns: readonly Column<never>[] = HISTORY_COLUMNS[table];
  return encodeCopy(columns, batch[table] as readonly never[]);
}

async function inTransaction<T>(session: HistorySession, work: () => Promise<T>): Promise<T> {
  await session.query('BEGIN');
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // Where the server has not answered, its connection is thrown away, and a ROLLBACK would only wait too.
    if (isAnswer(error)) await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  await session.query('COMMIT');
  return result;
}
