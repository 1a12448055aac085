import { noticeKeys } from '@rukh/adapters/notices';
import { OrderedAssignments } from './ordered-assignments.js';
import { useOwnRedis } from './own-redis.fixture.js';

describe('what is assigned', () => {
  const own = useOwnRedis();

  it('is followed as long as the order is in force, whatever else stands there', async () => {
    const { orders } = noticeKeys('town');
    const run = { tripId: 'T2', serviceDate: '20261128' };
    const action = { kind: 'assign', vehicleId: '101', run };
    await own.redis.hset(orders, 'o1', JSON.stringify({ orderId: 'o1', action, confirmedAt: 1 }), 'o2', '{');
    const assignments = new OrderedAssignments(own.redis, 'town');
    const position = {
      ...{ vehicleId: '101', lat: 49.8, lon: 24, tripId: 'T1' },
      ...{ timestampSeconds: 1, atSeconds: 1, receivedAtSeconds: 1 },
    };
    expect(assignments.apply(position)).toBe(position);
    await assignments.read();
    expect(assignments.apply(position)).toMatchObject({ tripId: 'T2', startDate: '20261128' });
    const other = { ...position, vehicleId: '102' };
    expect(assignments.apply(other)).toBe(other);
    await own.redis.hdel(orders, 'o1');
    await assignments.read();
    expect(assignments.apply(position)).toBe(position);
  });
});
