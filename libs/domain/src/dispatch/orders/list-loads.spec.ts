import { listLoads } from './list-loads.js';

describe('how full the vehicles of an order are', () => {
  it('is what is published of each, and unknown of those that nothing tells it of', () => {
    const positions = [
      { id: 'v:a', vehicle: { vehicle: { id: 'a', label: '1279' }, occupancyStatus: 2 } },
      { id: 'v:b', vehicle: { vehicle: { id: 'b', label: '1280' }, occupancyStatus: 7 } },
      { id: 'v:c', vehicle: { vehicle: { id: 'c', label: '1281' }, occupancyStatus: 5 } },
    ];
    const trips = [{ vehicleId: 'd' }, { vehicleId: 'a' }, { vehicleId: 'b' }, { vehicleId: 'a' }, {}];
    expect(listLoads(trips, { published: positions, occupancies: new Map() })).toEqual([
      { vehicleId: 'a', label: '1279', occupancyStatus: 2 },
      { vehicleId: 'b', label: '1280' },
      { vehicleId: 'd', label: 'd' },
    ]);
  });

  it('is told in persons where taps tell it, of the trip that the vehicle is on', () => {
    const vehicle = { trip: { tripId: 'T1' }, vehicle: { id: 'a', label: '1279' }, occupancyStatus: 3 };
    const of = (tripId: string, status: number): ReturnType<typeof listLoads> =>
      listLoads([{ vehicleId: 'a' }], {
        published: [{ id: 'v:a', vehicle }],
        occupancies: new Map([['a', { tripId, status, persons: 45 }]]),
      });
    expect(of('T1', 3)).toEqual([{ vehicleId: 'a', label: '1279', occupancyStatus: 3, persons: 45 }]);
    const withoutPersons = [{ vehicleId: 'a', label: '1279', occupancyStatus: 3 }];
    expect([of('T2', 3), of('T1', 4)]).toEqual([withoutPersons, withoutPersons]);
  });
});
