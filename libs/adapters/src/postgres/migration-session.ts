/**
 * What the migrations need of a database: text in, rows out. A `pg` client is one; so is, in tests, PostgreSQL
 * with TimescaleDB compiled to WebAssembly, which no `pg` client can reach.
 */
export interface MigrationSession {
  /** Runs one statement with values, or any number of statements without. */
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}
