// Servers named in the environment are asked for before anything else starts: a wrong address is one sentence at
// once, and not a city without vehicles. Whether name and password are right the services say themselves. The database is
// the first that is worked with; a Redis that is none would show itself only after the timetable was imported.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CannotStart } from './cannot-start.js';

const PATIENCE_MS = 10_000;
const ATTEMPT_MS = 2_000;
const PAUSE_MS = 500;
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
  'mqtt:': 1883,
  'tcp:': 1883,
  'mqtts:': 8883,
  'ssl:': 8883,
  'ws:': 80,
  'wss:': 443,
};

/**
 * Waits until each server named takes connections; a server that starts at the same time gets some seconds.
 * @param addresses variable to address; those not set, and sockets in the file system, are passed over
 * @throws CannotStart naming the variable and the place, never the password
 */
export async function reachServers(
  addresses: Readonly<Record<string, string | undefined>>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  await Promise.all(
    Object.entries(addresses).map(async ([variable, address]) => {
      const place = address === undefined ? undefined : findPlace(address);
      if (place === undefined) return;
      const problem = await reach(place, patienceMs);
      if (problem === undefined) return;
      if (problem === NO_REDIS) {
        throw new CannotStart(
          `What answers at ${place.host}:${place.port}, which ${variable} names, is no Redis.`,
        );
      }
      throw new CannotStart(
        `No server answers at ${place.host}:${place.port}, which ${variable} names (${problem}).`,
      );
    }),
  );
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly isRedis: boolean;
}

const NO_REDIS = 'no Redis';

function findPlace(address: string): Place | undefined {
  const url = URL.parse(address);
  const port = Number(url?.port) || DEFAULT_PORTS[url?.protocol ?? ''];
  if (!url || url.hostname === '' || port === undefined) return undefined;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, isRedis: url.protocol === 'redis:' };
}

/** @returns why not, after the last attempt */
async function reach(place: Place, patienceMs: number): Promise<string | undefined> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const problem = await attempt(place);
    if (problem === undefined || problem === NO_REDIS || performance.now() + PAUSE_MS > end) return problem;
    await sleep(PAUSE_MS);
  }
}

async function attempt({ host, port, isRedis }: Place): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connect({ host, port, timeout: ATTEMPT_MS });
  socket.once('connect', () => {
    if (isRedis) socket.write('PING\r\n');
    else resolve(undefined);
  });
  // With a password or without, Redis answers by a line that begins with one of these (RESP).
  socket.once('data', (answer) => {
    resolve(/^[+-]/.test(answer.toString('latin1')) ? undefined : NO_REDIS);
  });
  socket.once('end', () => {
    resolve(NO_REDIS);
  });
  socket.once('timeout', () => {
    resolve('no answer');
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    resolve(error.code ?? error.message);
  });
  const problem = await promise;
  socket.destroy();
  return problem;
}
