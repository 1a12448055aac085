/**
 * The devices of the benchmark, in a process of their own: all batches are signed before the clock runs, and each
 * connection sends its next one when the last is answered, as a validator does. A client of its own over plain sockets,
 * since a general one costs more than what is measured.
 */
import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import { SIGNED_AS } from '@rukh/domain/taps';

export interface LoadSettings {
  readonly url: string;
  readonly prefix: string;
  readonly devices: number;
  readonly connections: number;
  readonly seconds: number;
  readonly tapsPerBatch: number;
}

interface BenchDevice {
  readonly deviceId: string;
  readonly privateKey: KeyObject;
  seq: number;
}

const STARTED_AT = Date.now() - 3_600_000;
/** More are signed than will be sent. */
const BATCHES_PER_SECOND = 12_000;
const SINGLE = 1;
const GREET_AGAIN_MS = 200;

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
    Array.from({ length: settings.connections }, () => open(settings.url)),
  );
  const first = devices.map((device) => request(device, settings));
  await said;
  const run = once(process, 'message');
  await greet(connections, first);
  const perSecond = settings.tapsPerBatch === SINGLE ? BATCHES_PER_SECOND : BATCHES_PER_SECOND / 3;
  const requests = Array.from({ length: settings.seconds * perSecond }, (_, i) =>
    request(devices[i % devices.length]!, settings),
  );
  process.send?.('warm');
  await run;
  const startedAt = performance.now();
  const { milliseconds, refused } = await sendAll(connections, requests, startedAt + settings.seconds * 1000);
  const seconds = (performance.now() - startedAt) / 1000;
  const taps = (milliseconds.length - refused) * settings.tapsPerBatch;
  process.send?.({ taps, seconds, refused, milliseconds: milliseconds.map((ms) => Number(ms.toFixed(2))) });
  for (const { socket } of connections) socket.destroy();
}

function hexOf(privateKey: KeyObject): string {
  return Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x!, 'base64url').toString('hex');
}

/** A whole HTTP request with a signed batch of the device's next taps. */
function request(device: BenchDevice, { tapsPerBatch }: LoadSettings): Buffer {
  const { deviceId, privateKey } = device;
  const sentAtMs = Date.now();
  const taps = Array.from({ length: tapsPerBatch }, (_, i) => ({
    ...{
      deviceId,
      seq: ++device.seq,
      deviceTimeMs: sentAtMs - 60_000 + i,
      clockSource: 'GNSS' as const,
      bootId: 1,
    },
    ...{
      uptimeMs: sentAtMs - 60_000 + i - STARTED_AT,
      kind: 'ENTRY' as const,
      mediaType: 'CLOSED_CARD' as const,
    },
    ...{
      token: `card-${(device.seq * 7919) % 300_000}`,
      reason: 'OK_PAYG' as const,
      denyListVersion: 41,
      extras: [],
    },
    place: {
      vehicleId: '1021',
      routeId: 'A01',
      tripId: '1234_5_0',
      stopId: '4711',
      lat: 49.8397,
      lon: 24.0297,
    },
  }));
  const uptimeMs = sentAtMs - STARTED_AT;
  const body = encodeTapBatch('protobuf', {
    deviceId,
    sentAtMs,
    bootId: 1,
    uptimeMs,
    lastSeq: device.seq,
    taps,
  });
  const signature = sign(null, Buffer.concat([Buffer.from(SIGNED_AS.taps), body]), privateKey);
  const message = encodeSigned('protobuf', { deviceId, keyId: 'k', body, signature });
  const head =
    `POST /api/v1/devices/${deviceId}/taps HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-protobuf\r\n` +
    `Content-Length: ${message.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), message]);
}

/** Each device's first batch, again until it is taken: a thousand devices that nobody knows yet may be told to wait. */
async function greet(connections: readonly Connection[], requests: readonly Buffer[]): Promise<void> {
  const left = [...requests];
  await Promise.all(
    connections.map(async (connection) => {
      for (let request = left.pop(); request !== undefined; request = left.pop()) {
        while (!(await connection.send(request))) await delay(GREET_AGAIN_MS);
      }
    }),
  );
}

/** Sends all, or as many as can be begun before a time; the time of each answer, and how many were refusals. */
async function sendAll(
  connections: readonly Connection[],
  requests: readonly Buffer[],
  untilMs: number,
): Promise<{ milliseconds: number[]; refused: number }> {
  const milliseconds: number[] = [];
  let refused = 0;
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (next < requests.length) {
        const startedAt = performance.now();
        if (startedAt > untilMs) return;
        const isGood = await connection.send(requests[next++]!);
        milliseconds.push(performance.now() - startedAt);
        if (!isGood) refused++;
      }
    }),
  );
  return { milliseconds, refused };
}

interface Connection {
  readonly socket: Socket;
  /** Whether the answer was 200. */
  send(bytes: Buffer): Promise<boolean>;
}

async function open(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, 'connect');
  let seen = '';
  let answer: ((isGood: boolean) => void) | undefined;
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
    const head = seen.indexOf('\r\n\r\n');
    const length = head < 0 ? NaN : Number(/content-length: (\d+)/i.exec(seen.slice(0, head))?.[1]);
    if (!(seen.length >= head + 4 + length)) return;
    const isGood = seen.startsWith('HTTP/1.1 200');
    if (!isGood) console.error(seen.slice(0, 400));
    seen = '';
    answer?.(isGood);
  });
  return {
    socket,
    send: (bytes) =>
      new Promise((resolve) => {
        answer = resolve;
        socket.write(bytes);
      }),
  };
}
