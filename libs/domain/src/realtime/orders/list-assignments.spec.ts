import type { VehiclePosition } from '../../vehicle/index.js';
import { DATE, TownFleet } from '../../tracking/town.fixture.js';
import type { ServiceOrder, ServiceOrderAction, TripRun } from '../service-order.js';
import { followAssignment, listAssignments } from './list-assignments.js';

const orders = (...actions: ServiceOrderAction[]): ServiceOrder[] =>
  actions.map((action, i) => ({ orderId: `o${i}`, action, confirmedAt: i }));
const run = (tripId: string) => ({ tripId, serviceDate: '20261128' });

describe('what is assigned', () => {
  it('is the last that was said of a vehicle, and of a run', () => {
    const told = listAssignments(
      orders(
        { kind: 'assign', vehicleId: 'c', run: run('T3') },
        { kind: 'assign', vehicleId: 'b', run: run('T2') },
        { kind: 'out_of_service', vehicleId: 'd' },
        { kind: 'assign', vehicleId: 'd', run: run('T4') },
        { kind: 'assign', vehicleId: 'a', run: run('T2') },
        { kind: 'assign', vehicleId: 'e' },
      ).reverse(),
    );
    expect([...told]).toEqual([
      ['c', run('T3')],
      ['d', run('T4')],
      ['a', run('T2')],
    ]);
  });

  it('is said in place of what the vehicle says of itself', () => {
    const position = { vehicleId: 'a', lat: 1, lon: 2, tripId: 'T1', routeId: 'R', directionId: 1 };
    expect(followAssignment(position as unknown as VehiclePosition, run('T2'))).toEqual({
      vehicleId: 'a',
      lat: 1,
      lon: 2,
      tripId: 'T2',
      startDate: '20261128',
    });
  });

  it('is what tracking finds the vehicle on, which by its time it would have taken for the trip before', () => {
    const order = { kind: 'assign', vehicleId: 'v1', run: { tripId: 'out2', serviceDate: DATE } } as const;
    const find = (assigned: ReadonlyMap<string, TripRun>): string => {
      const town = new TownFleet();
      const found = [0, 20, 40, 60, 80].map((seconds) => {
        const place = town.onTrip('out1', 300 + (1000 / 120) * seconds);
        const ordered = assigned.get('v1');
        const hints = ordered && followAssignment({} as VehiclePosition, ordered);
        return town.print(town.report('v1', 300 + seconds, place, hints));
      });
      return found.at(-1)!.split(' ')[0]!;
    };
    expect(find(listAssignments([]))).toBe('out1');
    expect(find(listAssignments(orders(order)))).toBe('out2');
  });
});
