import type { TripUpdate } from '../realtime/index.js';
import { tellNextStops } from './tell-next-stops.js';

const stop = (stopSequence: number) => ({
  stopId: `S${stopSequence}`,
  code: '',
  name: '',
  stopSequence,
  scheduledAt: 1000 * stopSequence,
  expectedAt: 1000 * stopSequence + 60,
});
const STOPS = [stop(1), stop(2), stop(3)];
const told = (update: Omit<TripUpdate, 'trip'>, vehicleId = '7') =>
  tellNextStops(STOPS, { trip: { tripId: 'T' }, vehicle: { id: '7' }, ...update }, vehicleId).map(
    ({ expectedAt, isSkipped }) => (isSkipped ? 'skipped' : expectedAt),
  );

describe('what riders see of a vehicle', () => {
  it('is what is published: held, without a stop, without predictions', () => {
    const stopTimeUpdate = [
      { stopSequence: 1, arrival: { time: 1300 }, departure: { time: 1500 } },
      { stopSequence: 2, scheduleRelationship: 1 as const },
      { stopSequence: 3, scheduleRelationship: 2 as const },
    ];
    expect(told({ stopTimeUpdate })).toEqual([1300, 'skipped', undefined]);
  });

  it('is the timetable where its trip is not told of, or is given to another vehicle', () => {
    const stopTimeUpdate = [{ stopSequence: 1, arrival: { time: 1300 } }];
    expect(told({ stopTimeUpdate }, '8')).toEqual([undefined, undefined, undefined]);
    expect(tellNextStops(STOPS, undefined, '7').map(({ expectedAt }) => expectedAt)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
