import { LowFloorStore } from '@rukh/adapters/redis';
import { RegisteredVehicles } from './registered-vehicles.js';
import { useOwnRedis } from './own-redis.fixture.js';

const NOW = 1_796_000_000;

describe('what the registry says of vehicles', () => {
  const own = useOwnRedis();

  it('holds before what their trackers say, and where it says nothing theirs is told', async () => {
    const low = new Map([
      ['101', { isLowFloor: true }],
      ['102', { isLowFloor: false }],
    ]);
    await new LowFloorStore(own.redis, 'town').write(low, NOW);
    const registered = new RegisteredVehicles(own.redis, 'town');
    const at = { timestampSeconds: NOW, atSeconds: NOW, receivedAtSeconds: NOW };
    const position = (vehicleId: string, wheelchairAccessible?: number) => ({
      ...{ vehicleId, lat: 49.8, lon: 24, ...at },
      ...(wheelchairAccessible === undefined ? {} : { wheelchairAccessible }),
    });
    await registered.read(NOW + 20);
    expect(registered.apply(position('101')).wheelchairAccessible).toBe(2);
    expect(registered.apply(position('102', 2)).wheelchairAccessible).toBe(3);
    expect(registered.apply(position('103', 2)).wheelchairAccessible).toBe(2);
    const unknown = position('103');
    expect(registered.apply(unknown)).toBe(unknown);
  });
});
