/**
 * How fast the archive puts the city's day into history: a stream of updates of the bundled city as tracking
 * sends them (a position each five seconds of each vehicle, a stop visit in fifteen of them, predictions in
 * six), read from a real Redis and written to a real PostgreSQL with its data synced to disk. After a build:
 *
 *     node test/bench/archive.bench.ts [--vehicles 600] [--minutes 30] [--small]
 *
 * Prints rows a second, the archive's and the database's CPU time a row, and bytes a row of each table; ends with
 * 1 where a row is missing.
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { GtfsVersions, createPool, migrate } from '@rukh/adapters/postgres';
import { type UpdateItem, encodeUpdates } from '@rukh/adapters/protobuf';
import { connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { startScratchRedis } from '@rukh/adapters/scratch-redis';
import { ArchiveModule } from '@rukh/archive';
import { type Schedule, encodeSchedule, firstDepartureSeconds, stopCount } from '@rukh/domain/gtfs';
import { getServiceDate, serviceDayStartSeconds } from '@rukh/domain/time';
import { createApp } from '@rukh/service';
import { Figures } from './figures.ts';
import { readServerCpu } from './process-costs.ts';

const figures = new Figures('archive');
const LVIV = fileURLToPath(new URL('../../data/lviv/gtfs.zip', import.meta.url));
const DATE = getServiceDate('20261123');
const EVERY_SECONDS = 5;
const ENTRY_ITEMS = 60;
const VISIT_EACH = 15;
const PREDICTIONS_EACH = 6;
const TABLES = ['vehicle_locations', 'stop_visits', 'trips_performed', 'prediction_samples'];

/** What tracking says of a vehicle that runs one trip after another, at a step of five seconds. */
function itemOf(schedule: Schedule, vehicle: number, step: number): UpdateItem {
  const seconds = step * EVERY_SECONDS;
  const trip = (vehicle * 23 + Math.floor(seconds / 1800)) % schedule.trips.ids.length;
  const instance = { trip, serviceDate: DATE, startSeconds: firstDepartureSeconds(schedule, trip) };
  const atSeconds = serviceDayStartSeconds(DATE, schedule.timeZone) + 8 * 3600 + seconds;
  const vehicleId = String(1000 + vehicle);
  const nextStopIndex = Math.min(Math.floor((step % 360) / VISIT_EACH), stopCount(schedule, trip) - 1);
  const position = {
    ...{ vehicleId, timestampSeconds: atSeconds, atSeconds, receivedAtSeconds: atSeconds + 1.2 },
    ...{
      lat: 49.84 + vehicle * 1e-5,
      lon: 24.03 + step * 1e-5,
      bearing: step % 360,
      speedMetresPerSecond: 7.8,
    },
    odometerMetres: 1e5 + step * 40,
  };
  const assignment = {
    ...{
      instance,
      phase: 'IN_PROGRESS' as const,
      confidence: 0.97,
      lineConfidence: 0.97,
      shapeMetres: step * 40,
      offsetMetres: 4,
    },
    ...{ nextStopIndex, stopStatus: 'IN_TRANSIT_TO' as const, deviationSeconds: 65 },
  };
  const arrivalSeconds = atSeconds - 20;
  const visit = {
    vehicleId,
    instance,
    stopIndex: nextStopIndex,
    arrivalSeconds,
    departureSeconds: atSeconds,
  };
  const visits = (step + vehicle) % VISIT_EACH === 0 ? [visit] : [];
  const update = { position, assignment, visits, ended: [] };
  if ((step + vehicle) % PREDICTIONS_EACH !== 0) return { update };
  const stops = Array.from({ length: stopCount(schedule, trip) - nextStopIndex }, (_, i) => ({
    ...{ stopIndex: nextStopIndex + i, arrivalSeconds: atSeconds + 90 * (i + 1) },
    ...{ departureSeconds: atSeconds + 90 * (i + 1) + 15, uncertaintySeconds: 20 + 4 * i, observed: false },
  }));
  const prediction = {
    instance,
    vehicleId,
    measuredAtSeconds: atSeconds,
    ahead: 0,
    deviationSeconds: 65,
    stops,
  };
  return { update, predictions: [prediction] };
}

type Pool = ReturnType<typeof createPool>;

