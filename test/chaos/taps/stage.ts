/**
 * All that the e-ticket runs on, for real: PostgreSQL that syncs to disk, Redis, a broker and the ticketing service as
 * processes, validators in another, and a proxy on every road between them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { findFreePort } from '@rukh/adapters/embedded';
import { type ScratchPostgres, startMigratedPostgres } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { HARD_DEVICE_TROUBLES, planDeviceTroubles } from '@rukh/domain/simulation';
import { addDays, serviceDateAt, serviceDayStartSeconds } from '@rukh/domain/time';
import { deviceIdOf, keyOf } from '@rukh/rukh';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { Child } from './child.ts';
import { FaultProxy } from './fault-proxy.ts';

export interface StageOptions {
  readonly folder: string;
  readonly seed: number;
  readonly devices: number;
  readonly taps: number;
  /** Seconds of the day a second. */
  readonly pace: number;
  readonly hasFaults: boolean;
  /** Flags of PostgreSQL beside its own. */
  readonly postgresFlags: readonly string[];
  readonly onFleetLine: (line: string) => void;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ZONE = 'Europe/Kyiv';
export const KEY_SECRET = 'chaos';
export const AGENCY = 'chaos';
export const ADMIN_TOKEN = 'an-admin-token-for-chaos';
const READY_TIMEOUT_MS = 60_000;
const KEY_ID_SQL = `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], array_fill(timestamptz '2020-01-01', ARRAY[$4::int]))`;

/** The day whose taps are made: yesterday's. */
export function chooseDay(): { readonly date: string; readonly startMs: number } {
  const date = addDays(serviceDateAt(Date.now() / 1000, ZONE), -1);
  return { date, startMs: serviceDayStartSeconds(date, ZONE) * 1000 };
}

export class Stage {
  readonly options: StageOptions;
  readonly postgres: ScratchPostgres;
  readonly redis: ScratchRedis;
  /** The road from the ticketing service to PostgreSQL, from devices to the service, from devices to the broker. */
  readonly databaseRoad: FaultProxy;
  readonly serviceRoad: FaultProxy;
  readonly brokerRoad: FaultProxy;
  readonly ticketing: Child;
  readonly broker: Child;
  readonly fleet: Child;
  readonly ticketingPort: number;
  readonly journals: string;

