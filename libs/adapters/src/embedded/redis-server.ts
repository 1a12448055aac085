// A Redis of Rukh's own, for a city that brings none: reachable only from this machine, with a password made at
// random, and an append-only file, so that streams and snapshots are there again after a kill.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askServer } from './ask-server.js';
import type { EmbeddedOptions, EmbeddedServer } from './embedded-server.js';
import { readOrMakeSecret } from './secret-file.js';
import { SupervisedChild } from './supervised-child.js';

/** @param program path of redis-server or valkey-server. Not started yet. */
export function prepareRedis(program: string, options: EmbeddedOptions): EmbeddedServer {
  const { home, port } = options;
  const password = readOrMakeSecret(join(home, 'secrets', 'redis-password'));
  const folder = join(home, 'redis');
  mkdirSync(folder, { recursive: true });
  const configFile = join(folder, 'redis.conf');
  const child = new SupervisedChild({
    name: 'redis',
    command: program,
    args: [configFile],
    cwd: folder,
    logFile: join(home, 'logs', 'redis.log'),
    runFolder: join(home, 'run'),
    prepare: () => {
      // In a file, because a command line can be read by everybody.
      writeFileSync(configFile, settings(port, folder, password, options.flags ?? []), { mode: 0o600 });
      return Promise.resolve();
    },
    isReady: async () =>
      (await askServer(port, `AUTH ${password}\r\nPING\r\n`))?.toString().includes('+PONG') ?? false,
    stopTimeoutMs: 10_000,
    ownProcessGroup: options.ownProcessGroup ?? false,
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
  });
  return { child, url: `redis://:${password}@127.0.0.1:${port}`, filesFolder: folder };
}

function settings(port: number, folder: string, password: string, flags: readonly string[]): string {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir "${folder}"`,
    `requirepass ${password}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // Streams are bounded by their writers, at some 0.8 GB for 600 vehicles; this is the wall behind them.
    'maxmemory 2gb',
    'maxmemory-policy noeviction',
    ...flags,
    '',
  ].join('\n');
}
