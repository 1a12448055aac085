import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { ArchiveRig, EIGHT, itemAt } from '../archive-rig.fixture.js';
import { T1, positionAt } from '../tides/line.fixture.js';
import { type TableSchema, listFaults } from './conformance.fixture.js';
import type { HistoryPageAnswer } from './history-query.js';
import { TIDES_COLUMNS, typeOfColumn } from './tides-columns.js';
import { writeInstant } from './write-values.js';

const SHARED = process.env.RUKH_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const DAY = 'from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z';
const LOCATIONS = `/api/v1/history/vehicle-locations?${DAY}`;
const VISITS = `/api/v1/history/stop-visits?${DAY}`;
const TRIPS = '/api/v1/history/trips-performed?from=2026-11-22&to=2026-11-23';

/** A row of Parquet in the words of CSV. */
function asInCsv(row: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(row).map(([name, value]) => {
    if (value === null) return [name, ''];
    if (!(value instanceof Date)) return [name, `${value as string | number}`.replace(/^=/, "'=")];
    return [name, name === 'service_date' ? value.toISOString().slice(0, 10) : writeInstant(value)];
  });
  return Object.fromEntries(texts) as Record<string, string>;
}

describe('history by HTTP', () => {
  let rig: ArchiveRig;
  let app: NestFastifyApplication;

  const get = async (url: string): Promise<{ status: number; body: HistoryPageAnswer }> => {
    const { statusCode, body } = await app.inject({ url });
    return { status: statusCode, body: JSON.parse(body) as HistoryPageAnswer };
  };
  const csv = async (url: string): Promise<Record<string, string>[]> =>
    parse<Record<string, string>>((await app.inject({ url: `${url}&format=csv` })).body, { columns: true });

  beforeAll(async () => {
    rig = await ArchiveRig.create();
    app = await rig.startArchive();
    rig.writeUpdates(5, 0, 10);
    const visits = [0, 1, 2, 3].map((stopIndex) => ({
      vehicleId: 'v1',
      instance: T1,
      stopIndex,
      ...(stopIndex > 0 ? { arrivalSeconds: EIGHT + 300 * stopIndex + 30 } : {}),
      ...(stopIndex < 3 ? { departureSeconds: EIGHT + 300 * stopIndex + 45 } : {}),
    }));
    const ended = [{ vehicleId: 'v1', instance: T1, atSeconds: EIGHT + 930, how: 'finished' as const }];
    rig.updates.write({ update: { ...itemAt(930, 'v1').update, visits, ended } });
    const position = {
      ...positionAt(900),
      vehicleId: '=cmd',
      bearing: 359.5,
      speedMetresPerSecond: 8.3,
      odometerMetres: 12,
    };
    rig.updates.write({ update: { position, reason: 'no_trip_near', visits: [], ended: [] } });
    await rig.untilCount('vehicle_locations', 52);
  });
  afterAll(() => rig.close());

  it('gives each position once over pages, in order of time', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 20; pages += 1) {
      const { body } = await get(`${LOCATIONS}&limit=7${cursor}`);
      seen.push(...body.rows.map((row) => String(row.location_ping_id)));
      if (body.next === undefined) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toHaveLength(52);
    expect(new Set(seen).size).toBe(52);
  });

  it('gives only what was asked for', async () => {
    const { body } = await get(`${LOCATIONS}&vehicleId=v3`);
    expect(body.rows).toHaveLength(10);
    expect(body.rows[0]).toMatchObject({
      vehicle_id: 'v3',
      event_timestamp: '2026-11-23T06:00:00Z',
      service_date: '2026-11-23',
      trip_id_performed: 'T1/v3',
      schedule_deviation: 42,
    });
    expect((await get(`${VISITS}&stopId=S2`)).body.rows).toMatchObject([
      {
        actual_arrival_time: '2026-11-23T06:05:30Z',
        schedule_arrival_time: '2026-11-23T06:05:00Z',
        dwell: 15,
      },
    ]);
    expect((await get(`${TRIPS}&routeId=R1&vehicleId=v1`)).body.rows).toMatchObject([
      {
        route_type: 'Trolleybus',
        actual_trip_start: '2026-11-23T06:00:45Z',
        actual_trip_end: '2026-11-23T06:15:30Z',
      },
    ]);
    expect((await get(`${TRIPS}&routeId=R9`)).body).toEqual({ rows: [] });
  });

  it('gives visits and trips over pages too', async () => {
    const first = await get(`${VISITS}&limit=3`);
    const second = await get(`${VISITS}&limit=3&cursor=${String(first.body.next)}`);
    expect([...first.body.rows, ...second.body.rows].map((row) => row.stop_id)).toEqual([
      'S1',
      'S2',
      'S3',
      'S4',
    ]);
    const trips = await get(`${TRIPS}&limit=4`);
    const rest = await get(`${TRIPS}&limit=4&cursor=${String(trips.body.next)}`);
    expect([trips.body.rows.length, rest.body.rows.length]).toEqual([4, 1]);
  });

  it('gives a whole service day as a file, plain or compressed', async () => {
    const day = (file: string): ReturnType<typeof app.inject> =>
      app.inject({ url: `/api/v1/history/days/2026-11-23/${file}` });
    const rows = (text: string): Record<string, string>[] => parse(text, { columns: true });
    const visits = await day('stop-visits.csv');
    expect(visits.headers['content-disposition']).toContain('2026-11-23-stop-visits.csv');
    expect(rows(visits.body).map((row) => row['stop_id'])).toEqual(['S1', 'S2', 'S3', 'S4']);
    expect(rows((await day('trips-performed.csv')).body)).toHaveLength(5);
    const locations = await day('vehicle-locations.csv.gz');
    const text = gunzipSync(locations.rawPayload).toString();
    expect(rows(text)).toHaveLength(52);
    expect(text.split('\r\n').filter((line) => line.startsWith('location_ping_id'))).toHaveLength(1);
    const empty = await app.inject({ url: '/api/v1/history/days/2020-01-01/stop-visits.csv' });
    expect(rows(empty.body)).toEqual([]);
    expect((await day('passwords.csv')).statusCode).toBe(400);
  });

  it('gives the same day as Parquet: the rows of the CSV, with types', async () => {
    const day = (file: string): ReturnType<typeof app.inject> =>
      app.inject({ url: `/api/v1/history/days/2026-11-23/${file}` });
    const columns = { 'vehicle-locations': 52, 'stop-visits': 4, 'trips-performed': 5 };
    for (const [table, count] of Object.entries(columns)) {
      const { headers, rawPayload } = await day(`${table}.parquet`);
      expect(headers['content-type']).toBe('application/vnd.apache.parquet');
      expect(headers['content-disposition']).toContain(`2026-11-23-${table}.parquet`);
      const rows = await parquetReadObjects({ file: Uint8Array.from(rawPayload).buffer });
      const texts = parse<Record<string, string>>((await day(`${table}.csv`)).body, { columns: true });
      expect(rows).toHaveLength(count);
      expect(rows.map(asInCsv)).toEqual(texts);
    }
    const empty = await app.inject({ url: '/api/v1/history/days/2020-01-01/stop-visits.parquet' });
    expect(await parquetReadObjects({ file: Uint8Array.from(empty.rawPayload).buffer })).toEqual([]);
  });

  it.each(['vehicle_locations', 'stop_visits', 'trips_performed'] as const)(
    'types columns of %s as TIDES does',
    (table) => {
      const file = `${SHARED}/data/tides/TIDES-${table}.schema.json`;
      if (!existsSync(file)) return;
      const { fields } = JSON.parse(readFileSync(file, 'utf8')) as TableSchema;
      const types = fields.map(({ name, type }) => [name, type === 'string' ? 'text' : type]);
      expect(TIDES_COLUMNS[table].map((name) => [name, typeOfColumn(name)])).toEqual(types);
    },
  );

  it.each([
    ['no bounds', '/api/v1/history/vehicle-locations'],
    [
      'a range of two days',
      '/api/v1/history/vehicle-locations?from=2026-11-22T00:00:00Z&to=2026-11-24T00:00:00Z',
    ],
    [
      'a range that ends before it begins',
      '/api/v1/history/stop-visits?from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z',
    ],
    ['too many rows', `${LOCATIONS}&limit=1000000`],
    ['a form that there is not', `${LOCATIONS}&format=xml`],
    ['a cursor of nobody', `${LOCATIONS}&cursor=abc`],
    ['a day that there is not', '/api/v1/history/trips-performed?from=2026-02-30&to=2026-03-01'],
  ])('refuses %s with a problem', async (_, url) => {
    const { statusCode, headers } = await app.inject({ url });
    expect([statusCode, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('gives CSV whose cells no spreadsheet takes for formulas', async () => {
    const rows = await csv(LOCATIONS);
    expect(rows).toHaveLength(52);
    expect(rows.map((row) => row.vehicle_id)).toContain("'=cmd");
    const { headers } = await app.inject({ url: `${LOCATIONS}&format=csv&limit=5` });
    expect(headers['x-next-cursor']).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['vehicle_locations', LOCATIONS],
    ['stop_visits', VISITS],
    ['trips_performed', TRIPS],
  ])('gives %s that fit the schema of TIDES', async (table, url) => {
    const file = `${SHARED}/data/tides/TIDES-${table}.schema.json`;
    if (!existsSync(file)) {
      console.log(`${file} is not here: ${table} is not held against it`);
      return;
    }
    const schema = JSON.parse(readFileSync(file, 'utf8')) as TableSchema;
    const rows = await csv(url);
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0]!)).toEqual(schema.fields.map(({ name }) => name));
    expect(listFaults(schema, rows)).toEqual([]);
  });

  it('is described by OpenAPI from the same schemas', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const { parameters, responses } = document.paths['/api/v1/history/vehicle-locations']!.get!;
    const names = (parameters as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['from', 'to', 'vehicleId', 'tripId', 'limit', 'cursor', 'format']);
    expect(JSON.stringify(responses['200'])).toContain('Cursor of the next page');
  });

  it('says that it is away while the database is', async () => {
    await rig.postgres.kill();
    const { statusCode, headers, body } = await app.inject({ url: LOCATIONS });
    expect(statusCode).toBe(503);
    expect(headers['retry-after']).toMatch(/^([2-9]|10)$/);
    expect(body).not.toContain('connect');
    await rig.postgres.start();
  });
});
