import fc from 'fast-check';
import type { RunTrip } from '../tracking/index.js';
import { type Piece, advanceProgress, awaitTrip, beginProgress } from './follow-progress.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

const TRIP = {} as RunTrip;
const STOPS = Float64Array.from([0, 500, 1000, 1500]);
const p = PREDICTION_PARAMETERS;

/** All pieces of a way told as [seconds, metres]. */
function drive(way: readonly (readonly [number, number])[]): Piece[] {
  const progress = awaitTrip(TRIP, STOPS, 0, 0, 0);
  return way.flatMap(([at, metres]) => advanceProgress(p, progress, STOPS, metres, at));
}

describe('the way along a trip', () => {
  it('passes each stop a little beyond its place, between two positions', () => {
    const passed = drive([[100, 1000]]).flatMap(({ stopIndex, passedAt }) =>
      passedAt === undefined ? [] : [[stopIndex, passedAt]],
    );
    expect(passed).toEqual([
      [0, 1],
      [1, 51],
    ]);
  });

  it('counts standing still, and noise that throws the vehicle back, as time without way', () => {
    const [, , stood, thrownBack] = drive([
      [30, 300],
      [60, 300],
      [90, 280],
    ]);
    expect([stood!.seconds, stood!.share]).toEqual([30, 0]);
    expect([thrownBack!.seconds, thrownBack!.share]).toEqual([30, 0]);
  });

  it('knows since when the vehicle has been near the stop', () => {
    const pieces = drive([
      [50, 490],
      [110, 490],
      [120, 600],
    ]);
    const { nearSince, passedAt } = pieces.find((piece) => piece.stopIndex === 1 && piece.passedAt)!;
    expect(nearSince).toBeGreaterThan(40);
    expect(nearSince).toBeLessThan(50);
    expect(passedAt).toBeGreaterThan(110);
  });

  it('ends a little before the last stop', () => {
    expect(drive([[150, 1485]]).at(-1)!.passedAt).toBeDefined();
  });

  it('of a trip taken up on the way begins at the next stop', () => {
    expect(beginProgress(p, TRIP, STOPS, 700, 0).next).toBe(2);
    expect(beginProgress(p, TRIP, STOPS, 1500, 0).next).toBe(4);
  });

  it('adds up: all the time, and the whole of each section passed', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: -50, max: 400 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        let [at, metres] = [0, 0];
        const way = steps.map(([seconds, moved]) => [(at += seconds), (metres += moved)] as const);
        const pieces = drive(way);
        const passed = pieces.filter(({ passedAt }) => passedAt !== undefined);
        if (passed.length < STOPS.length) {
          expect(pieces.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(at, 6);
        }
        for (const { stopIndex } of passed.slice(1)) {
          const share = pieces
            .filter((piece) => piece.stopIndex === stopIndex)
            .reduce((sum, piece) => sum + piece.share, 0);
          expect(share).toBeCloseTo(1, 6);
        }
        const times = passed.map(({ passedAt }) => passedAt!);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });
});
