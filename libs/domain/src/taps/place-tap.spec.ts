import fc from 'fast-check';
import { placeTap } from './place-tap.js';
import { SURE } from './placing.js';
import type { StopStay, TapToPlace, TapTrip, TripFix, TripPlan, VehicleHistory } from './tap-context.js';

const MINUTE = 60_000;
const A = trip('A');
const B = trip('B');
const PLANS = new Map<string, TripPlan>([
  ['A', plan('R1', 0, ['S1', 'S2', 'S3', 'S4'])],
  ['B', plan('R1', 1, ['S4', 'S3', 'S2', 'S1'])],
]);

function trip(tripId: string): TapTrip {
  return { tripId, serviceDate: '2026-11-23', performedId: `${tripId}/7` };
}
/** Stops five minutes apart. */
function plan(routeId: string, directionId: number, stopIds: readonly string[]): TripPlan {
  const stops = stopIds.map((stopId, i) => ({ stopId, stopSequence: 10 + i, offsetSeconds: i * 300 }));
  return { routeId, directionId, stops };
}
/** Minutes after the start of trip A. */
function stay(of: TapTrip, place: number, arrival?: number, departure?: number): StopStay {
  return {
    trip: of,
    place,
    ...(arrival === undefined ? {} : { arrivalMs: arrival * MINUTE }),
    ...(departure === undefined ? {} : { departureMs: departure * MINUTE }),
  };
}
function tap(minutes: number, changes: Partial<TapToPlace> = {}): TapToPlace {
  return { atMs: minutes * MINUTE, isExit: false, isTimeRough: false, claimed: {}, ...changes };
}
function history(stays: readonly StopStay[], fixes: readonly TripFix[] = []): VehicleHistory {
  return { stays, fixes, plans: PLANS };
}
function fix(of: TapTrip, minutes: number, place: number, changes: Partial<TripFix> = {}): TripFix {
  return { trip: of, atMs: minutes * MINUTE, place, isStopped: false, isWaiting: false, ...changes };
}

/** There and back: A from 0 to 15, B from 20 on. */
const DAY = history([
  stay(A, 1, undefined, 0),
  stay(A, 2, 5, 5.5),
  stay(A, 3, 10, 10.5),
  stay(A, 4, 15),
  stay(B, 1, undefined, 20),
  stay(B, 2, 25, 25.5),
]);

describe('where the trip of a tap ended', () => {
  it.each([
    [
      'by the timetable, while it is under way',
      6,
      history([stay(A, 1, undefined, 0), stay(A, 2, 5, 5.5)]),
      'S4',
      4,
    ],
    [
      'where its vehicle was seen last, once it is on another',
      6,
      history([stay(A, 2, 5, 5.5), stay(A, 3, 10, 10.5), stay(B, 2, 25, 25.5)]),
      'S3',
      3,
    ],
    ['at its last stop, where it went there', 6, DAY, 'S4', 4],
  ])('is known: %s', (_, minutes, of, stopId, place) => {
    expect(placeTap(tap(minutes), of).tripEnd).toEqual({ stopId, place });
  });

  it('is not known where the trip is not', () => {
    expect(placeTap(tap(6), history([])).tripEnd).toBeUndefined();
  });
});

describe('a tap is placed', () => {
  it.each([
    ['while the vehicle stands at a stop', 5.2, 'A', 'S2'],
    ['shortly after it left', 6, 'A', 'S2'],
    ['late, but before the next stop', 9.5, 'A', 'S2'],
    ['before the first departure of the day', -4, 'A', 'S1'],
    ['during the layover: on the next trip', 17, 'B', 'S4'],
    ['at the moment of arrival at the terminus: on the next trip', 15, 'B', 'S4'],
  ])('%s', (_, minutes, tripId, stopId) => {
    const placed = placeTap(tap(minutes), DAY);
    expect(placed).toMatchObject({ tripId, stopId, source: 'AVL', routeId: 'R1' });
    expect(placed.confidence).toBeGreaterThanOrEqual(SURE);
  });

  it('of somebody who gets out at the terminus: on the trip that ends', () => {
    expect(placeTap(tap(15.5, { isExit: true }), DAY)).toMatchObject({ tripId: 'A', stopId: 'S4', place: 4 });
  });

  it('after the last that was seen, less sure: it may stand at the next stop by now', () => {
    const placed = placeTap(tap(26), DAY);
    expect(placed).toMatchObject({ tripId: 'B', stopId: 'S3' });
    expect(placed.confidence).toBeLessThan(SURE);
  });

  it('a moment before an arrival at the stop before, less sure', () => {
    const placed = placeTap(tap(10 - 1 / 60), DAY);
    expect(placed).toMatchObject({ stopId: 'S2' });
    expect(placed.confidence).toBeLessThan(SURE);
  });

  it('among stops passed unseen by the timetable, and says so', () => {
    const seen = history([stay(A, 1, undefined, 0), stay(A, 4, 15)]);
    expect(placeTap(tap(7), seen)).toMatchObject({ stopId: 'S2', source: 'SCHEDULE' });
    expect(placeTap(tap(12), seen)).toMatchObject({ stopId: 'S3', source: 'SCHEDULE' });
    expect(placeTap(tap(12), seen).confidence).toBeLessThan(SURE);
  });

  it('by positions where no stop visit is written yet', () => {
    const seen = history([stay(A, 1, undefined, 0)], [fix(A, 4, 2), fix(A, 5, 2, { isStopped: true })]);
    expect(placeTap(tap(5.1), seen)).toMatchObject({ stopId: 'S2', source: 'AVL' });
    expect(placeTap(tap(4.5), seen)).toMatchObject({ stopId: 'S1' });
  });

  it('by positions of a vehicle that waits for its first trip', () => {
    const seen = history([], [fix(A, -3, 1, { isWaiting: true })]);
    expect(placeTap(tap(-2.5), seen)).toMatchObject({ tripId: 'A', stopId: 'S1' });
  });

  it('by the device where nothing was seen, and by nothing where it says nothing', () => {
    const told = tap(3, { claimed: { tripId: 'A', stopId: 'S3' } });
    expect(placeTap(told, history([]))).toMatchObject({
      tripId: 'A',
      stopId: 'S3',
      routeId: 'R1',
      source: 'DEVICE',
    });
    expect(placeTap(tap(3), history([]))).toEqual({ source: 'NONE', confidence: 0 });
  });

  it('nowhere long after anything was seen: unknown stays unknown', () => {
    expect(placeTap(tap(300), DAY)).toEqual({ source: 'NONE', confidence: 0 });
    expect(placeTap(tap(-300), DAY)).toEqual({ source: 'NONE', confidence: 0 });
  });

  it('never surely where its own time is only bounded', () => {
    expect(placeTap(tap(5.2, { isTimeRough: true }), DAY).confidence).toBeLessThan(SURE);
  });

  it('the same whatever the order in which positions and visits came', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.shuffledSubarray([...DAY.stays], { minLength: 0 }),
        fc.boolean(),
        (minutes, stays, isExit) => {
          const placed = placeTap(tap(minutes, { isExit }), history(stays));
          const sorted = history(stays.toSorted((a, b) => DAY.stays.indexOf(a) - DAY.stays.indexOf(b)));
          expect(placeTap(tap(minutes, { isExit }), sorted)).toEqual(placed);
          expect(placed.confidence).toBeGreaterThanOrEqual(0);
          expect(placed.tripId === undefined).toBe(placed.source === 'NONE');
        },
      ),
    );
  });
});
