import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@rukh/adapters/embedded';
import { createPool } from '@rukh/adapters/postgres';
import { decodeReceipt } from '@rukh/adapters/protobuf';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import type { DeviceTap } from '@rukh/domain/taps';
import { RigDevice } from '../intake-rig.fixture.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const DEVICES = 8;
const TAPS = 240;
const PER_BATCH = 6;

/** Between the e-ticket and the database: can swallow what the database answers, after it has done it. */
class Wire {
  isMute = false;
  readonly #sockets = new Set<Socket>();
  #server!: Server;

  async open(port: number): Promise<number> {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            near.destroy();
            far.destroy();
            this.#sockets.delete(socket);
          });
      }
      near.on('data', (chunk: Buffer) => far.write(chunk));
      far.on('data', (chunk: Buffer) => this.isMute || near.write(chunk));
    }).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('taps while things are killed', () => {
  let postgres: ScratchPostgres;
  let pool: ReturnType<typeof createPool>;
  let wire: Wire;
  let service: ChildProcess;
  let port: number;
  let env: NodeJS.ProcessEnv;
  let devices: RigDevice[];

  beforeAll(async () => {
    postgres = await startMigratedPostgres();
    pool = createPool({ databaseUrl: withPatience(postgres.url()), applicationName: 'rig', max: 1 });
    wire = new Wire();
    const through = new URL(postgres.url());
    through.port = String(await wire.open(Number(through.port)));
    port = await findFreePort();
    env = {
      ...process.env,
      ...{ RUKH_AGENCY: 'town', DATABASE_URL: through.href, REDIS_URL: 'redis://127.0.0.1:1', MQTT_URL: '' },
      ...{
        RUKH_LOG_LEVEL: 'fatal',
        RUKH_TICKETING_PORT: String(port),
        RUKH_TICKETING_DEVICE_TAPS_PER_SECOND: '0',
      },
      RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-tests-only',
    };
    await pool.query("INSERT INTO ticketing.operators (operator_id, name) VALUES ('let', 'x')");
    devices = Array.from({ length: DEVICES }, (_, i) => new RigDevice(`kill-${i}`));
    for (const { deviceId, keyId, publicKey } of devices) {
      await pool.query(
        `INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at)
         VALUES ($1, 'let', 'ACTIVE', now() - interval '1 year')`,
        [deviceId],
      );
      await pool.query(
        `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from)
         VALUES ($1, $2, $3, now() - interval '1 year')`,
        [deviceId, keyId, publicKey],
      );
    }
    await startService();
  });
  afterAll(async () => {
    service.kill('SIGKILL');
    wire.close();
    await pool.end();
    await postgres.stop();
  });

  async function startService(): Promise<void> {
    service = spawn(process.execPath, ['--no-warnings', MAIN], { env, stdio: 'ignore' });
    for (let tries = 0; tries < 600; tries++) {
      if (
        await fetch(`http://127.0.0.1:${port}/health/live`).then(
          ({ ok }) => ok,
          () => false,
        )
      ) {
        return;
      }
      await delay(100);
    }
    throw new Error('the e-ticket did not come up');
  }

  /** Sends all taps of a device as validators do: again and again, until a receipt says that they are durable. */
  async function sendAll(device: RigDevice, taps: readonly DeviceTap[]): Promise<number> {
    let mark = 0;
    let tries = 0;
    while (mark < taps.length) {
      tries++;
      const batch = taps.slice(mark, mark + PER_BATCH);
      const body = Buffer.from(device.seal(device.batch(batch, { lastSeq: taps.length })));
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/devices/${device.deviceId}/taps`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body,
      }).catch(() => undefined);
      if (answer?.status === 200) {
        const receipt = decodeReceipt('protobuf', new Uint8Array(await answer.arrayBuffer()));
        mark = receipt.highWaterMark;
      } else {
        // With or without an answer: the device keeps what it has.
        if (answer) {
          expect([503, answer.headers.get('retry-after')]).toEqual([answer.status, expect.any(String)]);
        }
        await delay(50);
      }
    }
    return tries;
  }

  it('none is lost and none is there twice', async () => {
    const sent = devices.map((device) => Array.from({ length: TAPS }, (_, i) => device.tap(i + 1)));
    const progress = { isDone: false };
    const sending = Promise.all(devices.map((device, i) => sendAll(device, sent[i]!))).finally(
      () => (progress.isDone = true),
    );
    const faults = [killDatabase, muteDatabase, killService];
    for (let round = 0; round < 6 && !progress.isDone; round++) {
      await delay(150);
      await faults[round % faults.length]!();
    }
    const tries = await sending;
    expect(tries.reduce((a, b) => a + b)).toBeGreaterThan((DEVICES * TAPS) / PER_BATCH);
    const { rows } = await pool.query<{ n: number; last: number; tokens: number }>(
      `SELECT count(*)::integer AS n, max(seq)::integer AS last, count(DISTINCT token_ref)::integer AS tokens
       FROM ticketing.taps GROUP BY device_id`,
    );
    expect(rows).toEqual(devices.map(() => ({ n: TAPS, last: TAPS, tokens: TAPS })));
  });

  async function killDatabase(): Promise<void> {
    await postgres.kill();
    await delay(200);
    await postgres.start();
  }

  /** What is committed then is committed, and nobody is told. */
  async function muteDatabase(): Promise<void> {
    wire.isMute = true;
    await delay(1000);
    wire.isMute = false;
  }

  async function killService(): Promise<void> {
    service.kill('SIGKILL');
    await once(service, 'exit');
    await startService();
  }
});
