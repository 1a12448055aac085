/** A PostgreSQL with the e-ticket's tables, the e-ticket itself in this process, and devices that sign. */
import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createPool } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { SIGNED_AS } from '@rukh/domain/taps';
import { createApp } from '@rukh/service';
import { IntakeModule } from '../intake/intake.module.js';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { StorageModule } from '../storage.module.js';
import { SellersModule } from '../sellers/sellers.module.js';
import { MediaModule } from './media.module.js';
import type { SignedRequestPurpose } from './office/device-door.js';

const ADMIN_TOKEN = 'an-admin-token-for-tests';
export const TOKEN_KEY = 'a-token-key-that-is-for-tests-only';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: T;
}

/** Media and who sells for them: what prices taps would be one more hand in what a test looks at. */
@Module({ imports: [StorageModule, IntakeModule, MediaModule, SellersModule] })
class RigModule {}

/** A tap to be put into the table as intake would. */
export interface RigTap {
  readonly tokenRef: Buffer;
  readonly mediaType?: string;
  readonly deviceId?: string;
  readonly seq: number;
  readonly atMs: number;
  readonly vehicleId?: string;
  readonly outcome?: string;
  readonly claimed?: object;
}

export class MediaRig {
  readonly pool: ReturnType<typeof createPool>;
  app!: NestFastifyApplication;
  readonly #devices = new Map<string, KeyObject>();

  private constructor(readonly postgres: ScratchPostgres) {
    this.pool = createPool({ databaseUrl: withPatience(postgres.url()), applicationName: 'rig', max: 2 });
  }

  static async create(variables: Readonly<Record<string, string>> = {}): Promise<MediaRig> {
    const postgres = await startMigratedPostgres();
    const rig = new MediaRig(postgres);
    await rig.query(
      `INSERT INTO ticketing.operators (operator_id, name, role) VALUES ('let', 'Lvivelectrotrans', 'CARRIER'),
         ('lviv', 'Lviv', 'FUNDING_BODY'), ('hromada-7', 'Another community', 'FUNDING_BODY')`,
    );
    await rig.startApp(variables);
    return rig;
  }

  async startApp(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    Object.assign(process.env, {
      RUKH_AGENCY: 'town',
      RUKH_TARIFFS: BUNDLED_TARIFFS,
      DATABASE_URL: withPatience(this.postgres.url()),
      REDIS_URL: 'redis://127.0.0.1:1',
      RUKH_LOG_LEVEL: 'silent',
      RUKH_ADMIN_TOKEN: ADMIN_TOKEN,
      RUKH_TICKETING_TOKEN_KEY: TOKEN_KEY,
      RUKH_DENY_LIST_PUBLISH_MS: '50',
      RUKH_DENY_LIST_JITTER_MS: '20',
      ...variables,
    });
    this.app = await createApp(RigModule, { name: 'ticketing' });
    await this.app.init();
    await this.app.getHttpAdapter().getInstance().ready();
  }

  /** As the administration. */
  async ask<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    token = ADMIN_TOKEN,
  ): Promise<Answer<T>> {
    const answer = await this.app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  }

  async addDevice(deviceId: string, state = 'ACTIVE'): Promise<void> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
    this.#devices.set(deviceId, privateKey);
    await this.query(`INSERT INTO ticketing.devices (device_id, operator_id, state) VALUES ($1, 'let', $2)`, [
      deviceId,
      state,
    ]);
    await this.query(
      `INSERT INTO ticketing.device_keys (device_id, key_id, public_key) VALUES ($1, 'k1', $2)`,
      [deviceId, Buffer.from(x!, 'base64url')],
    );
  }

  /** A request that the device signs. */
  seal(deviceId: string, purpose: SignedRequestPurpose, body: object): Record<string, string> {
    const bytes = Buffer.from(JSON.stringify(body));
    const signed = Buffer.concat([Buffer.from(SIGNED_AS[purpose]), bytes]);
    return {
      deviceId,
      keyId: 'k1',
      body: bytes.toString('base64url'),
      signature: sign(null, signed, this.#devices.get(deviceId)!).toString('base64url'),
    };
  }

  async askAsDevice<T = Record<string, unknown>>(
    deviceId: string,
    purpose: SignedRequestPurpose,
    body: object,
    request: object = this.seal(deviceId, purpose, body),
  ): Promise<Answer<T>> {
    const answer = await this.app.inject({
      method: 'POST',
      url: `/api/v1/devices/${deviceId}/${purpose}`,
      payload: request,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  }

  async addTap(tap: RigTap): Promise<void> {
    await this.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
         deny_list_version, device_time, tapped_at, clock_quality, outcome, vehicle_id, claimed)
       VALUES ($1, $2, '', $3, $4, 'ENTRY', 'OK_PAYG', 1, $5, $5, 'EXACT', $6, $7, $8)`,
      [
        ...[tap.deviceId ?? 'v-1', tap.seq, tap.tokenRef, tap.mediaType ?? 'CLOSED_CARD', new Date(tap.atMs)],
        ...[
          tap.outcome ?? 'ACCEPTED',
          tap.vehicleId ?? 'bus-7',
          tap.claimed ? JSON.stringify(tap.claimed) : null,
        ],
      ],
    );
  }

  async query<Row extends object = Record<string, unknown>>(
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  async metric(name: string): Promise<number> {
    const { body } = await this.app.inject({ url: '/metrics' });
    const line = body.split('\n').find((text) => text.startsWith(`${name} `));
    return Number(line?.split(' ')[1] ?? Number.NaN);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.pool.end();
    await this.postgres.stop();
  }
}
