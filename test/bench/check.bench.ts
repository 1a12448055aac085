/**
 * The online check: signed requests at a steady rate whether or not the last was answered, over HTTP, the e-ticket in a
 * process of its own with all of its work, a real PostgreSQL. Every tenth medium is on the deny list, every fifth has a
 * pass, each has tapped before. After a build:
 *
 *     node test/bench/check.bench.ts [--rate 200] [--seconds 10] [--small]
 *
 * Prints the times from request to answer and the CPU time of a check; ends with 1 where one is not answered, or wrong.
 */
import 'reflect-metadata';
import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { createPool, migrate } from '@rukh/adapters/postgres';
import { startScratchPostgres } from '@rukh/adapters/scratch-postgres';
import { makeTokenRef } from '@rukh/adapters/token-ref';
import { Figures } from './figures.ts';
import { type Connection, connectTo } from './taps/connection.ts';
import {
  TOKEN_KEY,
  addDevices,
  readBoth,
  runServer,
  startServer,
  stopServer,
} from './taps/ticketing-process.ts';

type Pool = ReturnType<typeof createPool>;

interface Device {
  readonly deviceId: string;
  readonly privateKey: KeyObject;
}

const figures = new Figures('check');
const DEVICES = 200;
const MEDIA = 20_000;
const TAPS_EACH = 10;
const CONNECTIONS = 100;
const PURPOSE = 'rukh-check-v1\n';

const isDenied = (medium: number): boolean => medium % 10 === 0;
const tokenOf = (medium: number): string => `card-${medium}`;

/** Media with accounts, passes, taps of the last days and entries on the deny list. */
async function addMedia(pool: Pool): Promise<void> {
  const refs = Array.from({ length: MEDIA }, (_, i) => makeTokenRef(TOKEN_KEY, tokenOf(i)));
  await pool.query(
    `CREATE TEMP TABLE made AS SELECT ref, n - 1 AS n FROM unnest($1::bytea[]) WITH ORDINALITY AS m (ref, n)`,
    [refs],
  );
  await pool.query("INSERT INTO ticketing.media (token_ref, media_type) SELECT ref, 'CLOSED_CARD' FROM made");
  await pool.query(
    'INSERT INTO ticketing.accounts (account_id) OVERRIDING SYSTEM VALUE SELECT n + 1 FROM made',
  );
  await pool.query(
    'INSERT INTO ticketing.media_accounts (token_ref, account_id) SELECT ref, n + 1 FROM made',
  );
  await pool.query(
    `INSERT INTO ticketing.held_products (account_id, fare_product_id, valid_from, price_minor)
     SELECT n + 1, 'pass-30', now() - interval '1 day', 0 FROM made WHERE n % 5 = 1`,
  );
  await pool.query(
    `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
       device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
     SELECT 'old', n * ${TAPS_EACH} + day + 1, '\\x00', ref, 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 0, at, at, 'EXACT',
       'ACCEPTED', 'bus-1', 'let'
     FROM made, generate_series(0, ${TAPS_EACH} - 1) AS day,
       LATERAL (SELECT now() - interval '1 day' * day - interval '1 hour' - interval '1 second' * (n % 3600) AS at) AS t`,
  );
  await pool.query(`SELECT ticketing.deny(ref, 'LOST', 'bench') FROM made WHERE n % 10 = 0`);
  await pool.query(
    `UPDATE ticketing.pricing_cursor SET accepted_xid = pg_snapshot_xmin(pg_current_snapshot())`,
  );
  await pool.query(
    'UPDATE ticketing.context_cursor SET accepted_xid = pg_snapshot_xmin(pg_current_snapshot())',
  );
  await pool.query('VACUUM ANALYZE');
}

function request({ deviceId, privateKey }: Device, medium: number): Buffer {
  const body = Buffer.from(
    JSON.stringify({ token: tokenOf(medium), mediaType: 'CLOSED_CARD', vehicleId: 'bus-7' }),
  );
  const signature = sign(null, Buffer.concat([Buffer.from(PURPOSE), body]), privateKey);
  const signed = {
    ...{ deviceId, keyId: 'k', body: body.toString('base64url') },
    signature: signature.toString('base64url'),
  };
  const text = JSON.stringify(signed);
  return Buffer.from(
    `POST /api/v1/devices/${deviceId}/check HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${text.length}\r\n\r\n${text}`,
  );
}

