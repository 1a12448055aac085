import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { EmbeddedServer } from './embedded-server.js';
import { findRedisServer } from './find-redis-server.js';
import { findFreePort } from './free-port.js';
import { preparePostgres } from './postgres-server.js';
import { prepareRedis } from './redis-server.js';
import type { ChildEvent } from './supervised-child.js';

let home: string;
let events: ChildEvent[];
const started: EmbeddedServer[] = [];
const onEvent = (event: ChildEvent): number => events.push(event);

async function untilRecovered(): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!events.some(({ kind }) => kind === 'recovered')) {
    if (Date.now() > deadline) throw new Error(`not recovered: ${JSON.stringify(events)}`);
    await delay(20);
  }
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rukh-home-'));
  chmodSync(home, 0o755);
  events = [];
});

afterEach(async () => {
  for (const server of started.splice(0)) {
    await server.child.stop();
    rmSync(server.filesFolder, { recursive: true, force: true });
  }
  rmSync(home, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  async function start(): Promise<EmbeddedServer> {
    const server = await preparePostgres({ home, port: await findFreePort(), flags: ['fsync=off'], onEvent });
    started.push(server);
    await server.child.start();
    return server;
  }

  async function query(url: string, text: string): Promise<unknown[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('has a database of our own, a password in a closed file, and keeps its data', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (n integer)');
    await first.child.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT count(*)::integer AS n FROM kept')).toEqual([{ n: 0 }]);
    expect(statSync(join(home, 'secrets', 'postgres-password')).mode & 0o777).toBe(0o600);
    await expect(query(second.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('is there again by itself after kill -9, with what was committed', async () => {
    const server = await start();
    await query(server.url, 'CREATE TABLE kept (n integer); INSERT INTO kept VALUES (7)');
    process.kill(server.child.pid!, 'SIGKILL');
    await untilRecovered();
    expect(await query(server.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('starts over a lock that names a process of somebody else', async () => {
    const server = await start();
    await server.child.stop();
    const lock = join(server.filesFolder, 'postgres', 'data', 'postmaster.pid');
    writeFileSync(lock, `${process.pid}\n${join(server.filesFolder, 'postgres', 'data')}\n`);
    const again = await start();
    expect(await query(again.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});

describe('the embedded Redis', () => {
  it('wants its password and has its data again after kill -9', async () => {
    const program = await findRedisServer(home, () => undefined);
    const server = prepareRedis(program, { home, port: await findFreePort(), onEvent });
    started.push(server);
    await server.child.start();
    const redis = new Redis(server.url);
    const stranger = new Redis(server.url.replace(/:[^:@]+@/, ''), { retryStrategy: null });
    stranger.on('error', () => undefined);
    await expect(stranger.get('key')).rejects.toThrow(/NOAUTH|closed/);
    stranger.disconnect();
    await redis.set('key', 'value');
    process.kill(server.child.pid!, 'SIGKILL');
    await untilRecovered();
    expect(await redis.get('key')).toBe('value');
    redis.disconnect();
  });
});

describe('looking for a Redis', () => {
  /** A PATH on which only these programs are. */
  function pathWith(...programs: string[]): NodeJS.ProcessEnv {
    const folder = join(home, 'bin');
    mkdirSync(folder);
    for (const program of programs) {
      const at = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
      if (at !== '') symlinkSync(at, join(folder, program));
    }
    return { PATH: folder };
  }

  it('says in one sentence what to install when there is none', async () => {
    await expect(findRedisServer(home, () => undefined, pathWith())).rejects.toThrow(
      /^There is no Redis to be had here \(no redis-server on the PATH and no apt-get.*\): install Redis 7/,
    );
  });

  it('says so when the one that was named does not run', async () => {
    const env = { ...pathWith(), RUKH_REDIS_SERVER: '/no/such/redis' };
    await expect(findRedisServer(home, () => undefined, env)).rejects.toThrow(
      /There is no Redis to be had here/,
    );
  });

  it("fetches the system's own package where there is one, without installing it", async () => {
    const env = pathWith('sh', 'apt-get', 'dpkg', 'dpkg-deb', 'tar', 'rm');
    const found = await findRedisServer(home, () => undefined, env).catch((error: unknown) => error as Error);
    if (found instanceof Error) {
      console.warn(`skipped: ${found.message}`);
      return;
    }
    expect(found).toBe(join(home, 'redis-programs', 'redis-server'));
    // The second time it is there.
    expect(await findRedisServer(home, () => undefined, { PATH: '/nowhere' })).toBe(found);
  });
});
