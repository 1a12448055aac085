import { T, tripOf, unscheduled, visitAt } from '../arrivals.fixture.js';
import {
  type BaselineName,
  BASELINE_NAMES,
  type ObservedArrival,
  ObservedArrivals,
  createBaselines,
  filterSection,
} from '../index.js';

/** What a method says of the arrivals of T1 at its stops (2 is B, ...), in seconds after T. */
function ask(rows: readonly ObservedArrival[], name: BaselineName, at: number, ...stops: number[]) {
  const truth = new ObservedArrivals(rows);
  const [baseline] = createBaselines(truth, [name]).baselines;
  return stops.map((stop) => {
    const said = baseline!.predict(visitAt(truth, 'T1', stop), T + at);
    return said === undefined ? undefined : said - T;
  });
}

/** T1 is 20 s late at A, 50 s at B, and will be 90 s late at C and 100 s at D. */
const T1 = tripOf('T1', [
  [20, 0],
  [150, 100],
  [290, 200],
  [400, 300],
]);
/** Vehicles before it: A to B in 140, 130, 120 and 110 s; B to C in 100 s; C to D not observed. */
const BEFORE = [140, 130, 120, 110].flatMap((seconds, i) => {
  const start = -2000 + 300 * i;
  return tripOf(`before ${i}`, [
    [start, start],
    [start + seconds, start + 100],
    [start + seconds + 100, start + 200],
  ]);
});

describe('the timetable', () => {
  it('says the scheduled time, however late the trip is', () => {
    expect(ask(T1, 'timetable', 160, 3, 4)).toEqual([200, 300]);
  });
});

describe('the last delay carried forward', () => {
  it('adds how late the trip was where it was last seen', () => {
    expect(ask(T1, 'last-delay', 100, 3)).toEqual([220]);
    expect(ask(T1, 'last-delay', 160, 3, 4)).toEqual([250, 350]);
  });

  it('adds nothing before the trip was seen', () => {
    expect(ask(T1, 'last-delay', 10, 2)).toEqual([100]);
  });

  it('does not know the visit that it is asked about', () => {
    expect(ask(T1, 'last-delay', 150, 2)).toEqual([150]);
  });
});

describe('the timetable plus a constant', () => {
  it('keeps the delay with which the trip was first seen', () => {
    expect(ask(T1, 'constant', 100, 3)).toEqual([220]);
    expect(ask(T1, 'constant', 160, 3, 4)).toEqual([220, 320]);
    expect(ask(T1, 'constant', 10, 2)).toEqual([100]);
  });
});

describe('the median of the last ten crossings', () => {
  it('adds section to section from where the trip was last seen, by the timetable where nobody was seen', () => {
    // A to B: the median of 110, 120, 130, 140 is 125; B to C 100; C to D as planned, 100.
    expect(ask([...BEFORE, ...T1], 'median-10', 100, 2, 3, 4)).toEqual([145, 245, 345]);
    expect(ask([...BEFORE, ...T1], 'median-10', 160, 3)).toEqual([250]);
  });

  it('takes the ten latest only', () => {
    const many = Array.from({ length: 12 }, (_, i) => {
      const start = -30_000 + 2000 * i;
      return tripOf(`before ${i}`, [
        [start, start],
        [start + (i < 2 ? 1000 : 50 + i), start + 100],
      ]);
    }).flat();
    // 52 to 61 s.
    expect(ask([...many, ...T1], 'median-10', 30, 2)).toEqual([20 + 56.5]);
  });

  it('starts at the scheduled time before the trip was seen, or now where that has passed', () => {
    expect(ask([...BEFORE, ...T1], 'median-10', -60, 1, 2)).toEqual([0, 125]);
    expect(ask([...BEFORE, ...T1], 'median-10', 10, 1, 2)).toEqual([10, 135]);
  });

  it('says now for what should have happened', () => {
    expect(ask([...BEFORE, ...T1], 'median-10', 148, 2, 3)).toEqual([148, 248]);
  });

  it('knows nothing of crossings that have not ended', () => {
    const later = tripOf('later', [
      [10, 0],
      [60, 100],
    ]);
    expect(ask([...later, ...T1], 'median-10', 59, 2)).toEqual([120]);
    expect(ask([...later, ...T1], 'median-10', 60, 2)).toEqual([70]);
  });

  it('counts a crossing past a stop where the vehicle was not observed', () => {
    const gap = tripOf('gap', [
      [-900, 0],
      [-800, 0],
      [-700, 0],
    ]).filter(({ stopId }) => stopId !== 'B');
    const skipping = T1.filter(({ stopId }) => stopId !== 'B');
    const full = tripOf('full', [
      [-600, 0],
      [-500, 0],
      [-450, 0],
    ]);
    // A to C took 200 and 150 s.
    expect(ask([...gap, ...full, ...skipping], 'median-10', 30, 3)).toEqual([20 + 175]);
  });

  it('has no answer without crossings and without a timetable', () => {
    expect(ask(T1.map(unscheduled), 'median-10', 100, 2)).toEqual([undefined]);
  });
});

describe("TransitClock's Kalman filter", () => {
  it('has the value that TransitClock documents', () => {
    const { seconds, error } = filterSection([380, 420, 400], 300, 72.4);
    expect(seconds).toBeGreaterThan(355);
    expect(seconds).toBeLessThan(356);
    expect(error).toBeGreaterThan(149);
    expect(error).toBeLessThan(150);
  });

  it('takes the mean of days that agree, and the vehicle before the less the more it may err', () => {
    expect(filterSection([100, 100, 100], 50, 0)).toEqual({ seconds: 100, error: 0 });
    // Mean 100, variance 200/3: gain (100 + 66.67) / (100 + 133.33) = 5/7.
    expect(filterSection([90, 100, 110], 170, 100).seconds).toBeCloseTo((2 / 7) * 170 + (5 / 7) * 100, 9);
  });

  it('weighs the vehicle before against the three before that, on a single day', () => {
    // Last 110; mean of 120, 130, 140 is 130, variance 66.67, gain 5/7: 124.286.
    const [atB, atC] = ask([...BEFORE, ...T1], 'kalman', 100, 2, 3);
    expect(atB).toBeCloseTo(20 + (2 / 7) * 110 + (5 / 7) * 130, 6);
    // B to C took 100 s each time: no variance, so the mean.
    expect(atC).toBeCloseTo(atB! + 100, 6);
  });

  it('weighs it against the same trip on three days before', () => {
    const days = ['20261121', '20261122', '20261123'].flatMap((date, i) => {
      const start = -86_400 * (3 - i);
      return tripOf('T1', [[start, start], [start + 90 + 10 * i, start + 100]], date); // prettier-ignore
    });
    const last = tripOf('last', [
      [-500, -500],
      [-330, -400],
    ]);
    const [atB] = ask([...days, ...last, ...T1], 'kalman', 30, 2);
    expect(atB).toBeCloseTo(20 + (2 / 7) * 170 + (5 / 7) * 100, 6);
  });

  it('takes the timetable where too few were seen before', () => {
    expect(ask([...BEFORE.slice(0, 6), ...T1], 'kalman', 30, 2)).toEqual([120]);
  });
});

describe('baselines of observations without scheduled times', () => {
  it('are those that do not need them, and name the others', () => {
    const { baselines, withoutTimetable } = createBaselines(
      new ObservedArrivals(T1.map(unscheduled)),
      BASELINE_NAMES,
    );
    expect(baselines.map(({ name }) => name)).toEqual(['kalman', 'median-10']);
    expect(withoutTimetable).toEqual(['timetable', 'last-delay', 'constant']);
  });
});