interface Asked {
  readonly milliseconds: number[];
  wrong: number;
}

/** One check each 1/rate seconds, on whichever connection is free; the time counts from when it was due. */
async function askSteadily(
  connections: Connection[],
  requests: readonly { readonly bytes: Buffer; readonly medium: number }[],
  rate: number,
): Promise<Asked> {
  const asked: Asked = { milliseconds: [], wrong: 0 };
  const free = [...connections];
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];
  for (const [i, { bytes, medium }] of requests.entries()) {
    const dueAt = startedAt + (i * 1000) / rate;
    const early = dueAt - performance.now();
    if (early > 1) await delay(early);
    const connection = free.pop() ?? (await connectTo(urlOf()));
    underWay.push(
      connection.send(bytes).then((answer) => {
        asked.milliseconds.push(performance.now() - dueAt);
        free.push(connection);
        const wanted = isDenied(medium) ? 'DENY' : 'ALLOW';
        const isRight =
          answer.isGood && (JSON.parse(answer.body()) as { decision: string }).decision === wanted;
        if (!isRight) asked.wrong++;
      }),
    );
  }
  await Promise.all(underWay);
  for (const connection of free) connection.close();
  return asked;
}

let url = '';
const urlOf = (): string => url;

async function run(rate: number, seconds: number): Promise<boolean> {
  const postgres = await startScratchPostgres();
  await migrate(postgres.url());
  const pool = createPool({
    databaseUrl: postgres.url(),
    applicationName: 'bench',
    max: 1,
    statementTimeoutMs: 600_000,
  });
  await pool.query("INSERT INTO ticketing.operators (operator_id, name) VALUES ('let', 'Bench')");
  const devices = Array.from({ length: DEVICES }, (_, i): Device => ({
    deviceId: `v-${i}`,
    privateKey: generateKeyPairSync('ed25519').privateKey,
  }));
  await addDevices(
    pool,
    devices.map(({ deviceId, privateKey }) => ({
      deviceId,
      publicKey: Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x!, 'base64url').toString(
        'hex',
      ),
    })),
  );
  await addMedia(pool);
  const started = await startServer(postgres.url());
  url = started.url;
  const make = (count: number): { bytes: Buffer; medium: number }[] =>
    Array.from({ length: count }, (_, i) => {
      const medium = (i * 7919) % MEDIA;
      return { bytes: request(devices[i % DEVICES]!, medium), medium };
    });
  const connect = (): Promise<Connection[]> =>
    Promise.all(Array.from({ length: CONNECTIONS }, () => connectTo(url)));
  await askSteadily(await connect(), make(2 * rate), rate);
  const [connections, requests] = [await connect(), make(seconds * rate)];
  const before = await readBoth(pool, started.server);
  const { milliseconds, wrong } = await askSteadily(connections, requests, rate);
  const after = await readBoth(pool, started.server);
  const subject = `${rate} checks a second`;
  figures.addSpread(subject, 'answer', milliseconds, 'ms', 1);
  figures.add(subject, 'CPU of the e-ticket', (after[0] - before[0]) / requests.length, 'us/check');
  figures.add(subject, 'CPU of PostgreSQL', (after[1] - before[1]) / requests.length, 'us/check');
  if (wrong > 0) console.error(`${wrong} of ${requests.length} answers were wrong or none`);
  await stopServer(started.server);
  await pool.end();
  await postgres.stop();
  return wrong === 0;
}

const { values } = parseArgs({
  options: {
    role: { type: 'string', default: 'all' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    small: { type: 'boolean', default: false },
  },
});
if (values.role === 'server') await runServer();
else process.exit((await run(Number(values.rate), values.small ? 2 : Number(values.seconds))) ? 0 : 1);
