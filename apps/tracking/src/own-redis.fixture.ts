import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';

/** A Redis server of a spec's own, there while its tests run. */
export function useOwnRedis(): { readonly redis: Redis } {
  let server: ScratchRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startScratchRedis();
    redis = connectRedis(server.url, { name: 'spec' });
    await untilRedisReady(redis, 5000);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  return {
    get redis() {
      return redis;
    },
  };
}
