/**
 * The devices of the benchmark, in a process of their own: all batches are made before the clock runs, and each
 * connection has its own devices and sends its next one when the last is answered, as a validator does. A client of its own over plain sockets,
 * since a general one costs more than what is measured.
 */
import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { makeSessionPair, openSession, signBySession } from '@rukh/adapters/device-session';
import { encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import { SIGNED_AS } from '@rukh/domain/taps';
import { type Connection, connectTo } from './connection.ts';

export interface LoadSettings {
  /** Of each process of the e-ticket: connections go to one after the other, as behind a balancer. */
  readonly urls: readonly string[];
  readonly prefix: string;
  readonly devices: number;
  readonly connections: number;
  readonly seconds: number;
  readonly tapsPerBatch: number;
  /** By a session's HMAC; else by Ed25519. */
  readonly inSessions: boolean;
}

interface BenchDevice {
  readonly deviceId: string;
  readonly privateKey: KeyObject;
  seq: number;
  session?: { readonly sessionId: string; readonly key: Buffer };
}

const STARTED_AT = Date.now() - 3_600_000;
/** More are made than will be sent. */
const TAPS_PER_SECOND = 45_000;
const MOST_BATCHES_PER_SECOND = 12_000;

/** Role of the process: says the keys, sends one batch a device, then as many as it can in the time. */
export async function runLoad(settings: LoadSettings): Promise<void> {
  const devices = Array.from({ length: settings.devices }, (_, i): BenchDevice => ({
    deviceId: `${settings.prefix}-${i}`,
    privateKey: generateKeyPairSync('ed25519').privateKey,
    seq: 0,
  }));
  const said = once(process, 'message');
  process.send?.(devices.map(({ deviceId, privateKey }) => ({ deviceId, publicKey: hexOf(privateKey) })));
  const connections = await Promise.all(
    Array.from({ length: settings.connections }, (_, i) =>
      connectTo(settings.urls[i % settings.urls.length]!),
    ),
  );
  await said;
  const run = once(process, 'message');
  const refusedFirst = await greet(connections, devices, settings);
  const perSecond = Math.min(MOST_BATCHES_PER_SECOND, TAPS_PER_SECOND / settings.tapsPerBatch);
  const requests: Buffer[][] = connections.map(() => []);
  for (let i = 0; i < settings.seconds * perSecond; i++) {
    const device = i % devices.length;
    requests[device % connections.length]!.push(request(devices[device]!, settings));
  }
  process.send?.('warm');
  await run;
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const { milliseconds, refused } = await sendAll(connections, requests, startedAt + settings.seconds * 1000);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    taps: (milliseconds.length - refused) * settings.tapsPerBatch,
    seconds,
    refused,
    refusedFirst,
    cpuMicroseconds: user + system,
    milliseconds: milliseconds.map((ms) => Number(ms.toFixed(2))),
  });
  for (const connection of connections) connection.close();
}

function hexOf(privateKey: KeyObject): string {
  return Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x!, 'base64url').toString('hex');
}

/** Of as many riders as Lviv has: one that has tapped comes again when all the others have. */
const CARDS = 300_000;
let cardsGiven = 0;
function nextCard(): string {
  return `card-${(++cardsGiven * 7919) % CARDS}`;
}

