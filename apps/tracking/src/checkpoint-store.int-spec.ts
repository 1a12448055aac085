import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import type { TrackedVehicleCheckpoint } from '@rukh/domain/prediction';
import { CheckpointStore } from './checkpoint-store.js';

const KEY = 'rukh:{town}:tracking:vehicles';

function checkpoint(vehicleId: string, at: number): TrackedVehicleCheckpoint {
  const nothing = { firstAt: at, confidence: 0, loyalty: 0, beam: [], visits: [] };
  return { vehicleId, at, place: [0, 0], stand: [0, 0, at], ...nothing };
}

describe('checkpoints of vehicles', () => {
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

  it('are read of vehicles heard of since an instant; older ones go, and what cannot be read is counted', async () => {
    const store = new CheckpointStore(redis, 'town');
    await store.writeVehicles([checkpoint('1', 1000), checkpoint('2', 2000), checkpoint('3', 3000)]);
    await redis.hset(KEY, '4', '{"vehicleId":"4"', '5', '{"vehicleId":"5"}');
    const { checkpoints, unreadable } = await store.readVehicles(2000);
    expect(checkpoints.map(({ vehicleId }) => vehicleId).sort()).toEqual(['2', '3']);
    expect(unreadable).toBe(2);
    expect((await redis.hkeys(KEY)).sort()).toEqual(['2', '3', '4', '5']);
  });
});
