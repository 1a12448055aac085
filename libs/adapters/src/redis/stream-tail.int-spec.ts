import { setTimeout as delay } from 'node:timers/promises';
import { type ScratchRedis, startScratchRedis } from '../scratch-redis/index.js';
import { type Redis, connectBlockingRedis, connectRedis, untilRedisReady } from './connect.js';
import { StreamTail } from './stream-tail.js';

const STREAM = 'rukh:{spec}:updates';

let server: ScratchRedis;
let redis: Redis;
let blocking: Redis;
let tail: StreamTail | undefined;

const write = (id: string, text: string): Promise<unknown> => redis.xadd(STREAM, id, 'b', text);

function follow(afterId: string, maxBatchEntries = 3): { read: string[]; told: string[]; tail: StreamTail } {
  const read: string[] = [];
  const told: string[] = [];
  tail = new StreamTail(blocking, {
    stream: STREAM,
    afterId,
    maxBatchEntries,
    handle: (entries) => {
      read.push(...entries.map(({ bytes }) => String(bytes)));
    },
    onCaughtUp: () => told.push(`caught up after ${read.length}`),
    onGap: () => told.push('gap'),
  });
  tail.start();
  return { read, told, tail };
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('not within 120 s');
    await delay(20);
  }
}

/** Until the tail waits in the server for the next entry. */
async function untilBlocked(): Promise<void> {
  let blocked = 0;
  while (blocked === 0) blocked = Number(/blocked_clients:(\d+)/.exec(await redis.info('clients'))?.[1]);
}

beforeEach(async () => {
  server = await startScratchRedis();
  redis = connectRedis(server.url, { name: 'spec' });
  blocking = connectBlockingRedis(server.url, { name: 'spec-tail' });
  await Promise.all([untilRedisReady(redis, 60_000), untilRedisReady(blocking, 60_000)]);
});

afterEach(async () => {
  await tail?.stop();
  redis.disconnect();
  blocking.disconnect();
  await server.stop();
});

describe('the tail of a stream', () => {
  it('is read from where it was left, to the end and on', async () => {
    for (let i = 1; i <= 8; i++) await write(`${i}-0`, `e${i}`);
    const { read, told, tail: following } = follow('2-0');
    await until(() => told.length > 0);
    expect([read, told]).toEqual([['e3', 'e4', 'e5', 'e6', 'e7', 'e8'], ['caught up after 6']]);
    await write('9-0', 'e9');
    await until(() => read.length === 7);
    await until(() => following.lastId === '9-0');
  });

  it('says when what came next has been trimmed', async () => {
    for (let i = 1; i <= 8; i++) await write(`${i}-0`, `e${i}`);
    await redis.xtrim(STREAM, 'MAXLEN', 4);
    const { read, told } = follow('2-0');
    await until(() => told.length === 2);
    expect([read, told]).toEqual([
      ['e5', 'e6', 'e7', 'e8'],
      ['gap', 'caught up after 4'],
    ]);
  });

  it('goes on when Redis comes back empty, though its ids begin anew', async () => {
    await write('900-0', 'before');
    const { read } = follow('0-0');
    await until(() => read.length === 1);
    await server.kill();
    await server.start();
    await untilRedisReady(redis, 60_000);
    await write('5-0', 'after');
    await until(() => read.length === 2);
    expect(read).toEqual(['before', 'after']);
  });

  it('goes on when Redis comes back empty and is still empty when the place is looked for', async () => {
    await write('900-0', 'before');
    const { read, told } = follow('0-0');
    await until(() => read.length === 1);
    await server.kill();
    await server.start();
    await untilRedisReady(redis, 60_000);
    await untilBlocked();
    await write('5-0', 'after');
    await until(() => read.length === 2);
    expect([read, told]).toEqual([
      ['before', 'after'],
      ['caught up after 1', 'gap'],
    ]);
  });

  it('is not stopped by a handler that fails', async () => {
    const failures: string[] = [];
    tail = new StreamTail(blocking, {
      stream: STREAM,
      afterId: '0-0',
      maxBatchEntries: 1,
      handle: ([entry]) => {
        if (String(entry!.bytes) === 'bad') throw new Error('bad entry');
        failures.push(String(entry!.bytes));
      },
      onError: ({ message }) => failures.push(message),
    });
    await write('1-0', 'bad');
    await write('2-0', 'good');
    tail.start();
    await until(() => failures.length === 2);
    expect(failures).toEqual(['bad entry', 'good']);
  });
});
