import { setTimeout as delay } from 'node:timers/promises';
import { startScratchRedis, type ScratchRedis } from '../scratch-redis/index.js';
import { connectRedis, untilRedisReady, type Redis } from './connect.js';
import { Lease } from './lease.js';

let server: ScratchRedis;
let redis: Redis;
const leases: Lease[] = [];

/** Long enough that a busy machine renews in time. */
const TTL_MS = 2000;

function lease(ttlMs = TTL_MS): { lease: Lease; changes: string[] } {
  const changes: string[] = [];
  const made = new Lease(redis, {
    key: 'rukh:{test}:feed:lease',
    ttlMs,
    onGained: () => changes.push('gained'),
    onLost: () => changes.push('lost'),
  });
  made.start();
  leases.push(made);
  return { lease: made, changes };
}

beforeEach(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'test' });
  await untilRedisReady(redis, 60_000);
});

afterEach(async () => {
  for (const each of leases.splice(0)) await each.stop();
  redis.disconnect();
  await server.stop();
});

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`not within 120 s: ${what}`);
    await delay(10);
  }
}

describe('Lease', () => {
  it('is held by one process and kept', async () => {
    const [first, second] = [lease(), lease()];
    await until('one holds it', () => first.lease.isHeld);
    await delay(TTL_MS + 500);
    expect([first.lease.isHeld, second.lease.isHeld]).toEqual([true, false]);
    expect(first.changes).toEqual(['gained']);
  });

  it('goes to another, long before its end, when it is given back', async () => {
    const first = lease(20_000);
    await until('the first holds it', () => first.lease.isHeld);
    const second = lease(20_000);
    await first.lease.stop();
    const before = performance.now();
    await until('the second holds it', () => second.lease.isHeld);
    expect(performance.now() - before).toBeLessThan(18_000);
    expect(first.lease.isHeld).toBe(false);
    expect(first.changes).toEqual(['gained', 'lost']);
  });

  it('goes to another within its time when the holder dies', async () => {
    await redis.set('rukh:{test}:feed:lease', 'a process that was killed', 'PX', 3000);
    const { lease: heir } = lease();
    await delay(50);
    expect(heir.isHeld).toBe(false);
    await until('the heir holds it', () => heir.isHeld);
  });

  it('does not give back what another has taken', async () => {
    const { lease: zombie } = lease();
    await until('it is held', () => zombie.isHeld);
    await redis.set('rukh:{test}:feed:lease', 'another');
    await zombie.stop();
    expect(await redis.get('rukh:{test}:feed:lease')).toBe('another');
  });

  it('ends by itself while Redis is away and is taken again after it is back', async () => {
    const { lease: holder, changes } = lease();
    await until('it is held', () => holder.isHeld);
    await server.kill();
    await until('it has ended', () => !holder.isHeld);
    await server.start();
    await until('it is held again', () => holder.isHeld);
    expect(changes).toEqual(['gained', 'lost', 'gained']);
  });

  it('is not believed in by a holder whose Redis is frozen', async () => {
    const { lease: holder } = lease();
    await until('it is held', () => holder.isHeld);
    server.freeze();
    await until('it has ended', () => !holder.isHeld);
    server.thaw();
  });
});
