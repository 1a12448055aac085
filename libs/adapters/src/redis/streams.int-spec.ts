import { setTimeout as delay } from 'node:timers/promises';
import { startScratchRedis, type ScratchRedis } from '../scratch-redis/index.js';
import { connectBlockingRedis, connectRedis, untilRedisReady, type Redis } from './connect.js';
import { StreamReader, type StreamReaderOptions } from './stream-reader.js';
import { StreamWriter, type StreamWriterOptions } from './stream-writer.js';

const STREAM = 'rukh:{test}:positions';

let server: ScratchRedis;
const open: (() => unknown)[] = [];

function command(): Redis {
  const redis = connectRedis(server.url, { name: 'test' });
  open.push(() => {
    redis.disconnect();
  });
  return redis;
}

async function ready(): Promise<Redis> {
  const redis = command();
  await untilRedisReady(redis, 60_000);
  return redis;
}

function writer(redis: Redis, options: Partial<StreamWriterOptions<number>> = {}): StreamWriter<number> {
  return new StreamWriter<number>(redis, {
    stream: STREAM,
    maxLengthEntries: 100_000,
    encode: (items) => Buffer.from(items.join()),
    ...options,
  });
}

/** A reader that collects numbers, with a count of what it lost. */
function reader(options: Partial<StreamReaderOptions> = {}): {
  reader: StreamReader;
  numbers: number[];
  lost: Record<string, number>;
} {
  const redis = connectBlockingRedis(server.url, { name: 'test-reader' });
  const numbers: number[] = [];
  const lost: Record<string, number> = {};
  const made = new StreamReader(redis, {
    stream: STREAM,
    group: 'tracking',
    consumer: 'a',
    handle: (entries) => {
      for (const { bytes } of entries) numbers.push(...bytes.toString().split(',').map(Number));
      return Promise.resolve();
    },
    onLost: (reason, entries) => (lost[reason] = (lost[reason] ?? 0) + entries),
    ...options,
  });
  made.start();
  open.push(async () => {
    await made.stop();
    redis.disconnect();
  });
  return { reader: made, numbers, lost };
}

async function until(condition: () => boolean, timeoutMs = 120_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await delay(10);
  }
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
  await server.stop();
});

