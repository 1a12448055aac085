import {
  DEFAULT_HISTORY_SETTINGS,
  type HistoryTable,
  createPool,
  migrateSession,
} from '@rukh/adapters/postgres';
import {
  type ScratchPostgres,
  openScratchTimescale,
  startMigratedPostgres,
  withPatience,
} from '@rukh/adapters/scratch-postgres';
import { type TrimOptions, trimHistory } from './trim-history.js';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);

describe('retention on plain PostgreSQL', () => {
  let server: ScratchPostgres;
  let pool: ReturnType<typeof createPool>;

  beforeAll(async () => {
    server = await startMigratedPostgres();
    pool = createPool({
      databaseUrl: withPatience(server.url()),
      applicationName: 'test',
      statementTimeoutMs: 20_000,
    });
  });
  afterAll(async () => {
    await pool.end();
    await server.stop();
  });
  beforeEach(() => pool.query('TRUNCATE vehicle_locations'));

  const trimmed: [HistoryTable, number][] = [];
  const options = (changes: Partial<TrimOptions> = {}): TrimOptions => ({
    settings: DEFAULT_HISTORY_SETTINGS,
    now: NOW,
    batchRows: 1_000,
    pauseMs: 0,
    signal: new AbortController().signal,
    onTrimmed: (table, rows) => trimmed.push([table, rows]),
    ...changes,
  });
  /** A position each ten seconds of ten vehicles for a day. */
  const fillDay = (startMs: number): Promise<unknown> =>
    pool.query(
      `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, vehicle_id)
       SELECT $1::timestamptz + i * interval '10 s', $1, 49.8, 24, v::text
       FROM generate_series(0, 8639) AS i, generate_series(1, 10) AS v`,
      [new Date(startMs)],
    );
  const trim = async (changes: Partial<TrimOptions> = {}): Promise<void> => {
    const client = await pool.connect();
    await trimHistory(client, options(changes));
    client.release();
  };
  const oldest = async (): Promise<number> =>
    (
      await pool.query<{ at: Date }>('SELECT min(event_timestamp) AS at FROM vehicle_locations')
    ).rows[0]!.at.getTime();

  it('drops what is past its age and nothing else, a batch at a time', async () => {
    await fillDay(NOW - 30.5 * DAY_MS);
    await trim();
    expect(await oldest()).toBe(NOW - 30 * DAY_MS);
    expect(trimmed.reduce((sum, [, rows]) => sum + rows, 0)).toBe(43_200);
    expect(Math.max(...trimmed.map(([, rows]) => rows))).toBe(1_000);
  });

  it('stops between two batches when the archive does', async () => {
    await fillDay(NOW - 40 * DAY_MS);
    const stop = new AbortController();
    await trim({
      signal: stop.signal,
      onTrimmed: () => {
        stop.abort();
      },
    });
    expect((await pool.query('SELECT 1 FROM vehicle_locations')).rowCount).toBe(85_400);
  });

  it('leaves the work to the one that is at it already', async () => {
    await fillDay(NOW - 40 * DAY_MS);
    const other = await pool.connect();
    await other.query('SELECT pg_advisory_lock(7205117002)');
    await trim();
    await other.query('SELECT pg_advisory_unlock(7205117002)');
    other.release();
    expect(await oldest()).toBe(NOW - 40 * DAY_MS);
  });

  it('keeps the block-range index sharp over many rounds', async () => {
    const keep = { keepDays: 2, chunkHours: 24, compressAfterDays: 0 };
    const { tables, aggregates } = DEFAULT_HISTORY_SETTINGS;
    const settings = { tables: { ...tables, vehicle_locations: keep }, aggregates };
    const lastDay = NOW + 9 * DAY_MS;
    for (let day = NOW; day <= lastDay; day += DAY_MS) {
      await fillDay(day);
      await trim({ settings, now: day + DAY_MS, batchRows: 50_000 });
      await pool.query('VACUUM ANALYZE vehicle_locations');
    }
    const client = await pool.connect();
    await client.query(
      'BEGIN; ALTER TABLE vehicle_locations DROP CONSTRAINT vehicle_locations_pkey; ANALYZE vehicle_locations',
    );
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, BUFFERS OFF) SELECT count(*) FROM vehicle_locations
       WHERE event_timestamp >= $1 AND event_timestamp < $2`,
      [new Date(lastDay), new Date(lastDay + 3_600_000)],
    );
    await client.query('ROLLBACK');
    client.release();
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    const read = Number(/Heap Blocks: lossy=(\d+)/.exec(plan)?.[1]);
    const { relpages } = (
      await pool.query<{ relpages: number }>(
        "SELECT relpages FROM pg_class WHERE relname = 'vehicle_locations'",
      )
    ).rows[0]!;
    // An hour of two or three days, and what shares its block ranges.
    expect(read / relpages).toBeLessThan(0.15);
  });
});

describe('retention on TimescaleDB', () => {
  it('is left to its own policies', async () => {
    const database = await openScratchTimescale();
    await migrateSession(database, { timescale: true });
    await database.query(
      `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, vehicle_id)
       VALUES (now() - interval '90 days', now(), 49.8, 24, 'v')`,
    );
    await trimHistory(database, {
      settings: DEFAULT_HISTORY_SETTINGS,
      now: Date.now(),
      batchRows: 10,
      pauseMs: 0,
      signal: new AbortController().signal,
      onTrimmed: () => {
        throw new Error('trimmed');
      },
    });
    expect((await database.query('SELECT 1 FROM vehicle_locations')).rows).toHaveLength(1);
    await database.stop();
  });
});
