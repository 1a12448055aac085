import { listLoads } from './list-loads.js';

describe('how full the vehicles of an order are', () => {
  it('is what is published of each, and unknown of those that nothing tells it of', () => {
    const positions = [
      { id: 'v:a', vehicle: { vehicle: { id: 'a', label: '1279' }, occupancyStatus: 2 } },
      { id: 'v:b', vehicle: { vehicle: { id: 'b', label: '1280' }, occupancyStatus: 7 } },
      { id: 'v:c', vehicle: { vehicle: { id: 'c', label: '1281' }, occupancyStatus: 5 } },
    ];
    const trips = [{ vehicleId: 'd' }, { vehicleId: 'a' }, { vehicleId: 'b' }, { vehicleId: 'a' }, {}];
    expect(listLoads(trips, positions)).toEqual([
      { vehicleId: 'a', label: '1279', occupancyStatus: 2 },
      { vehicleId: 'b', label: '1280' },
      { vehicleId: 'd', label: 'd' },
    ]);
  });
});
