/**
 * Writes history over one connection of its own, taken anew after each failure: a connection that timed out may
 * still hold a half-done answer. The caller keeps the batch until `write` resolves and gives it again if not.
 */
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createPool } from '../create-pool.js';
import { judgeWriteError } from './judge-write-error.js';
import {
  HISTORY_TABLE_NAMES,
  type HistoryBatch,
  type HistorySession,
  type WriteMode,
  type WrittenBatch,
  prepareSession,
  writeBatch,
} from './write-batch.js';

export interface HistoryWriterOptions {
  readonly databaseUrl: string;
  readonly applicationName: string;
  /** A batch takes some 50 ms; 5,000 ms where not given. */
  readonly statementTimeoutMs?: number;
  readonly onTrouble?: (message: string) => void;
}

export class HistoryWriter {
  readonly #pool: pg.Pool;
  readonly #prepared = new WeakSet<pg.PoolClient>();

  constructor(options: HistoryWriterOptions) {
    this.#pool = createPool({ ...options, max: 1, statementTimeoutMs: options.statementTimeoutMs ?? 5_000 });
  }

  /**
   * Writes and commits the batch. Rows that the database refuses for what they say are found, left out and
   * counted. Rejects where the database is away; the batch may or may not be there then, and merging it again
   * does no harm.
   */
  async write(batch: HistoryBatch, mode: WriteMode): Promise<WrittenBatch> {
    try {
      return await this.#writeOnce(batch, mode);
    } catch (error) {
      if (judgeWriteError(error) !== 'refused') throw error;
      return this.#writeHalves(batch);
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  async #writeOnce(batch: HistoryBatch, mode: WriteMode): Promise<WrittenBatch> {
    const client = await this.#pool.connect();
    try {
      const session = toSession(client);
      if (!this.#prepared.has(client)) {
        await prepareSession(session);
        this.#prepared.add(client);
      }
      const written = await writeBatch(session, batch, mode);
      client.release();
      return written;
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  /** Halves the batch until what is refused stands alone. */
  async #writeHalves(batch: HistoryBatch): Promise<WrittenBatch> {
    const halves = splitBatch(batch);
    if (halves === undefined) return countAsRefused(batch);
    const [first, second] = halves;
    return addWritten(await this.write(first, 'merge'), await this.write(second, 'merge'));
  }
}

function toSession(client: pg.PoolClient): HistorySession {
  return {
    query: (text) => client.query(text),
    copy: (statement, bytes) =>
      new Promise((resolve, reject) => {
        const stream = client.query(copyFrom(statement));
        stream.on('error', reject).on('finish', resolve);
        stream.end(bytes);
      }),
  };
}

function countRows(batch: HistoryBatch): number {
  return HISTORY_TABLE_NAMES.reduce((sum, table) => sum + batch[table].length, 0);
}

/** By tables where there are several, else in the middle; undefined where one row is left. */
function splitBatch(batch: HistoryBatch): [HistoryBatch, HistoryBatch] | undefined {
  if (countRows(batch) <= 1) return undefined;
  const empty = { vehicle_locations: [], stop_visits: [], trips_performed: [], prediction_samples: [] };
  const [table, ...others] = HISTORY_TABLE_NAMES.filter((name) => batch[name].length > 0);
  const rows = batch[table!];
  if (others.length > 0) {
    return [
      { ...empty, [table!]: rows },
      { ...batch, [table!]: [] },
    ];
  }
  const middle = rows.length >> 1;
  return [
    { ...empty, [table!]: rows.slice(0, middle) },
    { ...empty, [table!]: rows.slice(middle) },
  ];
}

function countAsRefused(batch: HistoryBatch): WrittenBatch {
  const none = { vehicle_locations: 0, stop_visits: 0, trips_performed: 0, prediction_samples: 0 };
  const refused = { ...none };
  for (const table of HISTORY_TABLE_NAMES) refused[table] = batch[table].length;
  return { rows: none, refused };
}

function addWritten(a: WrittenBatch, b: WrittenBatch): WrittenBatch {
  const rows = { ...a.rows };
  const refused = { ...a.refused };
  for (const table of HISTORY_TABLE_NAMES) {
    rows[table] += b.rows[table];
    refused[table] += b.refused[table];
  }
  return { rows, refused };
}
