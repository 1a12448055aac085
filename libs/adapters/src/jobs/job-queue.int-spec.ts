import { setTimeout as delay } from 'node:timers/promises';
import { type ScratchRedis, startScratchRedis } from '../scratch-redis/index.js';
import { JobQueue, JobWorker } from './index.js';

let redis: ScratchRedis;
beforeAll(async () => {
  redis = await startScratchRedis();
});
afterAll(() => redis.stop());

const optionsFor = (name: string, redisUrl = redis.url) => ({
  redisUrl,
  agency: 'town',
  name,
  onError: (): void => undefined,
});

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('not within 120 s');
    await delay(10);
  }
}

describe('jobs', () => {
  it('bring each id to a worker, and again when it is put in again', async () => {
    const seen: string[] = [];
    const worker = new JobWorker({
      ...optionsFor('plain'),
      concurrency: 2,
      work: (id) => {
        seen.push(id);
        return Promise.resolve();
      },
    });
    const queue = new JobQueue(optionsFor('plain'));
    for (const round of [1, 2]) {
      for (let isIn = false; !isIn;) {
        isIn = await queue.add(['1', '2']).then(
          () => true,
          () => false,
        );
      }
      await until(() => seen.length === 2 * round);
    }
    expect(seen.sort()).toEqual(['1', '1', '2', '2']);
    await worker.close();
    await queue.close();
  });

  it('end with the process though Redis is away, and let what is worked on come to its end', async () => {
    let finish: () => void = () => undefined;
    let isFinished = false;
    const worker = new JobWorker({
      ...optionsFor('ending'),
      concurrency: 1,
      work: async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        isFinished = true;
      },
    });
    const queue = new JobQueue(optionsFor('ending'));
    for (let isIn = false; !isIn;) {
      isIn = await queue.add(['1']).then(
        () => true,
        () => false,
      );
    }
    const before = finish;
    await until(() => finish !== before);
    const closing = worker.close();
    finish();
    await closing;
    expect(isFinished).toBe(true);
    await queue.close();
    const nowhere = optionsFor('nowhere', 'redis://127.0.0.1:1');
    const lonely = new JobWorker({ ...nowhere, concurrency: 1, work: () => Promise.resolve() });
    await lonely.close();
    const lost = new JobQueue(nowhere);
    await expect(lost.add(['1'])).rejects.toThrow('did not take jobs');
    await lost.close();
  });
});
