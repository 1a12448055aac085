import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ScratchDatabase,
  listScratchEngines,
  openScratchTimescale,
} from '../../scratch-postgres/index.js';
import { DEFAULT_HISTORY_SETTINGS, findHistoryEngine, migrateSession } from '../index.js';
import { listHistoryViews } from './list-history-views.js';

const DAY = 86_400_000;
const columnsOf = new Map<string, string[]>();
const rowsOf = new Map<string, unknown[]>();

/** Rows of ten days ago and of today, at round hours so that each engine sees the same buckets. */
async function insertDay(database: ScratchDatabase, hoursAgo: number): Promise<void> {
  const start = new Date(Math.floor(Date.now() / DAY) * DAY - hoursAgo * 3_600_000).toISOString();
  await database.query(
    `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, speed, vehicle_id, trip_id_performed)
     SELECT at, at + interval '2 s', 49.8, 24, i % 10, 'v' || i % 3, CASE WHEN i % 2 = 0 THEN 'T1/v0' END
     FROM generate_series(0, 99) AS i, LATERAL (SELECT $1::timestamptz + i * interval '1 minute' AS at) AS t`,
    [start],
  );
  await database.query(
    `INSERT INTO trips_performed (schedule_trip_start, schedule_trip_end, service_date, direction_id, end_reason,
       vehicle_id, trip_id_performed, trip_id_scheduled, route_id, trip_start_stop_id, trip_end_stop_id)
     SELECT $1::timestamptz, $1::timestamptz + interval '1 hour', $1::timestamptz::date, 0,
       (ARRAY['finished', 'lost', NULL])[1 + i % 3], 'v0', 'T' || i || '/v0', 'T' || i, 'R' || i % 2, 'S1', 'S9'
     FROM generate_series(0, 9) AS i`,
    [start],
  );
  await database.query(
    `INSERT INTO stop_visits (schedule_arrival_time, schedule_departure_time, actual_arrival_time, actual_departure_time,
       service_date, trip_stop_sequence, scheduled_stop_sequence, direction_id, timepoint, vehicle_id,
       trip_id_performed, trip_id_scheduled, route_id, stop_id)
     SELECT at, at, at + i * interval '30 s' - interval '2 minutes', at + i * interval '30 s' - interval '100 s',
       $1::timestamptz::date, i + 1, i + 1, 0, true, 'v0', 'T1/v0', 'T1', 'R1', 'S' || i
     FROM generate_series(0, 19) AS i, LATERAL (SELECT $1::timestamptz + i * interval '5 minutes' AS at) AS t`,
    [start],
  );
  await database.query(
    `INSERT INTO prediction_samples (made_at, predicted_arrival_time, service_date, trip_stop_sequence,
       interval_seconds, horizon_seconds, trips_ahead, trip_id_performed, vehicle_id, route_id, stop_id)
     SELECT $1::timestamptz, $1::timestamptz + i * interval '5 minutes', $1::timestamptz::date, i + 1,
       60, i * 300, 0, 'T1/v0', 'v0', 'R1', 'S' || i
     FROM generate_series(0, 19) AS i`,
    [start],
  );
}

async function count(database: ScratchDatabase, from: string): Promise<number> {
  const { rows } = await database.query(`SELECT count(*)::integer AS n FROM ${from}`);
  return rows[0]?.n as number;
}

