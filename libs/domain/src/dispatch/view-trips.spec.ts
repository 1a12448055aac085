import { DATE, EIGHT, say, watchTown } from './town.fixture.js';
import { TripTable } from './view-trips.js';

describe('the stops of a trip, as orders on part of it name them', () => {
  const watch = watchTown();
  const nextOf = (at: number) =>
    new TripTable(watch, EIGHT + at, () => true).findStops('A0', DATE)?.nextStopSequence;

  it('say which its vehicle comes to next once it is under way', () => {
    watch.take(
      [say({ vehicleId: '7', tripId: 'A0', at: -60, shapeMetres: 0, phase: 'LAYOVER' })],
      EIGHT - 60,
    );
    expect(nextOf(-60)).toBeUndefined();
    watch.take([say({ vehicleId: '7', tripId: 'A0', at: 300, shapeMetres: 2500 })], EIGHT + 300);
    expect(nextOf(300)).toBe(4);
  });

  it('say nothing of it for a trip that nobody is on', () => {
    expect(new TripTable(watch, EIGHT, () => true).findStops('A1', DATE)).not.toHaveProperty(
      'nextStopSequence',
    );
  });
});
