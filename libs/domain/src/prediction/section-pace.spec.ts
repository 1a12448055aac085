import fc from 'fast-check';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';
import { PACE_NUMBERS, SectionPace } from './section-pace.js';

const p = PREDICTION_PARAMETERS;
const SECTION = 3;

/** Vehicles that take a minute for the second quarter of the way, where a light is, and 10 s for each other. */
function learnLight(pace: SectionPace): void {
  for (let i = 0; i < 50; i++) {
    for (const [from, seconds] of [
      [0, 10],
      [0.25, 60],
      [0.5, 10],
      [0.75, 10],
    ] as const) {
      pace.learn(SECTION, seconds, from, 0.25);
    }
  }
}

describe('where in a section its time is spent', () => {
  it('is everywhere alike where nothing is known', () => {
    const pace = new SectionPace(p);
    for (const left of [0, 0.3, 1]) expect(pace.timeLeft(SECTION, left, 90)).toBe(left);
  });

  it('is where vehicles stand each time', () => {
    const pace = new SectionPace(p);
    learnLight(pace);
    expect(pace.timeLeft(SECTION, 1, 90)).toBeCloseTo(1);
    expect(pace.timeLeft(SECTION, 0.75, 90)).toBeCloseTo(80 / 90, 1);
    expect(pace.timeLeft(SECTION, 0.5, 90)).toBeCloseTo(20 / 90, 1);
    expect(pace.timeLeft(SECTION, 0, 90)).toBe(0);
    expect(pace.timeLeft(SECTION + 1, 0.5, 90)).toBe(0.5);
  });

  it('counts standing still where the vehicle stood', () => {
    const pace = new SectionPace(p);
    for (let i = 0; i < 50; i++) {
      pace.learn(SECTION, 40, 0, 1);
      pace.learn(SECTION, 50, 0.3, 0);
    }
    expect(pace.timeLeft(SECTION, 0.75, 90)).toBeGreaterThan(0.85);
    expect(pace.timeLeft(SECTION, 0.6, 90)).toBeLessThan(0.35);
  });

  it('follows a light that was taken away', () => {
    const pace = new SectionPace(p);
    learnLight(pace);
    for (let i = 0; i < 5 * p.paceCrossingsKept; i++) pace.learn(SECTION, 40, 0, 1);
    expect(pace.timeLeft(SECTION, 0.5, 40)).toBeCloseTo(0.5, 1);
  });

  it('is a share, and falls along the way', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const piece = fc.record({ seconds: fc.double({ min: 0, max: 900, noNaN: true }), from: share, share });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), share, share, (pieces, a, b) => {
        const pace = new SectionPace(p);
        for (const { seconds, from, share: covered } of pieces) pace.learn(SECTION, seconds, from, covered);
        const [near, far] = [Math.min(a, b), Math.max(a, b)].map((left) => pace.timeLeft(SECTION, left, 60));
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeGreaterThanOrEqual(near! - 1e-9);
        expect(far).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('outlives a restart', () => {
    const pace = new SectionPace(p);
    learnLight(pace);
    const again = new SectionPace(p);
    for (const [section, ...numbers] of pace.dump()) {
      expect(numbers).toHaveLength(PACE_NUMBERS);
      again.restore(section, numbers);
    }
    expect(again.timeLeft(SECTION, 0.5, 90)).toBeCloseTo(pace.timeLeft(SECTION, 0.5, 90), 2);
  });
});
