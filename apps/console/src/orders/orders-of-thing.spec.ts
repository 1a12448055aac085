import { isOrderOf } from './orders-of-thing.js';

const RUN = { tripId: 'T1', serviceDate: '20261130' };
const period = { start: 1000, end: 2000 };

describe('the orders in force that are told beside what is selected', () => {
  it('are those of the line, where they are of the line', () => {
    const silence = { kind: 'suppress_predictions', routeIds: ['R1', 'R2'], period } as const;
    expect(isOrderOf(silence, { kind: 'route', id: 'R2' })).toBe(true);
    expect(isOrderOf(silence, { kind: 'route', id: 'R3' })).toBe(false);
    expect(isOrderOf(silence, { kind: 'stop', id: 'R2' })).toBe(false);
    const closed = { kind: 'close_stop', stopIds: ['S1'], period } as const;
    expect(isOrderOf(closed, { kind: 'route', id: 'R1' })).toBe(false);
    expect(isOrderOf({ ...closed, routeIds: ['R1'] }, { kind: 'route', id: 'R1' })).toBe(true);
  });

  it('are those of the stop that is closed, missed by a detour, or without predictions', () => {
    const missedStopIds = ['S1'];
    const detour = { kind: 'detour', routeIds: ['R1'], missedStopIds, replacementStops: [], period } as const;
    for (const action of [
      detour,
      { kind: 'close_stop', stopIds: ['S1'], period } as const,
      { kind: 'suppress_predictions', routeIds: ['R1'], stopIds: ['S1'], period } as const,
    ]) {
      expect(isOrderOf(action, { kind: 'stop', id: 'S1' })).toBe(true);
      expect(isOrderOf(action, { kind: 'stop', id: 'S2' })).toBe(false);
    }
  });

  it('are those of the trip and of the vehicle; a cancelled trip has a button of its own', () => {
    expect(isOrderOf({ kind: 'hold', run: RUN, stopSequence: 3, until: 9 }, { kind: 'trip', id: 'T1' })).toBe(
      true,
    );
    const tomorrow = { kind: 'hold', run: RUN, stopSequence: 3, until: 9 } as const;
    expect(isOrderOf(tomorrow, { kind: 'trip', id: 'T1' }, '20261129')).toBe(false);
    expect(isOrderOf(tomorrow, { kind: 'trip', id: 'T1' }, '20261130')).toBe(true);
    const assign = { kind: 'assign', vehicleId: 'V1', run: RUN } as const;
    expect(isOrderOf(assign, { kind: 'vehicle', id: 'V1' })).toBe(true);
    expect(isOrderOf(assign, { kind: 'trip', id: 'T1' })).toBe(true);
    expect(isOrderOf({ kind: 'out_of_service', vehicleId: 'V1' }, { kind: 'vehicle', id: 'V2' })).toBe(false);
    expect(isOrderOf({ kind: 'cancel', runs: [RUN] }, { kind: 'trip', id: 'T1' })).toBe(false);
  });
});
