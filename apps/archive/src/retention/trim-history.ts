/**
 * Keeps history within its bounds where there is no TimescaleDB: rows past their age go, a few thousand at a
 * time with pauses between, so that neither readers nor the log of the database feel it. On TimescaleDB its own
 * policies drop whole chunks, and this does nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  HISTORY_TABLE_NAMES,
  type HistorySettings,
  type HistoryTable,
  findHistoryEngine,
} from '@rukh/adapters/postgres';

export interface TrimSession {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export interface TrimOptions {
  readonly settings: HistorySettings;
  readonly now: number;
  readonly batchRows: number;
  readonly pauseMs: number;
  readonly signal: AbortSignal;
  readonly onTrimmed: (table: HistoryTable, rows: number) => void;
}

const DAY_MS = 86_400_000;
/** Of two archives, only one trims. A number of our own, the same in all versions of Rukh. */
const LOCK_KEY = 7_205_117_002;

/** One round over all tables. Rejects where the database fails; what is done stays done. */
export async function trimHistory(session: TrimSession, options: TrimOptions): Promise<void> {
  if ((await findHistoryEngine(session)) !== 'plain') return;
  const { rows } = await session.query('SELECT pg_try_advisory_lock($1) AS taken', [LOCK_KEY]);
  if (rows[0]?.taken !== true) return;
  try {
    for (const table of HISTORY_TABLE_NAMES) await trimTable(session, table, options);
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

async function trimTable(session: TrimSession, table: HistoryTable, options: TrimOptions): Promise<void> {
  const { keepDays } = options.settings.tables[table];
  if (keepDays === 0) return;
  const keptFrom = new Date(options.now - keepDays * DAY_MS);
  let sum = 0;
  for (let deleted = options.batchRows; deleted >= options.batchRows && !options.signal.aborted;) {
    const values = [table, keptFrom, options.batchRows];
    const { rows } = await session.query('SELECT trim_history($1, $2, $3)::integer AS rows', values);
    deleted = rows[0]?.rows as number;
    sum += deleted;
    if (deleted > 0) options.onTrimmed(table, deleted);
    await delay(options.pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
  if (sum > 0) await session.query('SELECT summarize_history($1)', [table]);
}
