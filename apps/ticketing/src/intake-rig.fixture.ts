/** A PostgreSQL with the e-ticket's tables, the e-ticket itself in this process, and devices that sign. */
import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createPool } from '@rukh/adapters/postgres';
import { type TapForm, decodeReceipt, encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { type DeviceTap, SIGNED_AS, type TapBatch, type TapReceipt } from '@rukh/domain/taps';
import { createApp } from '@rukh/service';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { TicketingModule } from './index.js';

export const ADMIN_TOKEN = 'an-admin-token-for-tests';

/** An answer over HTTP. */
export interface Posted {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly receipt: TapReceipt;
}

/** A device that keeps its own key and counts its taps. */
export class RigDevice {
  readonly privateKey: KeyObject;
  readonly publicKey: Buffer;
  readonly startedAtMs = Date.now() - 12 * 3_600_000;
  bootId = 1;

  constructor(
    readonly deviceId: string,
    readonly keyId = 'k1',
  ) {
    const pair = generateKeyPairSync('ed25519');
    this.privateKey = pair.privateKey;
    this.publicKey = rawPublicKey(pair.privateKey);
  }

  /** A tap made so long ago. */
  tap(seq: number, more: Partial<DeviceTap> = {}, agoMs = 60_000): DeviceTap {
    const deviceTimeMs = Date.now() - agoMs;
    return {
      ...{ deviceId: this.deviceId, seq, deviceTimeMs, clockSource: 'GNSS', bootId: this.bootId },
      uptimeMs: Math.max(0, deviceTimeMs - this.startedAtMs),
      ...{
        kind: 'ENTRY',
        mediaType: 'CLOSED_CARD',
        token: `card-${seq}`,
        reason: 'OK_PAYG',
        denyListVersion: 1,
      },
      ...{ extras: [], place: {} },
      ...more,
    };
  }

  batch(taps: readonly DeviceTap[], more: Partial<TapBatch> = {}): TapBatch {
    const sentAtMs = Date.now();
    return {
      ...{ deviceId: this.deviceId, sentAtMs, bootId: this.bootId, uptimeMs: sentAtMs - this.startedAtMs },
      ...{ lastSeq: Math.max(0, ...taps.map(({ seq }) => seq)), taps },
      ...more,
    };
  }

  /** The signed message of a batch. */
  seal(batch: TapBatch, form: TapForm = 'protobuf'): Uint8Array {
    const body = encodeTapBatch(form, batch);
    return encodeSigned(form, {
      deviceId: this.deviceId,
      keyId: this.keyId,
      body,
      signature: this.sign(body),
    });
  }

  sign(body: Uint8Array, purpose: string = SIGNED_AS.taps): Buffer {
    return sign(null, Buffer.concat([Buffer.from(purpose), body]), this.privateKey);
  }
}

export function rawPublicKey(privateKey: KeyObject): Buffer {
  return Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x!, 'base64url');
}

export class IntakeRig {
  readonly pool: ReturnType<typeof createPool>;
  app!: NestFastifyApplication;

  private constructor(
    readonly postgres: ScratchPostgres,
    readonly redis: ScratchRedis,
  ) {
    this.pool = createPool({ databaseUrl: withPatience(postgres.url()), applicationName: 'rig', max: 2 });
  }

  static async create(variables: Readonly<Record<string, string>> = {}): Promise<IntakeRig> {
    const postgres = await startMigratedPostgres();
    const rig = new IntakeRig(postgres, await startScratchRedis());
    await rig.query("INSERT INTO ticketing.operators (operator_id, name) VALUES ('let', 'Lvivelectrotrans')");
    await rig.startApp(variables);
    return rig;
  }

  async startApp(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    Object.assign(process.env, {
      RUKH_AGENCY: 'town',
      RUKH_TARIFFS: BUNDLED_TARIFFS,
      // Of taps alone: what becomes of them afterwards has rigs of its own.
      RUKH_PRICING_WORKERS: '0',
      RUKH_PAYMENTS: 'off',
      DATABASE_URL: withPatience(this.postgres.url()),
      REDIS_URL: this.redis.url,
      RUKH_LOG_LEVEL: 'silent',
      RUKH_ADMIN_TOKEN: ADMIN_TOKEN,
      RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-tests-only',
      RUKH_TICKETING_DEVICE_TAPS_PER_SECOND: '0',
      ...variables,
    });
    this.app = await createApp(TicketingModule, { name: 'ticketing' });
    await this.app.init();
    await this.app.getHttpAdapter().getInstance().ready();
  }

  /** A device in use, known to the database. */
  async addDevice(deviceId: string, provisionedAtMs = Date.now() - 30 * 86_400_000): Promise<RigDevice> {
    const device = new RigDevice(deviceId);
    await this.query(
      `INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at) VALUES ($1, 'let', 'ACTIVE', $2)`,
      [deviceId, new Date(provisionedAtMs)],
    );
    await this.query(
      `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from) VALUES ($1, $2, $3, $4)`,
      [deviceId, device.keyId, device.publicKey, new Date(provisionedAtMs)],
    );
    return device;
  }

  /** A new device, made over the API as by an administrator; the code with which it enrols. */
  async openEnrolment(deviceId: string): Promise<string> {
    const ask = async (path: string, payload: object): Promise<{ code: string }> => {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
      const url = `/api/v1/devices${path}`;
      return (await this.app.inject({ method: 'POST', url, headers, payload })).json();
    };
    const provisionedAt = new Date(Date.now() - 60_000);
    await ask('', { deviceId, operatorId: 'let', operatorName: 'Lvivelectrotrans', provisionedAt });
    return (await ask(`/${deviceId}/enrolments`, {})).code;
  }

  async post(deviceId: string, payload: Uint8Array, form: TapForm = 'protobuf'): Promise<Posted> {
    const answer = await this.app.inject({
      method: 'POST',
      url: `/api/v1/devices/${deviceId}/taps`,
      headers: { 'content-type': form === 'json' ? 'application/json' : 'application/x-protobuf' },
      payload: Buffer.from(payload),
    });
    const receipt = answer.statusCode === 200 ? decodeReceipt(form, answer.rawPayload) : ({} as TapReceipt);
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, receipt };
  }

  /** Sends taps as the device would; the receipt. */
  async send(
    device: RigDevice,
    taps: readonly DeviceTap[],
    more: Partial<TapBatch> = {},
  ): Promise<TapReceipt> {
    const { receipt, status, text } = await this.post(device.deviceId, device.seal(device.batch(taps, more)));
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return receipt;
  }

  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
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
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }
}
