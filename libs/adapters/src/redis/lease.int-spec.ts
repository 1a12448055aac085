import { setTimeout as delay } from 'node:timers/promises';
import { startScratchRedis, type ScratchRedis } from '../scratch-redis/index.js';
import { connectRedis, untilRedisReady, type Redis } from './connect.js';
import { Lease } from './lease.js';

let server: ScratchRedis;
let redis: Redis;
const leases: Lease[] = [];

function lease(connection = redis): { lease: Lease; changes: string[] } {
  const changes: string[] = [];
  const made = new Lease(connection, {
    key: 'rukh:{test}:feed:lease',
    ttlMs: 400,
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
  await untilRedisReady(redis, 5000);
});

afterEach(async () => {
  for (const each of leases.splice(0)) await each.stop();
  redis.disconnect();
  await server.stop();
});

describe('Lease', () => {
  it('is held by one process and kept', async () => {
    const [first, second] = [lease(), lease()];
    await delay(1000);
    expect([first.lease.isHeld, second.lease.isHeld]).toEqual([true, false]);
    expect(first.changes).toEqual(['gained']);
  });

  it('goes to another at once when it is given back', async () => {
    const first = lease();
    await delay(50);
    const second = lease();
    await first.lease.stop();
    await delay(200);
    expect([first.lease.isHeld, second.lease.isHeld]).toEqual([false, true]);
    expect(first.changes).toEqual(['gained', 'lost']);
  });

  it('goes to another within its time when the holder dies', async () => {
    await redis.set('rukh:{test}:feed:lease', 'a process that was killed', 'PX', 400);
    const { lease: heir } = lease();
    await delay(50);
    expect(heir.isHeld).toBe(false);
    await delay(600);
    expect(heir.isHeld).toBe(true);
  });

  it('does not give back what another has taken', async () => {
    const { lease: zombie } = lease();
    await delay(50);
    await redis.set('rukh:{test}:feed:lease', 'another');
    await zombie.stop();
    expect(await redis.get('rukh:{test}:feed:lease')).toBe('another');
  });

  it('ends by itself while Redis is away and is taken again after it is back', async () => {
    const { lease: holder, changes } = lease();
    await delay(50);
    await server.kill();
    await delay(700);
    expect(holder.isHeld).toBe(false);
    await server.start();
    await delay(1500);
    expect(holder.isHeld).toBe(true);
    expect(changes).toEqual(['gained', 'lost', 'gained']);
  });

  it('is not believed in by a holder whose Redis is frozen', async () => {
    const { lease: holder } = lease();
    await delay(50);
    server.freeze();
    await delay(700);
    expect(holder.isHeld).toBe(false);
    server.thaw();
  });
});
