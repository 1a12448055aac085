import type { TrackedVehicleCheckpoint } from '@rukh/domain/prediction';
import { CheckpointStore } from './checkpoint-store.js';
import { useOwnRedis } from './own-redis.fixture.js';

const KEY = 'rukh:{town}:tracking:vehicles';

function checkpoint(vehicleId: string, at: number): TrackedVehicleCheckpoint {
  const nothing = { firstAt: at, confidence: 0, loyalty: 0, beam: [], visits: [] };
  return { vehicleId, at, place: [0, 0], stand: [0, 0, at], ...nothing };
}

describe('checkpoints of vehicles', () => {
  const own = useOwnRedis();

  it('are read of vehicles heard of since an instant; older ones go, and what cannot be read is counted', async () => {
    const store = new CheckpointStore(own.redis, 'town');
    await store.writeVehicles([checkpoint('1', 1000), checkpoint('2', 2000), checkpoint('3', 3000)]);
    await own.redis.hset(KEY, '4', '{"vehicleId":"4"', '5', '{"vehicleId":"5"}');
    const { checkpoints, unreadable } = await store.readVehicles(2000);
    expect(checkpoints.map(({ vehicleId }) => vehicleId).sort()).toEqual(['2', '3']);
    expect(unreadable).toBe(2);
    expect((await own.redis.hkeys(KEY)).sort()).toEqual(['2', '3', '4', '5']);
  });
});
