import { type TripProgress, beginProgress, observeLastArrival, observeVisits } from './observe-visits.js';
import type { RunTrip } from './service-day-runs.js';
import type { StopVisit } from './vehicle-update.js';

const STOPS = Float64Array.of(0, 500, 1000);
const trip = { instance: { trip: 0, serviceDate: '20261124' } } as unknown as RunTrip;

type Seen = readonly (readonly [metres: number, at: number])[];

/** Follows a vehicle that was at so many metres at so many seconds. */
function follow(...seen: Seen): StopVisit[] {
  return followPast(STOPS, seen);
}

function followPast(stops: Float64Array, seen: Seen): StopVisit[] {
  const [[metres, at], ...more] = seen as [Seen[number], ...Seen];
  const progress: TripProgress = beginProgress(trip, stops, metres, at);
  return more.flatMap(([to, then]) => [...observeVisits('7', progress, stops, to, then)]);
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

describe('stops a few metres apart', () => {
  const NEAR = Float64Array.of(0, 500, 520, 1000);

  it('have each its own wait: it is booked to the one that the vehicle stands at', () => {
    const atSecond = followPast(NEAR, [
      [440, 0],
      [500, 10],
      [518, 20],
      [519, 40],
      [560, 50],
      [600, 60],
    ]);
    const [first, second] = timesOf(atSecond) as [number, number, number][];
    expect(first).toEqual([1, expect.closeTo(8.3, 0), expect.closeTo(15.6, 0)]);
    expect(second).toEqual([2, expect.closeTo(15.6, 0), expect.closeTo(42.7, 0)]);
  });

  it('have it at the first where the vehicle stands at the first', () => {
    const atFirst = followPast(NEAR, [
      [440, 0],
      [500, 10],
      [502, 40],
      [560, 50],
      [600, 60],
    ]);
    const [first, second] = timesOf(atFirst) as [number, number, number][];
    expect(first![2] - first![1]).toBeGreaterThan(30);
    expect(second![2] - second![1]).toBeLessThan(5);
  });

  it('are no place to begin at for a vehicle met beyond the middle between them', () => {
    expect(beginProgress(trip, NEAR, 515, 0).nextStop).toBe(2);
  });
});

describe('a stop called at twice running', () => {
  it.each([
    ['the vehicle stands a little before its place', 500, 492],
    ['it stands a little behind', 500, 508],
    ['the second call is three metres on', 503, 501],
  ])('has half of its wait at each call, though %s', (_, second, metres) => {
    const visits = followPast(Float64Array.of(0, 500, second, 1000), [
      [440, 0],
      [metres, 10],
      [metres, 70],
      [560, 80],
      [600, 90],
    ]);
    const [one, other] = timesOf(visits) as [number, number, number][];
    expect([one![0], other![0]]).toEqual([1, 2]);
    expect(other![1]).toBe(one![2]);
    expect(other![2] - other![1]).toBeCloseTo(one![2] - one![1]);
    expect(other![2] - one![1]).toBeGreaterThan(60);
  });

  it('is seen at the end of a trip, too', () => {
    const stops = Float64Array.of(0, 500, 500);
    const progress = beginProgress(trip, stops, 440, 0);
    observeVisits('7', progress, stops, 495, 10);
    expect(timesOf(observeLastArrival('7', progress, stops, 40))).toEqual([
      [1, expect.closeTo(9.1, 1), expect.any(Number)],
      [2, expect.any(Number), undefined],
    ]);
  });
});

describe('a jump back', () => {
  it('is not taken for standing at the stop that was just passed', () => {
    expect(timesOf(follow([440, 0], [520, 10], [380, 20], [600, 30]))).toEqual([
      [1, expect.closeTo(6.25, 1), expect.closeTo(8.75, 1)],
    ]);
  });

  it('does not bring a vehicle to a stop that it only comes near', () => {
    const visits = follow([440, 0], [471, 4], [300, 50], [560, 60]);
    expect(timesOf(visits)[0]).toEqual([1, expect.any(Number), expect.any(Number)]);
    expect(visits[0]!.arrivalSeconds).toBeGreaterThan(50);
  });
});