describe.each(listScratchEngines())('history on $name', ({ engine, name, open }) => {
  let database: ScratchDatabase;

  beforeAll(async () => {
    database = await open();
    await migrateSession(database, { timescale: engine === 'timescale' });
    for (const hoursAgo of [240, 216, 0]) await insertDay(database, hoursAgo);
  });
  afterAll(() => database.stop());

  it('knows its engine, and migrating again changes nothing', async () => {
    expect(await findHistoryEngine(database)).toBe(engine);
    const said: string[] = [];
    await migrateSession(database, { log: (message) => said.push(message) });
    expect(said).toEqual([]);
  });

  it('has each view of the list, with the same columns as every other engine', async () => {
    for (const view of await listHistoryViews()) {
      const { rows } = await database.query(
        `SELECT column_name || ' ' || data_type AS column FROM information_schema.columns
         WHERE table_name = $1 ORDER BY ordinal_position`,
        [view.name],
      );
      const columns = rows.map(({ column }) => String(column));
      expect(columns).not.toEqual([]);
      expect([view.name, columns]).toEqual([view.name, columnsOf.get(view.name) ?? columns]);
      columnsOf.set(view.name, columns);
    }
  });

  it('answers each view with the same rows as every other engine', async () => {
    if (engine === 'timescale') {
      for (const aggregate of ['vehicle_hours', 'route_punctuality_hours']) {
        await database.query(
          `CALL refresh_continuous_aggregate('${aggregate}', NULL, now() - interval '2 days')`,
        );
      }
      await database.query(`CALL refresh_continuous_aggregate('route_trip_days', NULL, current_date - 2)`);
    }
    for (const view of await listHistoryViews()) {
      const { rows } = await database.query(
        `SELECT to_jsonb(v) AS row FROM ${view.name} AS v ORDER BY v::text`,
      );
      const values = rows.map(({ row }) => row);
      expect(values.length).toBeGreaterThan(0);
      expect([view.name, values]).toEqual([view.name, rowsOf.get(view.name) ?? values]);
      rowsOf.set(view.name, values);
    }
  });

  it('counts visits as early, on time and late', async () => {
    const { rows } = await database.query(
      `SELECT sum(visits)::integer AS visits, sum(early_visits)::integer AS early,
         sum(on_time_visits)::integer AS on_time, sum(late_visits)::integer AS late
       FROM route_punctuality_hours`,
    );
    expect(rows).toEqual([{ visits: 60, early: 6, on_time: 39, late: 15 }]);
  });

  it('takes a row delivered again into old history without doubling it', async () => {
    if (engine === 'timescale') {
      await database.query(
        `SELECT compress_chunk(c) FROM show_chunks('vehicle_locations', older_than => interval '5 days') AS c`,
      );
    }
    const before = await count(database, 'vehicle_locations');
    await database.query(
      `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, vehicle_id)
       SELECT event_timestamp, received_at, 0, 0, vehicle_id FROM vehicle_locations ON CONFLICT DO NOTHING`,
    );
    expect(await count(database, 'vehicle_locations')).toBe(before);
  });

  if (engine === 'timescale') {
    it('has the policies that the settings say, and others when they change', async () => {
      const policies = async (): Promise<string[]> => {
        const { rows } = await database.query(
          `SELECT proc_name || ' ' || hypertable_name || ' ' || coalesce(config ->> 'drop_after',
             config ->> 'compress_after', config ->> 'start_offset') AS policy
           FROM timescaledb_information.jobs WHERE hypertable_schema = 'public' ORDER BY 1`,
        );
        return rows.map(({ policy }) => String(policy));
      };
      expect(await policies()).toContain('policy_retention vehicle_locations 30 days');
      expect(await policies()).toContain('policy_compression stop_visits 14 days');
      const { tables, aggregates } = DEFAULT_HISTORY_SETTINGS;
      const vehicle_locations = { keepDays: 10, chunkHours: 12, compressAfterDays: 0 };
      const history = { tables: { ...tables, vehicle_locations }, aggregates };
      await migrateSession(database, { history });
      expect(await policies()).toContain('policy_retention vehicle_locations 10 days');
      expect((await policies()).join()).not.toContain('policy_compression vehicle_locations');
    });

    it('drops what is older than its policy says, and keeps the aggregates of it', async () => {
      const hours = await count(database, 'vehicle_hours');
      const { rows } = await database.query(
        `SELECT job_id FROM timescaledb_information.jobs
         WHERE proc_name = 'policy_retention' AND hypertable_name = 'vehicle_locations'`,
      );
      const dropAfter = { drop_after: '5 days' };
      await database.query(
        `SELECT alter_job($1, config => config || $2::jsonb) FROM timescaledb_information.jobs WHERE job_id = $1`,
        [rows[0]?.job_id, JSON.stringify(dropAfter)],
      );
      await database.query(`CALL run_job(${String(rows[0]?.job_id)})`);
      expect(await count(database, 'vehicle_locations')).toBe(100);
      expect(await count(database, 'vehicle_hours')).toBe(hours);
    });
  } else {
    it('drops what is older than asked, a batch at a time', async () => {
      const before = new Date(Date.now() - 5 * DAY);
      const trim = async (): Promise<unknown> =>
        (
          await database.query('SELECT trim_history($1, $2, $3)::integer AS n', [
            'vehicle_locations',
            before,
            150,
          ])
        ).rows[0]?.n;
      expect([await trim(), await trim(), await trim()]).toEqual([150, 50, 0]);
      expect(await count(database, 'vehicle_locations')).toBe(100);
    });
  }

  it('refuses settings that would empty the aggregates', async () => {
    const { tables, aggregates } = DEFAULT_HISTORY_SETTINGS;
    const stop_visits = { keepDays: 3, chunkHours: 24, compressAfterDays: 1 };
    const history = { tables: { ...tables, stop_visits }, aggregates };
    await expect(migrateSession(database, { history })).rejects.toThrow(
      /kept longer than the refresh window/,
    );
  });

  it(`was tested as ${name}`, async () => {
    const { rows } = await database.query('SELECT version() AS version');
    expect(rows[0]?.version).toMatch(/PostgreSQL/);
  });
});

describe('a database that gets TimescaleDB later', () => {
  it('keeps its rows, and its aggregates count them', async () => {
    const database = await openScratchTimescale();
    await migrateSession(database);
    expect(await findHistoryEngine(database)).toBe('plain');
    await insertDay(database, 240);
    await migrateSession(database, { timescale: true });
    expect(await findHistoryEngine(database)).toBe('timescale');
    expect(await count(database, 'vehicle_locations')).toBe(100);
    const { rows } = await database.query('SELECT sum(positions)::integer AS positions FROM vehicle_hours');
    expect(rows).toEqual([{ positions: 100 }]);
    await database.stop();
  });
});

const SHARED = process.env.RUKH_SHARED ?? fileURLToPath(new URL('../../../../../../shared', import.meta.url));

describe('the TIDES views', () => {
  it.each(['vehicle_locations', 'stop_visits', 'trips_performed'])(
    'give %s with each column of the specification, in its order',
    (table) => {
      const file = `${SHARED}/data/tides/TIDES-${table}.schema.json`;
      if (!existsSync(file)) {
        console.log(`${file} is not here: the columns of ${table} are not compared`);
        return;
      }
      const schema = JSON.parse(readFileSync(file, 'utf8')) as { fields: { name: string }[] };
      const columns = columnsOf.get(`tides_${table}`)?.map((column) => column.split(' ')[0]);
      expect(columns).toEqual(schema.fields.map((field) => field.name));
    },
  );
});