  private constructor(parts: {
    options: StageOptions;
    postgres: ScratchPostgres;
    redis: ScratchRedis;
    roads: readonly [FaultProxy, FaultProxy, FaultProxy];
    ports: { readonly ticketing: number; readonly broker: number };
  }) {
    const { options, postgres, redis, roads, ports } = parts;
    this.options = options;
    this.postgres = postgres;
    this.redis = redis;
    [this.databaseRoad, this.serviceRoad, this.brokerRoad] = roads;
    this.ticketingPort = ports.ticketing;
    this.journals = join(options.folder, 'journals');
    this.ticketing = new Child('ticketing', [join(ROOT, 'apps/ticketing/dist/main.js')], {
      RUKH_AGENCY: AGENCY,
      RUKH_TARIFFS: BUNDLED_TARIFFS,
      DATABASE_URL: this.#throughRoad(postgres.url()),
      REDIS_URL: redis.url,
      MQTT_URL: `mqtt://127.0.0.1:${ports.broker}`,
      RUKH_HOST: '127.0.0.1',
      RUKH_LOG_LEVEL: 'warn',
      RUKH_ADMIN_TOKEN: ADMIN_TOKEN,
      RUKH_TICKETING_PORT: String(ports.ticketing),
      RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-chaos-only',
      RUKH_TICKETING_DEVICE_TAPS_PER_SECOND: '0',
    });
    this.broker = new Child('broker', [fileURLToPath(new URL('broker.ts', import.meta.url))], {
      CHAOS_BROKER_PORT: String(ports.broker),
    });
    this.fleet = new Child('validators', this.#fleetArguments(), {}, options.onFleetLine);
  }

  static async start(options: StageOptions): Promise<Stage> {
    mkdirSync(options.folder, { recursive: true });
    const [postgres, redis] = await Promise.all([
      startMigratedPostgres(options.postgresFlags),
      startScratchRedis({ appendOnly: true }),
    ]);
    const ports = { ticketing: await findFreePort(), broker: await findFreePort() };
    const roads = [
      await FaultProxy.start(Number(new URL(postgres.url()).port)),
      await FaultProxy.start(ports.ticketing),
      await FaultProxy.start(ports.broker),
    ] as const;
    const stage = new Stage({ options, postgres, redis, roads, ports });
    await stage.#registerDevices();
    stage.#writeTruth([]);
    stage.broker.start();
    stage.ticketing.start();
    await stage.untilReady();
    return stage;
  }

  /** Until the service answers, past all proxies. */
  async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    const url = `http://127.0.0.1:${this.ticketingPort}/health/live`;
    for (;;) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
      if (answer?.ok) return;
      if (Date.now() > deadline || !this.ticketing.isRunning) {
        throw new Error(`the ticketing service does not come up:\n${this.ticketing.output}`);
      }
      await delay(50);
    }
  }

  get truthFile(): string {
    return join(this.options.folder, 'truth.json');
  }

  /** Tells the checker which numbers were forged. */
  noteForged(forged: readonly { readonly deviceId: string; readonly seq: number }[]): void {
    this.#writeTruth(forged);
  }

  async query<Row extends object>(text: string): Promise<Row[]> {
    const client = new pg.Client(this.postgres.url());
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    for (const child of [this.fleet, this.ticketing, this.broker]) {
      child.signal('SIGCONT');
      if (child.isRunning) await child.kill();
    }
    await Promise.all([this.databaseRoad.stop(), this.serviceRoad.stop(), this.brokerRoad.stop()]);
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    rmSync(this.journals, { recursive: true, force: true });
  }

  #throughRoad(url: string): string {
    const through = new URL(url);
    through.port = String(this.databaseRoad.port);
    return through.href;
  }

  #fleetArguments(): string[] {
    const { seed, devices, taps, pace, hasFaults } = this.options;
    return [
      join(ROOT, 'apps/rukh/dist/main.js'),
      ...['simulate', 'taps', '--devices', String(devices), '--taps', String(taps), '--seed', String(seed)],
      ...['--pace', String(pace), '--troubles', hasFaults ? 'hard' : 'none', '--key-secret', KEY_SECRET],
      ...['--date', chooseDay().date, '--zone', ZONE, '--journals', this.journals, '--agency', AGENCY],
      ...['--url', `http://127.0.0.1:${this.serviceRoad.port}`],
      ...(process.env.CHAOS_MQTT === 'off' ? [] : ['--mqtt', `mqtt://127.0.0.1:${this.brokerRoad.port}`]),
    ];
  }

  async #registerDevices(): Promise<void> {
    const ids = Array.from({ length: this.options.devices }, (_, i) => deviceIdOf(i));
    const keys = ids.map((id) => keyOf(KEY_SECRET, id));
    const client = new pg.Client(this.postgres.url());
    await client.connect();
    await client.query(`INSERT INTO ticketing.operators (operator_id, name) VALUES ('chaos', 'Chaos')`);
    await client.query(
      `INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at)
       SELECT id, 'chaos', 'ACTIVE', '2020-01-01' FROM unnest($1::text[]) AS id`,
      [ids],
    );
    await client.query(KEY_ID_SQL, [
      ids,
      keys.map(({ keyId }) => keyId),
      keys.map(({ publicKey }) => publicKey),
      ids.length,
    ]);
    await client.query(
      `INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from)
       SELECT id, 'bus-' || id, 'chaos', '2020-01-01' FROM unnest($1::text[]) AS id`,
      [ids],
    );
    await client.end();
  }

  #writeTruth(forged: readonly { readonly deviceId: string; readonly seq: number }[]): void {
    const { devices, seed, hasFaults } = this.options;
    const driftsMs: Record<string, number> = {};
    for (let i = 0; i < devices && hasFaults; i++) {
      driftsMs[deviceIdOf(i)] = planDeviceTroubles(
        seed,
        i,
        chooseDay().startMs,
        HARD_DEVICE_TROUBLES,
      ).driftMs;
    }
    writeFileSync(this.truthFile, JSON.stringify({ driftsMs, forged }));
  }
}
