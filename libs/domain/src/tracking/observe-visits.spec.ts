import { type TripProgress, beginProgress, observeVisits } from './observe-visits.js';
import type { RunTrip } from './service-day-runs.js';
import type { StopVisit } from './vehicle-update.js';

const STOPS = Float64Array.of(0, 500, 1000);
const trip = { instance: { trip: 0, serviceDate: '20261124' } } as unknown as RunTrip;

/** Follows a vehicle that was at so many metres at so many seconds. */
function follow(...seen: readonly (readonly [metres: number, at: number])[]): StopVisit[] {
  const [[metres, at], ...more] = seen as [(typeof seen)[number], ...typeof seen];
  const progress: TripProgress = beginProgress(trip, STOPS, metres, at);
  return more.flatMap(([to, then]) => [...observeVisits('7', progress, STOPS, to, then)]);
}

const timesOf = (visits: readonly StopVisit[]): unknown[] =>
  visits.map(({ stopIndex, arrivalSeconds, departureSeconds }) => [
    stopIndex,
    arrivalSeconds,
    departureSeconds,
  ]);

describe('a stop is', () => {
  it('reached and left ten metres from its place, where positions are frequent', () => {
    expect(timesOf(follow([440, 0], [490, 10], [500, 20], [500, 30], [510, 40], [560, 50]))).toEqual([
      [1, 10, 40],
    ]);
  });

  it('reached where the vehicle came to stand before it, and left where it stood beyond it', () => {
    expect(timesOf(follow([435, 0], [475, 10], [476, 20], [525, 30], [524, 40], [600, 50]))).toEqual([
      [1, 10, 40],
    ]);
  });

  it('no sooner reached for a place that trembles while the vehicle stands before it', () => {
    expect(timesOf(follow([435, 0], [478, 10], [474, 20], [477, 30], [560, 40]))[0]).toEqual([
      1,
      10,
      expect.any(Number),
    ]);
  });

  it('passed in as much time as a stop takes, where positions are rare', () => {
    expect(timesOf(follow([350, 0], [650, 30]))).toEqual([[1, 12, 18]]);
  });

  it('passed in less, where they are less rare', () => {
    expect(timesOf(follow([425, 0], [575, 15]))).toEqual([[1, 6, 9]]);
  });

  it('told once, when the vehicle is well beyond it', () => {
    expect(follow([440, 0], [500, 10], [525, 20])).toEqual([]);
    expect(timesOf(follow([440, 0], [500, 10], [525, 20], [535, 22], [600, 30]))).toHaveLength(1);
  });
});