/** A whole HTTP request with a signed batch of the device's next taps. */
function request(device: BenchDevice, { tapsPerBatch }: LoadSettings): Buffer {
  const { deviceId } = device;
  const sentAtMs = Date.now();
  const taps = Array.from({ length: tapsPerBatch }, (_, i) => ({
    ...{ deviceId, seq: ++device.seq, deviceTimeMs: sentAtMs - 60_000 + i, clockSource: 'GNSS' as const },
    ...{ bootId: 1, uptimeMs: sentAtMs - 60_000 + i - STARTED_AT, kind: 'ENTRY' as const },
    ...{ mediaType: 'CLOSED_CARD' as const, token: nextCard() },
    ...{ reason: 'OK_PAYG' as const, denyListVersion: 41, extras: [] },
    place: {
      ...{ vehicleId: '1021', routeId: 'A01', tripId: '1234_5_0', stopId: '4711' },
      ...{ lat: 49.8397, lon: 24.0297 },
    },
  }));
  const uptimeMs = sentAtMs - STARTED_AT;
  const body = encodeTapBatch('protobuf', {
    ...{ deviceId, sentAtMs, bootId: 1, uptimeMs, lastSeq: device.seq, taps },
  });
  const message = encodeSigned('protobuf', { deviceId, body, ...authenticate(device, body) });
  return post(`/api/v1/devices/${deviceId}/taps`, 'application/x-protobuf', message);
}

function authenticate(
  { session, privateKey }: BenchDevice,
  body: Uint8Array,
): { readonly keyId: string; readonly signature: Buffer } {
  if (session) {
    return { keyId: session.sessionId, signature: signBySession(session.key, SIGNED_AS.taps, body) };
  }
  return {
    keyId: 'k',
    signature: sign(null, Buffer.concat([Buffer.from(SIGNED_AS.taps), body]), privateKey),
  };
}

function post(path: string, type: string, body: Uint8Array): Buffer {
  const head =
    `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: ${type}\r\n` +
    `Content-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Each device's session, where it is to have one, and its first batch; how many of these were refused. */
async function greet(
  connections: readonly Connection[],
  devices: readonly BenchDevice[],
  settings: LoadSettings,
): Promise<number> {
  let refused = 0;
  await Promise.all(
    connections.map(async (connection, i) => {
      for (const device of devices.filter((_, at) => at % connections.length === i)) {
        if (settings.inSessions) await startSession(connection, device);
        const first = request(device, settings);
        while (!(await connection.send(first)).isGood) refused++;
      }
    }),
  );
  return refused;
}

const AGAIN_MS = 200;
const MOST_TRIES = 300;

async function startSession(connection: Connection, device: BenchDevice): Promise<void> {
  const { deviceId, privateKey } = device;
  const pair = makeSessionPair();
  const publicKey = pair.publicKey.toString('base64url');
  const signed = `${SIGNED_AS.session}${deviceId}\nk\n${publicKey}`;
  const body = {
    keyId: 'k',
    publicKey,
    signature: sign(null, Buffer.from(signed), privateKey).toString('base64url'),
  };
  const path = `/api/v1/devices/${deviceId}/session`;
  const opening = post(path, 'application/json', Buffer.from(JSON.stringify(body)));
  // Where many open one at once, some are told to come again.
  let answer = await connection.send(opening);
  for (let tries = 0; !answer.isGood && tries < MOST_TRIES; tries++) {
    await delay(AGAIN_MS);
    answer = await connection.send(opening);
  }
  if (!answer.isGood) throw new Error('no session');
  const said = JSON.parse(answer.body()) as { sessionId: string; publicKey: string; sealedKey: string };
  const key = openSession(pair.privateKey, said.sessionId, {
    publicKey: Buffer.from(said.publicKey, 'base64url'),
    sealedKey: Buffer.from(said.sealedKey, 'base64url'),
  });
  device.session = { sessionId: said.sessionId, key };
}

/**
 * Each connection sends its own, or as many as can be begun before a time; the time of each answer, and how many were
 * refusals.
 */
async function sendAll(
  connections: readonly Connection[],
  requests: readonly (readonly Buffer[])[],
  untilMs: number,
): Promise<{ milliseconds: number[]; refused: number }> {
  const milliseconds: number[] = [];
  let refused = 0;
  await Promise.all(
    connections.map(async (connection, i) => {
      for (const bytes of requests[i]!) {
        const startedAt = performance.now();
        if (startedAt > untilMs) return;
        const { isGood } = await connection.send(bytes);
        milliseconds.push(performance.now() - startedAt);
        if (!isGood) refused++;
      }
    }),
  );
  return { milliseconds, refused };
}
