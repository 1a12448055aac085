import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@rukh/adapters/embedded';
import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { RingRoad } from './ring-road.fixture.js';

/** Kills feeds processes as the machine would: needs what `npm run build` makes. */
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const isBuilt = existsSync(MAIN);
if (!isBuilt) console.log('killing the writer is not tried: apps/feeds is not built');
const whenBuilt = isBuilt ? it : it.skip;

let server: ScratchRedis;
let redis: Redis;
let folder: string;
let city: RingRoad;
let ticking: NodeJS.Timeout;
const children: ChildProcess[] = [];

async function startProcess(): Promise<Running> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [MAIN], {
    stdio: 'ignore',
    env: {
      ...process.env,
      RUKH_AGENCY: 'spec',
      REDIS_URL: server.url,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      RUKH_CACHE_DIR: folder,
      RUKH_FEEDS_WARM_UP_SECONDS: '0',
      RUKH_FEEDS_CHECKPOINT_SECONDS: '1',
      RUKH_FEEDS_PORT: String(port),
      RUKH_LOG_LEVEL: 'silent',
    },
  });
  children.push(child);
  return { child, url: `http://127.0.0.1:${port}` };
}

async function poll(url: string): Promise<{ timestamp: number; trips: number } | undefined> {
  try {
    const response = await fetch(`${url}/gtfs-rt/all.pb`);
    if (response.status !== 200) return undefined;
    const message = decodeFeedMessage(new Uint8Array(await response.arrayBuffer()));
    return {
      timestamp: message.header.timestamp!,
      trips: message.entity.filter(({ tripUpdate }) => tripUpdate).length,
    };
  } catch {
    return undefined;
  }
}

beforeEach(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'spec' });
  await untilRedisReady(redis, 60_000);
  folder = await mkdtemp(join(tmpdir(), 'rukh-feeds-'));
  city = new RingRoad(30);
  await city.cacheIn(folder);
  ticking = setInterval(() => {
    const bytes = Buffer.from(city.batch(Date.now() / 1000));
    redis.xadd('rukh:{spec}:updates', '*', 'b', bytes).catch(() => undefined);
  }, 200);
});

afterEach(async () => {
  clearInterval(ticking);
  for (const child of children.splice(0)) child.kill('SIGKILL');
  redis.disconnect();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

async function isWriter({ url }: Running): Promise<boolean> {
  const metrics = await fetch(`${url}/metrics`).then(
    (response) => response.text(),
    () => '',
  );
  return /^rukh_feed_writer 1$/m.test(metrics);
}

/** Polls all processes four times a second, and checks what each serves. */
class Watch {
  readonly #last = new Map<string, number>();
  answers = 0;
  oldestSeconds = 0;

  /** @returns whether all answered */
  async poll(running: readonly Running[]): Promise<boolean> {
    const answers = await Promise.all(running.map(async ({ url }) => [url, await poll(url)] as const));
    for (const [url, answer] of answers) {
      if (!answer) continue;
      expect(answer.trips).toBe(30);
      expect(answer.timestamp).toBeGreaterThanOrEqual(this.#last.get(url) ?? 0);
      this.#last.set(url, answer.timestamp);
      this.answers++;
      this.oldestSeconds = Math.max(this.oldestSeconds, Date.now() / 1000 - answer.timestamp);
    }
    await delay(250);
    return answers.every(([, answer]) => answer);
  }
}

describe('kill -9', () => {
  whenBuilt(
    'of the writer, again and again: another goes on, no feed is partial, no timestamp goes back',
    async () => {
      const running = [await startProcess(), await startProcess()];
      const watch = new Watch();
      while (!(await watch.poll(running)));
      for (let kills = 0; kills < 3; kills++) {
        let writer = -1;
        while (writer === -1) {
          writer = (await Promise.all(running.map(isWriter))).indexOf(true);
          await watch.poll(running);
        }
        const [killed] = running.splice(writer, 1);
        expect(killed?.child.kill('SIGKILL')).toBe(true);
        running.push(await startProcess());
        const until = Date.now() + 7000;
        while (!(await watch.poll(running)) || Date.now() < until);
      }
      expect(watch.answers).toBeGreaterThan(20);
      // A feed is renewed every fifteen seconds at the latest, whoever writes it; the rest is for a busy machine.
      expect(watch.oldestSeconds).toBeLessThan(45);
    },
    180_000,
  );
});
