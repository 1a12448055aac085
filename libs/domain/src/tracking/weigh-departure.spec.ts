import { getServiceDate } from '../time/index.js';
import { DATE, TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';
import { departureOff, weighDeparture } from './weigh-departure.js';

const town = new TownFleet();
const { timetable, schedule } = town;
const trip = timetable.dayRuns(getServiceDate(DATE)).byTrip.get(schedule.trips.indexOf.get('out1')!)![0]!;
const stop = schedule.patterns[trip.pattern]!.stops[0]!;
const [x, y] = [schedule.stops.x[stop]!, schedule.stops.y[stop]!];

/** What leaving the first stop so long after its time says for a trip, nats. */
const weigh = (offSeconds: number): number =>
  weighDeparture(P, timetable, trip, { x, y, until: trip.startSeconds + offSeconds });

describe('a departure', () => {
  it('speaks for the trip whose minute it is, and against others, but never more than it may come at any time', () => {
    expect(weigh(15)).toBeGreaterThan(1);
    expect(weigh(-300)).toBeLessThan(-0.5);
    expect(weigh(-3000)).toBeGreaterThan(Math.log(1 - P.departureBound) - P.departureUsual - 0.01);
  });

  it('says nothing of who did not wait, or waited elsewhere', () => {
    expect(weighDeparture(P, timetable, trip, undefined)).toBe(0);
    const elsewhere = { x: x + 300, y, until: trip.startSeconds };
    expect(weighDeparture(P, timetable, trip, elsewhere)).toBe(0);
    expect(departureOff(P, timetable, trip, { x: x + 100, y, until: trip.startSeconds + 7 })).toBe(7);
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
    expect(sureness(P)).toBeGreaterThan(sureness({ ...P, departureBound: 0, departureUsual: 0 }));
  });
});
