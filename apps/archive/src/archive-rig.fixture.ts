import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GtfsVersions, createPool } from '@rukh/adapters/postgres';
import { type UpdateItem, encodePositions, encodeUpdates } from '@rukh/adapters/protobuf';
import { type Redis, StreamWriter, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { compileFiles } from '@rukh/domain/fixtures';
import { type ImportReport, encodeSchedule } from '@rukh/domain/gtfs';
import { getServiceDate } from '@rukh/domain/time';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import { createApp } from '@rukh/service';
import { HistoryModule } from './history.module.js';
import { EIGHT, LINE, LINE_FILES, T1, assignmentTo, updateAt } from './tides/line.fixture.js';

export interface RigOptions {
  /** Entries kept in each stream, about. */
  readonly maxLengthEntries?: number;
  readonly itemsPerEntry?: number;
}

/** Real PostgreSQL and Redis with a schedule in force, streams to write to and archives to start. */
export class ArchiveRig {
  readonly apps: NestFastifyApplication[] = [];
  readonly updates: StreamWriter<UpdateItem>;
  readonly positions: StreamWriter<VehiclePosition>;

  private constructor(
    readonly postgres: ScratchPostgres,
    readonly redisServer: ScratchRedis,
    readonly redis: Redis,
    { maxLengthEntries = 1_000_000, itemsPerEntry = 100 }: RigOptions,
  ) {
    const common = {
      maxLengthEntries,
      lingerMs: 5,
      maxBatchItems: itemsPerEntry,
      maxBufferedItems: 1_000_000,
    };
    this.updates = new StreamWriter<UpdateItem>(redis, {
      ...common,
      stream: 'rukh:{town}:updates',
      encode: (items) => encodeUpdates(LINE.schedule, items),
    });
    this.positions = new StreamWriter<VehiclePosition>(redis, {
      ...common,
      stream: 'rukh:{town}:positions',
      encode: encodePositions,
    });
  }

  static async create(options: RigOptions = {}): Promise<ArchiveRig> {
    const [postgres, redisServer] = await Promise.all([startMigratedPostgres(), startScratchRedis()]);
    await putScheduleInForce(postgres.url());
    const redis = connectRedis(redisServer.url, { name: 'rig' });
    await untilRedisReady(redis, 60_000);
    return new ArchiveRig(postgres, redisServer, redis, options);
  }

  /** Starts an archive; variables on top of the rig's own. */
  async startArchive(variables: Readonly<Record<string, string>> = {}): Promise<NestFastifyApplication> {
    Object.assign(process.env, {
      RUKH_AGENCY: 'town',
      DATABASE_URL: this.postgres.url(),
      REDIS_URL: this.redisServer.url,
      RUKH_LOG_LEVEL: 'silent',
      RUKH_ARCHIVE_NAME: 'one',
      RUKH_ARCHIVE_BATCH_MS: '100',
      RUKH_ARCHIVE_POSITIONS_DELAY_SECONDS: '5',
      ...variables,
    });
    const app = await createApp(HistoryModule, { name: 'archive' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    this.apps.push(app);
    await this.#untilReading();
    return app;
  }

  /** Entries trimmed before the group of readers exists are lost to nobody. */
  async #untilReading(): Promise<void> {
    for (let groups: unknown = []; Array.isArray(groups) && groups.length === 0;) {
      await delay(10);
      groups = await this.redis.xinfo('GROUPS', 'rukh:{town}:updates').catch((): unknown[] => []);
    }
  }

  async stopArchive(app: NestFastifyApplication): Promise<void> {
    await app.close();
    this.apps.splice(this.apps.indexOf(app), 1);
  }

  /** Updates of vehicles on T1, each a second apart from its last; answers how many. */
  writeUpdates(vehicles: number, fromSecond: number, seconds: number): number {
    for (let second = fromSecond; second < fromSecond + seconds; second += 1) {
      for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
        this.updates.write(itemAt(second, `v${vehicle}`));
      }
    }
    return vehicles * seconds;
  }

  async count(from: string): Promise<number> {
    const [row] = await this.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${from}`);
    return row!.n;
  }

  async query<Row extends object>(text: string): Promise<Row[]> {
    const pool = createPool({
      databaseUrl: withPatience(this.postgres.url()),
      applicationName: 'rig',
      max: 1,
    });
    try {
      return (await pool.query<Row>(text)).rows;
    } finally {
      await pool.end();
    }
  }

  /** Waits until a table has so many rows, through whatever the database goes through. */
  async untilCount(from: string, rows: number, timeoutMs = 120_000): Promise<void> {
    let found = -1;
    for (const end = Date.now() + timeoutMs; Date.now() < end;) {
      await delay(50);
      found = await this.count(from).catch(() => found);
      if (found >= rows) break;
    }
    if (found !== rows) throw new Error(`${from} has ${found} rows instead of ${rows}`);
  }

  /** Waits for a condition, two minutes at most. */
  async until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 120_000;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`not within 120 s: ${what}`);
      await delay(50);
    }
  }

  async metric(app: NestFastifyApplication, name: string): Promise<number> {
    const { body } = await app.inject({ url: '/metrics' });
    const line = body.split('\n').find((text) => text.startsWith(`${name} `));
    return Number(line?.split(' ')[1] ?? Number.NaN);
  }

  async close(): Promise<void> {
    await this.postgres.thaw().catch(() => undefined);
    for (const app of [...this.apps]) await this.stopArchive(app);
    await Promise.all([this.updates.close(), this.positions.close()]);
    this.redis.disconnect();
    await Promise.all([this.postgres.stop(), this.redisServer.stop()]);
  }
}

/** What tracking says of a vehicle under way, `second` seconds after eight. */
export function itemAt(second: number, vehicleId: string): UpdateItem {
  const { position, ...rest } = updateAt(second, { assignment: assignmentTo(T1) });
  return { update: { ...rest, position: { ...position, vehicleId } } };
}

async function putScheduleInForce(databaseUrl: string): Promise<void> {
  const pool = createPool({ databaseUrl: withPatience(databaseUrl), applicationName: 'rig', max: 1 });
  const versions = new GtfsVersions(pool);
  const compiled = encodeSchedule(compileFiles(LINE_FILES));
  const report = { feedVersion: 'spec', summary: { timeZone: 'Europe/Kyiv' } } as unknown as ImportReport;
  const version = { sha256: 'a'.repeat(64), source: 'rig', report, archive: new Uint8Array([1]), compiled };
  const { versionId } = await versions.add(version);
  await versions.activate(versionId, getServiceDate('20260101'));
  await pool.end();
}

export { EIGHT };
