/**
 * Brings a database to the present shape: the numbered migrations not yet run, all in one transaction. One
 * process at a time does it (an advisory lock that goes with the session), so that several services started
 * together may each ask for it.
 */
import pg from 'pg';
import { runner } from 'node-pg-migrate';
import { DEFAULT_HISTORY_SETTINGS, type HistorySettings } from './history/history-settings.js';
import { shapeHistory } from './history/shape-history.js';
import { DatabaseUnreachableError, MigrationError } from './migration-error.js';
import { MIGRATIONS_DIRECTORY, MIGRATIONS_TABLE, listMigrations } from './find-migrations.js';
import type { MigrationSession } from './migration-session.js';
import { RELEASE_PAYMENTS, WHY_HELD } from './money/payment-holds.js';

export interface MigrateOptions {
  /** Told what is being done, a sentence at a time. */
  readonly log?: (message: string) => void;
  readonly directory?: string;
  /** How long to wait for another process that migrates; 60 s where not given. */
  readonly lockWaitSeconds?: number;
  /** How long history is kept and how it is packed; the defaults where not given. */
  readonly history?: HistorySettings;
  /** Create the TimescaleDB extension first, and fail where the server lacks it. */
  readonly timescale?: boolean;
}

export interface MigrateResult {
  /** Names of the migrations run now, in order. */
  readonly applied: readonly string[];
}

export interface MigrationStatus {
  readonly name: string;
  /** ISO 8601, or undefined where it has not run. */
  readonly ranAt?: string;
}

/** A number of our own, the same in all versions of Rukh. */
const LOCK_KEY = 7_205_117_001;

const HELD = `${WHY_HELD}: payments are held until \`${RELEASE_PAYMENTS}\``;

/** Migrates the database at `databaseUrl`. Throws a MigrationError whose message says what to do. */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<MigrateResult> {
  return withSession(databaseUrl, (session) => migrateSession(session, options));
}

/** The migrations and when each ran. */
export async function listMigrationStatus(
  databaseUrl: string,
  options: Pick<MigrateOptions, 'directory'> = {},
): Promise<MigrationStatus[]> {
  return withSession(databaseUrl, async (session) => {
    const ran = await ranMigrations(session);
    const names = await listMigrations(options.directory);
    return names.map((name) => {
      const ranAt = ran.get(name);
      return ranAt === undefined ? { name } : { name, ranAt };
    });
  });
}

/** As `migrate`, on a session that is already open. */
export async function migrateSession(
  session: MigrationSession,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  const log = options.log ?? ((): void => undefined);
  // node-pg-migrate notes its times without a zone.
  await session.query("SET TIME ZONE 'UTC'");
  await takeLock(session, options.lockWaitSeconds ?? 60, log);
  try {
    if (options.timescale === true) await createTimescale(session);
    const applied = await runMigrations(session, options.directory ?? MIGRATIONS_DIRECTORY, log);
    // Another folder is a test's, without the tables of history.
    if (options.directory === undefined) {
      await explainFailure(() => shapeHistory(session, options.history ?? DEFAULT_HISTORY_SETTINGS, log));
      const counted = await session.query('SELECT ticketing.begin_count_anew() AS anew');
      const isCountedAnew = counted.rows[0]?.anew === true;
      if (isCountedAnew) log('the database was restored: taps are counted anew');
      const held = await session.query('SELECT ticketing.hold_if_restored($1) AS held', [isCountedAnew]);
      if (held.rows[0]?.held === true) log(HELD);
    }
    return { applied };
  } finally {
    // The lock goes with the session anyway; here a lost connection must not hide the first error.
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]).catch(() => undefined);
  }
}

async function runMigrations(
  session: MigrationSession,
  directory: string,
  log: (message: string) => void,
): Promise<string[]> {
  await refuseNewer(session, await listMigrations(directory));
  const problems: string[] = [];
  const quiet = (): void => undefined;
  try {
    const ran = await runner({
      dbClient: session as unknown as pg.Client,
      dir: directory,
      ignorePattern: String.raw`(?!\d{3}_[a-z0-9_]+\.sql$).*`,
      direction: 'up',
      migrationsTable: MIGRATIONS_TABLE,
      singleTransaction: true,
      noLock: true,
      logger: { info: quiet, warn: quiet, error: (text) => problems.push(text) },
    });
    for (const { name } of ran) log(`migration ${name} done`);
    return ran.map(({ name }) => name);
  } catch (error) {
    throw new MigrationError(explain(error, problems), { cause: error });
  }
}

/** What a later version of Rukh changed, this one would read and write wrongly without a word. */
async function refuseNewer(session: MigrationSession, known: readonly string[]): Promise<void> {
  const newer = [...(await ranMigrations(session)).keys()].filter((name) => !known.includes(name)).sort();
  if (newer.length === 0) return;
  throw new MigrationError(
    `The database was used by a later version of Rukh, which made of it what this one does not know: ${newer.join(', ')}. ` +
      'Go on with that version or a newer one; there is no way back but a backup from before.',
  );
}

async function createTimescale(session: MigrationSession): Promise<void> {
  try {
    await session.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
  } catch (error) {
    throw new MigrationError(
      `TimescaleDB could not be created: ${messageOf(error)}. Install it on the server, name it in ` +
        'shared_preload_libraries, and let a superuser or the owner of the database create it.',
      { cause: error },
    );
  }
}

async function explainFailure(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    throw new MigrationError(`History could not be given its shape: ${messageOf(error)}`, { cause: error });
  }
}

async function takeLock(
  session: MigrationSession,
  waitSeconds: number,
  log: (message: string) => void,
): Promise<void> {
  for (let waited = 0; ; waited += 1) {
    const { rows } = await session.query('SELECT pg_try_advisory_lock($1) AS taken', [LOCK_KEY]);
    if (rows[0]?.taken === true) return;
    if (waited >= waitSeconds) {
      throw new MigrationError(
        `Another process has been migrating this database for ${waitSeconds} s. Try again when it is done; ` +
          'if none is running, end its session (pg_stat_activity, application_name rukh-migrate).',
      );
    }
    if (waited === 0) log('another process is migrating this database; waiting for it');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function ranMigrations(session: MigrationSession): Promise<Map<string, string>> {
  const found = await session.query('SELECT to_regclass($1) IS NOT NULL AS there', [MIGRATIONS_TABLE]);
  if (found.rows[0]?.there !== true) return new Map();
  const { rows } = await session.query(
    `SELECT name, to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ran_at FROM ${MIGRATIONS_TABLE}`,
  );
  return new Map(rows.map((row) => [String(row.name), String(row.ran_at)]));
}

async function withSession<T>(
  databaseUrl: string,
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  // No time limit on a statement: building an index over a year of history takes what it takes.
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'rukh-migrate',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new DatabaseUnreachableError(`The database does not answer: ${messageOf(error)}`, { cause: error });
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** node-pg-migrate's report holds the statement and a mark under the place; keep its end, where the place is. */
function explain(error: unknown, problems: readonly string[]): string {
  const place = (problems.at(-1) ?? '').trimEnd().split('\n').slice(-12).join('\n');
  const message = messageOf(error);
  return place === '' ? `The migration failed: ${message}` : `The migration failed: ${message}\n${place}`;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