describe('streams on a Redis that stays', () => {
  beforeEach(async () => {
    server = await startScratchRedis();
  });

  it('carries every item once and in order, many to an entry', async () => {
    const redis = await ready();
    const { numbers } = reader();
    const writes = writer(redis);
    for (const item of range(5000)) writes.write(item);
    await until(() => numbers.length >= 5000);
    expect(numbers).toEqual(range(5000));
    expect(await redis.xlen(STREAM)).toBeLessThan(50);
  });

  it('reads each next batch only after the handler has finished with the last', async () => {
    const writes = writer(await ready(), { maxBatchItems: 1 });
    let atOnce = 0;
    let most = 0;
    let handled = 0;
    reader({
      maxBatchEntries: 2,
      handle: async (entries) => {
        most = Math.max(most, ++atOnce);
        await delay(2);
        atOnce -= 1;
        handled += entries.length;
      },
    });
    for (const item of range(20)) writes.write(item);
    await until(() => handled === 20);
    expect(most).toBe(1);
  });

  it('hands the same entries to a handler again until it succeeds', async () => {
    const writes = writer(await ready());
    let failures = 3;
    const numbers: string[] = [];
    reader({
      handle: (entries) => {
        if (failures-- > 0) return Promise.reject(new Error('the database is away'));
        numbers.push(...entries.map(({ bytes }) => bytes.toString()));
        return Promise.resolve();
      },
    });
    writes.write(7);
    await until(() => numbers.length === 1);
    expect(numbers).toEqual(['7']);
  });

  it('takes up what it left unfinished when it stopped', async () => {
    const writes = writer(await ready());
    let tries = 0;
    const first = reader({
      handle: () => {
        tries += 1;
        return Promise.reject(new Error('the database is away'));
      },
    });
    writes.write(7);
    await until(() => tries > 0);
    await first.reader.stop();
    const { numbers } = reader();
    await until(() => numbers.length === 1);
  });

  it('takes over the entries of a fellow consumer that died', async () => {
    const redis = await ready();
    await redis.xgroup('CREATE', STREAM, 'tracking', '0', 'MKSTREAM');
    await redis.xadd(STREAM, '*', 'b', '7');
    await redis.xreadgroup('GROUP', 'tracking', 'dead', 'COUNT', 1, 'STREAMS', STREAM, '>');
    const { numbers } = reader({ consumer: 'alive', abandonedAfterMs: 300 });
    await until(() => numbers.length === 1);
    expect((await redis.xpending(STREAM, 'tracking'))[0]).toBe(0);
  });

  it('counts the entries that were trimmed before anybody read them, exactly', async () => {
    const redis = await ready();
    const first = reader();
    await redis.xadd(STREAM, '*', 'b', '0');
    await until(() => first.numbers.length === 1);
    await first.reader.stop();
    for (const item of range(100)) await redis.xadd(STREAM, 'MAXLEN', '=', 10, '*', 'b', String(item + 1));
    const { numbers, lost } = reader();
    await until(() => numbers.length === 10);
    expect(lost).toEqual({ trimmed_unread: 90 });
    await redis.xadd(STREAM, '*', 'b', '101');
    await until(() => numbers.length === 11);
    expect(lost).toEqual({ trimmed_unread: 90 });
  });

  it('counts entries that are not ours and goes on', async () => {
    const redis = await ready();
    const { numbers, lost } = reader();
    await redis.xadd(STREAM, '*', 'something', 'else');
    await redis.xadd(STREAM, '*', 'b', '7');
    await until(() => numbers.length === 1);
    expect(lost).toEqual({ malformed: 1 });
  });

  it('starts a new group at the newest entry where that is asked for', async () => {
    const redis = await ready();
    await redis.xadd(STREAM, '*', 'b', '1');
    const { numbers } = reader({ startFrom: 'newest' });
    for (let groups = 0; groups === 0; groups = ((await redis.xinfo('GROUPS', STREAM)) as unknown[]).length) {
      await delay(10);
    }
    await redis.xadd(STREAM, '*', 'b', '2');
    await until(() => numbers.length === 1);
    expect(numbers).toEqual([2]);
  });

  it('makes a group anew where it was, when only the group is lost', async () => {
    const redis = await ready();
    const { numbers } = reader();
    for (const item of ['1', '2']) await redis.xadd(STREAM, '*', 'b', item);
    await until(() => numbers.length === 2);
    await redis.xgroup('DESTROY', STREAM, 'tracking');
    await redis.xadd(STREAM, '*', 'b', '3');
    await until(() => numbers.length === 3);
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('drops and counts an item that cannot be encoded', async () => {
    const dropped: unknown[] = [];
    const writes = writer(await ready(), {
      encode: () => {
        throw new Error('bug');
      },
      onDropped: (...args) => dropped.push(args),
    });
    writes.write(1);
    await writes.close();
    writes.write(2);
    expect(dropped).toEqual([
      ['unencodable', 1],
      ['written_after_close', 1],
    ]);
  });
});

describe('streams on a Redis that dies', () => {
  it('keeps a bounded number of the newest items while Redis is away and counts the rest', async () => {
    server = await startScratchRedis();
    const redis = await ready();
    const dropped: Record<string, number> = {};
    const writes = writer(redis, {
      maxBufferedItems: 100,
      maxBatchItems: 50,
      onDropped: (reason, count) => (dropped[reason] = (dropped[reason] ?? 0) + count),
    });
    await server.kill();
    for (const item of range(1000)) writes.write(item);
    await delay(100);
    await server.start();
    const { numbers } = reader();
    await until(() => writes.waitingItems === 0);
    const written = numbers.length;
    await until(() => numbers.length >= 1000 - (dropped['buffer_full'] ?? 0));
    expect(numbers.slice(-100)).toEqual(range(1000).slice(-100));
    expect(numbers.length + (dropped['buffer_full'] ?? 0)).toBe(1000);
    expect(written).toBeLessThanOrEqual(150);
  });

  it('tells a source that can wait when there is room again', async () => {
    server = await startScratchRedis();
    const writes = writer(await ready(), { maxBufferedItems: 100, maxBatchItems: 10 });
    await server.kill();
    for (const item of range(80)) writes.write(item);
    let hasRoom = false;
    void writes.untilRoom().then(() => (hasRoom = true));
    await delay(100);
    expect(hasRoom).toBe(false);
    await server.start();
    await until(() => hasRoom);
  });

  it('gives up at close after the time allowed, and counts', async () => {
    server = await startScratchRedis();
    const dropped: unknown[] = [];
    const writes = writer(await ready(), { maxBatchItems: 2, onDropped: (...args) => dropped.push(args) });
    await server.kill();
    for (const item of range(5)) writes.write(item);
    await writes.close(200);
    expect(dropped).toEqual([
      ['unsent_at_close', 2],
      ['unsent_at_close', 2],
      ['unsent_at_close', 1],
    ]);
  });

  it('goes on by itself after a kill -9 that loses stream and group', async () => {
    server = await startScratchRedis();
    const { numbers } = reader();
    const writes = writer(await ready(), { maxBatchItems: 1 });
    writes.write(1);
    await until(() => numbers.length === 1);
    await server.kill();
    await delay(300);
    await server.start();
    writes.write(2);
    await until(() => numbers.includes(2));
    // What was written when the answer was lost comes twice.
    expect([...new Set(numbers)]).toEqual([1, 2]);
  });

  it('loses nothing over ten kill -9 of a Redis with an append-only file', async () => {
    server = await startScratchRedis({ appendOnly: true });
    const { numbers } = reader();
    const writes = writer(await ready(), { lingerMs: 2, maxBatchItems: 20 });
    let next = 0;
    const source = setInterval(() => writes.write(next++), 1);
    for (let kill = 0; kill < 10; kill++) {
      await delay(60);
      await server.kill();
      await server.start();
    }
    clearInterval(source);
    await until(() => new Set(numbers).size === next);
    // A batch whose reply was lost is there twice; nothing is missing and nothing is out of order.
    expect([...new Set(numbers)]).toEqual(range(next));
  });

  it('goes on after Redis was frozen', async () => {
    server = await startScratchRedis();
    const { numbers } = reader();
    const writes = writer(await ready());
    writes.write(1);
    await until(() => numbers.length === 1);
    server.freeze();
    writes.write(2);
    await delay(4500);
    server.thaw();
    writes.write(3);
    await until(() => new Set(numbers).size === 3);
    expect([...new Set(numbers)]).toEqual([1, 2, 3]);
  });
});
