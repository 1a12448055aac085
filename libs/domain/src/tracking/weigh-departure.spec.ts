import { getServiceDate } from '../time/index.js';
import { DATE, TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';
import { type Wait, departureOff, recentWait, usualDeparture, weighDeparture } from './weigh-departure.js';

const town = new TownFleet();
const { timetable, schedule } = town;
const trip = timetable.dayRuns(getServiceDate(DATE)).byTrip.get(schedule.trips.indexOf.get('out1')!)![0]!;
const stop = schedule.patterns[trip.pattern]!.stops[0]!;
const [x, y] = [schedule.stops.x[stop]!, schedule.stops.y[stop]!];

/** A wait of ten minutes at the first stop, until so long after the trip's time. */
const wait = (offSeconds: number, east = 0): Wait => {
  const until = trip.startSeconds + offSeconds;
  return { x: x + east, y, since: until - 600, until };
};

/** What leaving the first stop so long after its time says for a trip, nats. */
const weigh = (offSeconds: number, bound = 0.5): number =>
  weighDeparture(P, timetable, trip, wait(offSeconds), bound);

describe('a departure', () => {
  it('speaks for the trip whose minute it is, and against others, but never more than it may come at any time', () => {
    expect(weigh(15)).toBeGreaterThan(0.7);
    expect(weigh(-300)).toBeLessThan(-0.5);
    expect(weigh(-3000)).toBeGreaterThan(P.departureWeight * (Math.log(0.5) - usualDeparture(P, 0.5)));
  });

  it('says the less, the fewer are bound to the timetable, and then nothing', () => {
    expect(weigh(15, 0.2)).toBeLessThan(weigh(15, 0.8));
    expect(weigh(-300, 0.2)).toBeGreaterThan(weigh(-300, 0.8));
    expect([weigh(15, 0), weigh(-300, 0)]).toEqual([0, 0]);
  });

  it('says nothing of who did not wait, or waited elsewhere', () => {
    expect(weighDeparture(P, timetable, trip, undefined, 0.5)).toBe(0);
    expect(weighDeparture(P, timetable, trip, wait(0, 300), 0.5)).toBe(0);
    expect(departureOff(P, timetable, trip, wait(7, 100))).toBe(7);
  });

  it('is counted from when the vehicle was there, where it came late', () => {
    expect(departureOff(P, timetable, trip, { ...wait(900), since: trip.startSeconds + 800 })).toBe(100);
  });

  it('is one only for so long after', () => {
    expect(recentWait(wait(0), trip.startSeconds + 60)).toEqual(wait(0));
    expect(recentWait(wait(0), trip.startSeconds + 3600)).toBeUndefined();
  });

  it.each([
    [610, 'out2'],
    [20, 'out1'],
  ])('after a wait, %i s after eight, makes it surer that it is %s', (leavesAt, tripId) => {
    const sureness = (parameters: typeof P): number => {
      const watched = new TownFleet(parameters);
      for (let t = -200; t < leavesAt; t += 10) {
        watched.report('v1', t, watched.onTrip('out1', 0), { speedMetresPerSecond: 0 });
      }
      const { assignment } = watched.drive('v1', 'out1', leavesAt, 0, 1500);
      return schedule.trips.ids[assignment!.instance.trip] === tripId ? assignment!.confidence : 0;
    };
    expect(sureness(P)).toBeGreaterThan(sureness({ ...P, departureBound: 0 }));
  });
});
