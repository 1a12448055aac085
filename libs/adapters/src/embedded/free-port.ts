// A port for a server that will be killed and started again on it. The system's own choice (port 0) is of the
// range from which outgoing connections get theirs: while such a server is down, a client's connection may be
// given its port, or, trying again and again, even connect to itself, and the server cannot come back.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';

const LOWEST_PORT = 10_000;
/** Where outgoing connections begin on Linux; elsewhere they begin higher. */
const OUTGOING_FROM = 32_768;
const TRIES = 200;

/** A port of the loopback interface that nobody listens on at this moment, and no outgoing connection will get. */
export async function findFreePort(): Promise<number> {
  const ports = findLowestOutgoingPort() - LOWEST_PORT;
  for (let tries = 0; ports > 0 && tries < TRIES; tries++) {
    const port = LOWEST_PORT + Math.floor(Math.random() * ports);
    if (await isPortFree(port, '127.0.0.1')) return port;
  }
  return findAnyPort();
}

/** Whether a server could listen there. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  return (await findListenFault(port, host)) === undefined;
}

/** Why no server could listen there, in the system's code, such as EADDRINUSE; undefined where one could. */
export async function findListenFault(port: number, host: string): Promise<string | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
  server.close();
  await once(server, 'close');
  return undefined;
}

async function findAnyPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function findLowestOutgoingPort(): number {
  try {
    return parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
  } catch {
    return OUTGOING_FROM;
  }
}
