import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { importVersion } from '@rukh/archive';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { type MqttBroker, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { GtfsVersions, createPool } from '@rukh/adapters/postgres';
import { decodeFeedMessage, encodeVehicleReports } from '@rukh/adapters/protobuf';
import { type ScratchPostgres, startMigratedPostgres } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import type { FeedMessage } from '@rukh/domain/realtime';
import type { VehicleReport } from '@rukh/domain/vehicle';
import { createApp } from '@rukh/service';
import { AllInOneModule } from '@rukh/rukh';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { RunningTown } from './running-town.js';

/** A route of Fastify. */
export interface OpenedRoute {
  readonly methods: readonly string[];
  readonly url: string;
}

/**
 * Everything, for real: PostgreSQL, Redis, a broker, all services in one process, and a town that runs now.
 * Vehicles are what a test publishes over MQTT; what it reads is what anybody reads over HTTP.
 */
export class TownRig {
  readonly #publisher: MqttPublisher;
  /** Every route that the services opened. */
  readonly routes: OpenedRoute[] = [];

  private constructor(
    readonly town: RunningTown,
    readonly postgres: ScratchPostgres,
    readonly redis: ScratchRedis,
    readonly broker: MqttBroker,
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {
    this.#publisher = new MqttPublisher({ endpoint: { url: broker.url }, clientIdPrefix: 'town' });
    this.#publisher.start();
  }

  /** out1 set out `sinceSeconds` ago; `byHeadway` it runs by frequencies.txt. */
  static async start(sinceSeconds: number, byHeadway = false): Promise<TownRig> {
    const town = new RunningTown(Date.now() / 1000, sinceSeconds, byHeadway);
    const [postgres, redis, broker] = await Promise.all([
      startMigratedPostgres(),
      startScratchRedis({ appendOnly: true }),
      startMqttBroker(),
    ]);
    await putInForce(postgres.url(), await town.writeZip());
    Object.assign(process.env, {
      RUKH_AGENCY: 'town',
      RUKH_TARIFFS: BUNDLED_TARIFFS,
      DATABASE_URL: postgres.url(),
      REDIS_URL: redis.url,
      MQTT_URL: broker.url,
      RUKH_FEEDS_WARM_UP_SECONDS: '1',
      RUKH_ARCHIVE_POSITIONS_DELAY_SECONDS: '5',
      RUKH_ADMIN_TOKEN: 'a-token-for-this-test-only',
      RUKH_TICKETING_TOKEN_KEY: 'a-token-key-for-this-test-only-32',
    });
    const app = await createApp(AllInOneModule, { name: 'town' });
    const routes: OpenedRoute[] = [];
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onRoute', ({ method, url }) => {
      routes.push({ methods: [method].flat(), url });
    });
    await app.listen(0, '127.0.0.1');
    const rig = new TownRig(town, postgres, redis, broker, app, await app.getUrl());
    rig.routes.push(...routes);
    await rig.#publisher.untilConnected(20_000);
    return rig;
  }

  /** Publishes a report measured now; answers whether the broker took it. */
  report(
    vehicleId: string,
    place: { lat: number; lon: number },
    more: Partial<VehicleReport> = {},
  ): Promise<boolean> {
    const report = { vehicleId, ...place, timestampSeconds: Date.now() / 1000, ...more };
    const topic = `rukh/v1/town/vehicle/${vehicleId}/position`;
    return this.#publisher.publish(topic, encodeVehicleReports([report]), { sender: vehicleId });
  }

  /** A feed as a planner reads it. Throws where the answer is not 200. */
  async feed(name: 'vehicle-positions' | 'trip-updates' | 'alerts' | 'all'): Promise<FeedMessage> {
    const answer = await fetch(`${this.url}/gtfs-rt/${name}.pb`);
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
    return decodeFeedMessage(new Uint8Array(await answer.arrayBuffer()));
  }

  /** Resolves with the answer once it is there; throws what it threw last when the time is over. */
  async until<T>(ask: () => Promise<T | undefined>, what: string, timeoutMs = 120_000): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    let last: unknown;
    while (Date.now() < deadline) {
      try {
        const answer = await ask();
        if (answer !== undefined) return answer;
      } catch (error) {
        last = error;
      }
      await delay(100);
    }
    throw new Error(`waited in vain: ${what} (${last instanceof Error ? last.message : 'no answer'})`);
  }

  async stop(): Promise<void> {
    await this.#publisher.stop();
    await this.app.close();
    await Promise.all([this.broker.stop(), this.redis.stop(), this.postgres.stop(), this.town.remove()]);
  }
}

async function putInForce(databaseUrl: string, path: string): Promise<void> {
  const pool = createPool({ databaseUrl, applicationName: 'rig', statementTimeoutMs: 30_000 });
  try {
    const versions = new GtfsVersions(pool);
    const { version, report } = await importVersion(path, {
      versions,
      source: 'town',
      activate: true,
      fromDate: '20200101' as never,
      now: Date.now() / 1000,
    });
    if (!version) throw new Error(JSON.stringify(report.findings));
  } finally {
    await pool.end();
  }
}
