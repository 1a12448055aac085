/** A feeds process that serves the street of the specs, with feeds written by hand. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { compileStreet } from '@rukh/domain/fixtures';
import { encodeSchedule } from '@rukh/domain/gtfs';
import type { FeedEntity, FeedName, TripUpdate } from '@rukh/domain/realtime';
import { serviceDateAt, serviceDayStartSeconds } from '@rukh/domain/time';
import { createApp } from '@rukh/service';
import { FeedsModule } from '../feeds.module.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { createSnapshot } from '../snapshots/snapshot.js';

/**
 * Where it is about noon now: the street's last tram of the night is at one o'clock, and would else come between the others
 * for whoever runs the specs then.
 */
const ZONE = findNoon(new Date().getUTCHours());

function findNoon(utcHour: number): string {
  const east = 12 - utcHour;
  // In these names the sign is that of the west.
  return `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

export class ServedStreet {
  readonly day: string;
  /** Header time of the next feeds: at first too old to be the present. */
  header = Math.floor(Date.now() / 1000) - 200;

  /** @param start epoch seconds at which trip T0 starts */
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly start: number,
    private readonly server: ScratchRedis,
    private readonly folder: string,
  ) {
    this.day = serviceDateAt(start, ZONE);
  }

  /** The first trip starts in a minute. */
  static async open(
    environment: Readonly<Record<string, string>> = {},
    translations: readonly string[] = [],
  ): Promise<ServedStreet> {
    const start = Math.ceil(Date.now() / 1000) + 60;
    const server = await startScratchRedis();
    const folder = await mkdtemp(join(tmpdir(), 'rukh-street-'));
    await cacheSchedule(folder, start, translations);
    Object.assign(process.env, {
      RUKH_AGENCY: 'spec',
      REDIS_URL: server.url,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      RUKH_CACHE_DIR: folder,
      RUKH_FEEDS_WRITER: 'false',
      RUKH_LOG_LEVEL: 'silent',
      ...environment,
    });
    const app = await createApp(FeedsModule, { name: 'feeds' });
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    const street = new ServedStreet(app, url, start, server, folder);
    street.serve([]);
    // The schedule in force is loaded while the process is up already.
    for (let tries = 0; tries < 200 && (await fetch(`${url}/s/101`)).status === 503; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return street;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Puts newer feeds on the shelf, as a writer would. */
  serve(
    updates: readonly TripUpdate[],
    more: { readonly positions?: FeedEntity[]; readonly alerts?: FeedEntity[] } = {},
  ): void {
    this.header += 1;
    this.#put(
      'trip-updates',
      updates.map((tripUpdate, i) => ({ id: String(i), tripUpdate })),
    );
    this.#put('vehicle-positions', more.positions ?? []);
    this.#put('alerts', more.alerts ?? []);
  }

  /** A run of today, as the feed names it. */
  run(tripId: string, scheduleRelationship?: number): TripUpdate['trip'] {
    const told = scheduleRelationship === undefined ? {} : { scheduleRelationship };
    return { tripId, startDate: this.day, routeId: 'R4', ...told } as TripUpdate['trip'];
  }

  /** T0, two minutes late at all its stops. */
  live(): TripUpdate {
    const { start, header } = this;
    return {
      trip: this.run('T0'),
      vehicle: { id: '77', label: '1077', wheelchairAccessible: 2 },
      timestamp: header,
      stopTimeUpdate: [10, 20, 30].map((stopSequence, i) => {
        const time = start + 120 + i * 300;
        return { stopSequence, arrival: { time }, departure: { time } };
      }),
    };
  }

  position(): FeedEntity {
    return {
      id: 'v',
      vehicle: {
        trip: this.run('T0'),
        vehicle: { id: '77', label: '1077', wheelchairAccessible: 2 },
        position: { latitude: 49.84, longitude: 24, bearing: 90 },
        currentStopSequence: 10,
        occupancyStatus: 5,
        timestamp: this.header,
      },
    };
  }

  alert(): FeedEntity {
    return {
      id: 'a:1',
      alert: {
        informedEntity: [{ routeId: 'R4' }],
        cause: 10,
        effect: 4,
        headerText: {
          translation: [
            { text: 'Обʼїзд <4>', language: 'uk' },
            { text: 'Detour <4>', language: 'en' },
          ],
        },
        descriptionText: { translation: [{ text: 'Через міст.', language: 'uk' }] },
      },
    };
  }

  #put(name: FeedName, entity: readonly FeedEntity[]): void {
    const { header } = this;
    const message = { header: { gtfsRealtimeVersion: '2.0', timestamp: header }, entity };
    const body = Buffer.from(encodeFeedMessage(message));
    const packed = { body, gzip: gzipSync(body), brotli: brotliCompressSync(body) };
    this.app.get(SnapshotShelf).put(createSnapshot(name, header, packed));
  }
}

async function cacheSchedule(folder: string, start: number, translations: readonly string[]): Promise<void> {
  const firstSeconds = start - serviceDayStartSeconds(serviceDateAt(start, ZONE), ZONE);
  const schedule = compileStreet(firstSeconds, ZONE, {}, translations);
  const compiled = encodeSchedule(schedule);
  const sha256 = createHash('sha256').update(compiled).digest('hex');
  const { feedVersion, timeZone } = schedule;
  const [activationId, versionId, fromDate, madeAt] = [1, 1, '20200101', ''];
  const activation = { activationId, versionId, fromDate, timeZone, feedVersion, sha256, madeAt };
  await writeFile(join(folder, `${sha256}.schedule`), compiled);
  await writeFile(join(folder, 'activations.json'), JSON.stringify([activation]));
}