/** The bundled city in force, and its schedule. */
async function prepareCity(pool: Pool): Promise<Schedule> {
  const { schedule, report, sha256 } = await importGtfs(LVIV);
  const versions = new GtfsVersions(pool);
  const version = {
    ...{ sha256, source: 'bench', report, archive: readFileSync(LVIV) },
    compiled: encodeSchedule(schedule!),
  };
  await versions.activate((await versions.add(version)).versionId, getServiceDate('20260101'));
  return schedule!;
}

async function fillStream(
  redisUrl: string,
  schedule: Schedule,
  vehicles: number,
  steps: number,
): Promise<void> {
  const redis = connectRedis(redisUrl, { name: 'bench' });
  await untilRedisReady(redis, 5_000);
  let items: UpdateItem[] = [];
  const send = async (): Promise<void> => {
    await redis.xadd('rukh:{bench}:updates', '*', 'b', Buffer.from(encodeUpdates(schedule, items)));
    items = [];
  };
  for (let step = 0; step < steps; step += 1) {
    for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
      items.push(itemOf(schedule, vehicle, step));
      if (items.length === ENTRY_ITEMS) await send();
    }
  }
  if (items.length > 0) await send();
  redis.disconnect();
}

async function countRows(pool: Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
  return rows[0]!.n;
}

/** Runs an archive until it has all positions; prints what that took. */
async function archiveAll(pool: Pool, expected: number): Promise<void> {
  const before = { cpu: process.cpuUsage(), server: await readServerCpu(pool), at: performance.now() };
  const app = await createApp(ArchiveModule, { name: 'bench' });
  await app.init();
  for (const deadline = Date.now() + 600_000; Date.now() < deadline;) {
    await delay(250);
    if ((await countRows(pool, 'vehicle_locations')) >= expected) break;
  }
  const seconds = (performance.now() - before.at) / 1000;
  const { user, system } = process.cpuUsage(before.cpu);
  const server = (await readServerCpu(pool)) - before.server;
  let all = 0;
  for (const table of TABLES) all += await countRows(pool, table);
  figures.add('all tables', 'rows', all, '');
  figures.add('all tables', 'written', all / seconds, 'rows/s');
  figures.add('all tables', 'CPU of the archive (Redis, decoding, COPY)', (user + system) / all, 'us/row', 1);
  figures.add('all tables', 'CPU of PostgreSQL', server / all, 'us/row', 1);
  await app.close();
}

async function printSizes(pool: Pool): Promise<void> {
  for (const table of TABLES) {
    const rows = await countRows(pool, table);
    if (rows === 0) continue;
    const { rows: sizes } = await pool.query<{ heap: string; indexes: string }>(
      `SELECT pg_table_size('${table}') AS heap, pg_indexes_size('${table}') AS indexes`,
    );
    figures.add(table, 'rows', rows, '');
    figures.add(table, 'heap', Number(sizes[0]!.heap) / rows, 'bytes/row');
    figures.add(table, 'indexes', Number(sizes[0]!.indexes) / rows, 'bytes/row');
  }
}

async function run(vehicles: number, minutes: number): Promise<boolean> {
  const [postgres, redis] = await Promise.all([startScratchPostgres(), startScratchRedis()]);
  await migrate(postgres.url());
  const pool = createPool({
    ...{ databaseUrl: postgres.url(), applicationName: 'bench', statementTimeoutMs: 60_000 },
  });
  const steps = (minutes * 60) / EVERY_SECONDS;
  await fillStream(redis.url, await prepareCity(pool), vehicles, steps);
  Object.assign(process.env, {
    ...{ RUKH_AGENCY: 'bench', REDIS_URL: redis.url, DATABASE_URL: postgres.url() },
    ...{ RUKH_LOG_LEVEL: 'fatal', RUKH_ARCHIVE_NAME: 'bench' },
  });
  await archiveAll(pool, vehicles * steps);
  await printSizes(pool);
  const isWhole = (await countRows(pool, 'vehicle_locations')) === vehicles * steps;
  await pool.end();
  await Promise.all([postgres.stop(), redis.stop()]);
  return isWhole;
}

const { values } = parseArgs({
  options: {
    vehicles: { type: 'string', default: '600' },
    minutes: { type: 'string', default: '30' },
    small: { type: 'boolean', default: false },
  },
});
const isWhole = await run(Number(values.vehicles), values.small ? 1 : Number(values.minutes));
if (!isWhole) console.error('rows are missing');
process.exit(isWhole ? 0 : 1);
