import fc from 'fast-check';
import {
  bearingAt,
  bearingDifference,
  createPolyline,
  createProjection,
  haversineMetres,
  lineLength,
  nearestOnLine,
  pointAt,
  projectX,
  projectY,
  unproject,
} from './index.js';

const lviv = createProjection(49.84, 24.03);
/** Out along y = 0 and back along y = 5: the same street twice. */
const outAndBack = createPolyline([0, 1000, 1000, 0], [0, 0, 5, 5]);

describe('projection', () => {
  it('agrees with the great circle across a city', () => {
    const opera = { lat: 49.844, lon: 24.0263 };
    const airport = { lat: 49.8125, lon: 23.9561 };
    const flat = Math.hypot(
      projectX(lviv, opera.lon) - projectX(lviv, airport.lon),
      projectY(lviv, opera.lat) - projectY(lviv, airport.lat),
    );
    expect(Math.abs(flat / haversineMetres(opera, airport) - 1)).toBeLessThan(0.003);
  });

  it('comes back to where it started', () => {
    const { lat, lon } = unproject(lviv, projectX(lviv, 24.1), projectY(lviv, 49.9));
    expect(lat).toBeCloseTo(49.9, 9);
    expect(lon).toBeCloseTo(24.1, 9);
  });
});

describe('polyline', () => {
  it('finds the way out or the way back, by where it is told to look', () => {
    expect(nearestOnLine(outAndBack, 300, 2).alongMetres).toBeCloseTo(300);
    expect(nearestOnLine(outAndBack, 300, 2, 1000).alongMetres).toBeCloseTo(1705);
  });

  it('never answers from outside the window', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -500, max: 1500, noNaN: true }),
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 2005, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (x, y, from, width) => {
          const { alongMetres } = nearestOnLine(outAndBack, x, y, from, from + width);
          expect(alongMetres).toBeGreaterThanOrEqual(from - 1e-6);
          expect(alongMetres).toBeLessThanOrEqual(Math.min(from + width, lineLength(outAndBack)) + 1e-6);
        },
      ),
    );
  });

  it('gives back the distance of a point taken from it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 999, noNaN: true }), (along) => {
        const { x, y } = pointAt(outAndBack, along);
        expect(nearestOnLine(outAndBack, x, y, 0, 1000).alongMetres).toBeCloseTo(along, 6);
      }),
    );
  });

  it('knows its bearing', () => {
    expect(bearingAt(outAndBack, 10)).toBeCloseTo(90);
    expect(bearingAt(outAndBack, 1500)).toBeCloseTo(270);
    expect(bearingDifference(350, 10)).toBe(20);
  });
});
