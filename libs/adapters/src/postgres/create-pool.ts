/**
 * How every part of Rukh talks to PostgreSQL. The defaults of `pg` wait for ever: for a free connection, for a
 * server that hangs, for a lock. Here each wait has an end, so that a database that is away is an error that
 * can be counted and retried, never a process that stands still.
 */
import pg from 'pg';

export interface PoolOptions {
  readonly databaseUrl: string;
  /** Shown in pg_stat_activity, e.g. `rukh-archive`. */
  readonly applicationName: string;
  /** Connections at most; 8 where not given. */
  readonly max?: number;
  /**
   * So many that were made stay open while nobody asks; 1 where not given. A connection costs the server a process, and
   * on a busy machine more time than there is patience for: people who wait for an answer should not wait for that too.
   */
  readonly keep?: number;
  /** A connection may take so long, unless the address says otherwise; 1,000 ms where not given. */
  readonly connectTimeoutMs?: number;
  /** The server gives a statement up after this; 2,500 ms where not given. */
  readonly statementTimeoutMs?: number;
  /** Called for an error of an idle connection (the server was stopped) and for warnings of the server. */
  readonly onTrouble?: (message: string) => void;
}

/** A little longer than the server's own limit: only a server that does not answer at all is left waiting. */
const ANSWER_GRACE_MS = 500;

/** Connection settings with an end to each wait, for a pool or a single client. */
export function connectionSettings(options: PoolOptions): pg.ClientConfig {
  const statementTimeoutMs = options.statementTimeoutMs ?? 2_500;
  return {
    connectionString: options.databaseUrl,
    application_name: options.applicationName,
    connectionTimeoutMillis: findConnectTimeoutMs(options.databaseUrl) ?? options.connectTimeoutMs ?? 1_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
    lock_timeout: Math.min(1_000, statementTimeoutMs),
    idle_in_transaction_session_timeout: 5_000,
    keepAlive: true,
  };
}

/**
 * A pool with an end to each wait. The caller ends it. A connection whose statement timed out is thrown away by
 * `pg`, so a black-holed server costs at most `max` sockets.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionSettings(options),
    max: options.max ?? 8,
    min: options.keep ?? 1,
    idleTimeoutMillis: 10_000,
  });
  const tell = options.onTrouble ?? ((): void => undefined);
  // Without listeners the loss of a connection would end the process: the pool's hears of idle ones, the
  // client's of one that is lent out and between two statements.
  pool.on('error', (error) => tell(error.message));
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    client.on('notice', (notice) => {
      if (notice.severity === 'WARNING') tell(notice.message ?? 'a warning of the database without a text');
    });
  });
  return pool;
}

/** `connect_timeout` of the address, in seconds as libpq has it, for a database that is far away or busy; `pg` passes it over. */
function findConnectTimeoutMs(databaseUrl: string): number | undefined {
  const seconds = Number(URL.parse(databaseUrl)?.searchParams.get('connect_timeout') ?? 0);
  return seconds > 0 ? seconds * 1_000 : undefined;
}
