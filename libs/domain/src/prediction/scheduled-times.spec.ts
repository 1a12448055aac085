import type { Schedule } from '../gtfs/index.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';
import { ScheduledTimes } from './scheduled-times.js';

/** One trip whose stops are at the given metres and times, with waits. */
function create(metres: number[], arrivals: number[], departures = arrivals): ScheduledTimes {
  const schedule = {
    trips: { ids: ['t'], pattern: [0], firstStopTime: [0, metres.length] },
    patterns: [{ stopMetres: Float64Array.from(metres) }],
    stopTimes: {
      arrivalSeconds: Int32Array.from(arrivals),
      departureSeconds: Int32Array.from(departures),
    },
  };
  return new ScheduledTimes(PREDICTION_PARAMETERS, schedule as unknown as Schedule);
}

describe('scheduled running times', () => {
  it('are even where the timetable is rounded to minutes', () => {
    const times = create([0, 300, 600, 900, 1200, 1500, 1800], [0, 60, 60, 120, 120, 180, 180]).of(0);
    for (const seconds of times.slice(2, 6)) {
      expect(seconds).toBeGreaterThan(20);
      expect(seconds).toBeLessThan(45);
    }
  });

  it('follow the distances', () => {
    const times = create([0, 100, 400, 500, 800], [0, 20, 80, 100, 160]).of(0);
    expect([...times].map(Math.round)).toEqual([0, 20, 60, 20, 60]);
  });

  it('leave out what the timetable waits', () => {
    const times = create([0, 500, 1000], [0, 60, 300], [0, 240, 300]);
    expect([...times.of(0)].map(Math.round)).toEqual([0, 60, 60]);
    expect(times.waitAt(1)).toBe(180);
    expect(times.waitAt(0)).toBe(0);
  });

  it('take some time even where stops are in one place', () => {
    expect(create([0, 0, 0], [0, 0, 0]).of(0)[1]).toBeGreaterThan(0);
  });
});
