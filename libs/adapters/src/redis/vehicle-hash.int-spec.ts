import { type ScratchRedis, startScratchRedis } from '../scratch-redis/index.js';
import { BoardingsStore } from './boardings-store.js';
import { type Redis, connectRedis, untilRedisReady } from './connect.js';

const NOW = 1_800_000_000;

describe('what is renewed of vehicles', () => {
  let server: ScratchRedis;
  let redis: Redis;
  let store: BoardingsStore;

  beforeAll(async () => {
    server = await startScratchRedis();
    redis = connectRedis(server.url, { name: 'spec' });
    await untilRedisReady(redis, 60_000);
    store = new BoardingsStore(redis, 'town');
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('is read as it was written, and forgotten when it is no more', async () => {
    const boardings = { tripId: 'A', boarded: [0, 3, 12] };
    await store.write(new Map([['7', boardings]]), NOW);
    expect(await store.read(NOW + 20)).toEqual(new Map([['7', boardings]]));
    await store.write(new Map(), NOW + 30);
    expect(await store.read(NOW + 30)).toEqual(new Map());
  });

  it('is as if it were not there when it is old or no such thing', async () => {
    await store.write(new Map([['7', { tripId: 'A', boarded: [1] }]]), NOW);
    await redis.hset(
      'rukh:{town}:boardings',
      '8',
      'no JSON',
      '9',
      `{"at":${NOW},"tripId":"A","boarded":[-1]}`,
    );
    await redis.hset('rukh:{town}:boardings', '10', '{"tripId":"A","boarded":[1]}');
    expect([...(await store.read(NOW)).keys()]).toEqual(['7']);
    expect(await store.read(NOW + 400)).toEqual(new Map());
  });
});
