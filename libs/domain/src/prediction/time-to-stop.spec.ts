import fc from 'fast-check';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';
import { type Approach, TimeToStop } from './time-to-stop.js';

const moving = (left: number): Approach => ({ left, isAtStop: false, stoodSeconds: 0, sectionSeconds: 100 });
const atStop = (stoodSeconds: number): Approach => ({
  left: 0.02,
  isAtStop: true,
  stoodSeconds,
  sectionSeconds: 100,
});

/** Within what the first guess still weighs beside hundreds of positions. */
function expectNear(seconds: number, expected: number): void {
  expect(Math.abs(seconds - expected)).toBeLessThan(3);
}

describe('the time to the next stop', () => {
  it('is the whole section from its beginning, and the time at the stop from its end', () => {
    const times = new TimeToStop(PREDICTION_PARAMETERS);
    expect(times.expect(moving(1))).toBe(100);
    expect(times.expect(moving(0))).toBe(PREDICTION_PARAMETERS.stopPartSeconds);
    expect(times.expect(atStop(0))).toBe(PREDICTION_PARAMETERS.stopPartSeconds);
  });

  it('learns what of a section is spent at its stop', () => {
    const times = new TimeToStop(PREDICTION_PARAMETERS);
    for (let i = 0; i < 2000; i++) {
      const left = (i % 10) / 10;
      times.learn(moving(left), 60 * left + 40);
    }
    expect(times.expect(moving(1))).toBe(100);
    expectNear(times.expect(moving(0.5)), 70);
    expectNear(times.expect(moving(0)), 40);
  });

  it('learns that who stands will stand some more, apart at stops and on the way', () => {
    const times = new TimeToStop(PREDICTION_PARAMETERS);
    for (let i = 0; i < 2000; i++) {
      times.learn(atStop(5), 20);
      times.learn(atStop(90), 60);
      times.learn({ ...moving(1), stoodSeconds: 40 }, 130);
    }
    expectNear(times.expect(atStop(0)), 20);
    expectNear(times.expect(atStop(70)), 60);
    expectNear(times.expect({ ...moving(1), stoodSeconds: 50 }), 130);
    expect(times.expect(moving(1))).toBe(100);
  });

  it('learns, where trackers tell the speed, that who moves is sooner past than who stands', () => {
    const times = new TimeToStop(PREDICTION_PARAMETERS);
    const at = (approach: Approach, speedMetresPerSecond: number): Approach => ({
      ...approach,
      speedMetresPerSecond,
    });
    for (let i = 0; i < 2000; i++) {
      times.learn(at(atStop(0), 9), 4);
      times.learn(at(atStop(0), 0), 24);
      times.learn(at(moving(1), 9), 90);
      times.learn(at(moving(1), 0.3), 120);
    }
    expectNear(times.expect(at(atStop(0), 12)), 4);
    expectNear(times.expect(at(atStop(0), 0.9)), 24);
    expectNear(times.expect(at(moving(1), 5)), 90);
    expectNear(times.expect(at(moving(1), 0)), 120);
    expectNear(times.expect(atStop(0)), 14);
    expect(times.expect(moving(1))).toBe(100);
  });

  it('takes a driver’s break for no more than it may be', () => {
    const times = new TimeToStop(PREDICTION_PARAMETERS);
    times.learn(atStop(0), 10_000);
    expect(times.expect(atStop(0))).toBeLessThan(30);
  });

  it('is never less than nothing nor more than a section and what is spent at a stop', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const sample = fc.record({ left: share, seconds: fc.double({ min: 0, max: 500, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 50 }), share, (samples, left) => {
        const times = new TimeToStop(PREDICTION_PARAMETERS);
        for (const seen of samples) times.learn(moving(seen.left), seen.seconds);
        expect(times.expect(moving(left))).toBeGreaterThanOrEqual(0);
        expect(times.expect(moving(left))).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });

  it('outlives a restart', () => {
    const times = new TimeToStop(PREDICTION_PARAMETERS);
    for (let i = 0; i < 100; i++) times.learn(atStop(i), i);
    const again = new TimeToStop(PREDICTION_PARAMETERS);
    again.restore(times.dump());
    for (const stood of [0, 20, 70]) expect(again.expect(atStop(stood))).toBe(times.expect(atStop(stood)));
  });
});
