import { createPolyline } from '../geo/index.js';
import type { Fix } from './hypothesis.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';
import { limitMetres, weighDeviation, weighOnLine } from './weigh-position.js';

/** A street drawn with a point every 20 m, and the same as one stroke of a kilometre. */
const SHAPE = createPolyline(
  Array.from({ length: 51 }, (_, i) => 20 * i),
  Array.from({ length: 51 }, () => 0),
);
const SKETCH = createPolyline([0, 1000], [0, 0]);
const STANDING: Fix = {
  x: 0,
  y: 0,
  at: 0,
  elapsed: 30,
  moved: 0,
  heading: undefined,
  speed: undefined,
  standing: 0,
  atBase: false,
  tripId: undefined,
  routeId: undefined,
  directionId: undefined,
};

describe('a position beside a line', () => {
  const beside = (
    distanceMetres: number,
  ): { alongMetres: number; distanceMetres: number; segment: number } => ({
    alongMetres: 500,
    distanceMetres,
    segment: 0,
  });

  it('is worse the farther off it is, but never so bad that it ends a trip by itself', () => {
    const weights = [0, 20, 60, 5000].map((metres) => weighOnLine(P, SHAPE, beside(metres), STANDING));
    expect(weights[0]).toBeCloseTo(0, 9);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(weights[3]).toBe(P.emissionFloor);
  });

  it('is forgiven where the line is but a sketch from stop to stop', () => {
    expect(weighOnLine(P, SHAPE, beside(120), STANDING)).toBe(P.emissionFloor);
    expect(weighOnLine(P, SKETCH, beside(120), STANDING)).toBeGreaterThan(-1.5);
    expect(limitMetres(P, 150, SHAPE, 0)).toBeCloseTo(158);
    expect(limitMetres(P, 150, SKETCH, 0)).toBe(290);
  });

  it('speaks against a line that runs the other way', () => {
    const onto = weighOnLine(P, SHAPE, beside(5), { ...STANDING, heading: 90 });
    const against = weighOnLine(P, SHAPE, beside(5), { ...STANDING, heading: 270 });
    expect(onto - against).toBeCloseTo(2 * P.headingKappa);
  });
});

describe('a deviation', () => {
  it('is likeliest a minute late, likelier late than early, and half an hour is not impossible', () => {
    expect(weighDeviation(P, P.deviationCentreSeconds)).toBeCloseTo(0, 9);
    expect(weighDeviation(P, 60 + 300)).toBeGreaterThan(weighDeviation(P, 60 - 300));
    expect(weighDeviation(P, 1800)).toBeGreaterThan(-5);
  });
});
