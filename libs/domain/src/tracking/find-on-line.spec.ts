import { createPolyline } from '../geo/index.js';
import { findOnLine } from './find-on-line.js';

describe('the place on a line that goes into a street and comes back out of it', () => {
  const line = createPolyline([0, 300, 0], [0, 0, 5]);
  const window = { from: 100, to: 600, expected: 260, sigma: 100 };

  it('is on the way that the vehicle is heading', () => {
    expect(findOnLine(line, { x: 220, y: 2, heading: 90 }, window).alongMetres).toBeCloseTo(220, 0);
    expect(findOnLine(line, { x: 220, y: 2, heading: 270 }, window).alongMetres).toBeCloseTo(380, 0);
  });

  it('is where the vehicle should have come to while it has no heading', () => {
    expect(findOnLine(line, { x: 220, y: 2, heading: undefined }, window).alongMetres).toBeCloseTo(220, 0);
  });

  it('is the same round a bend, whichever of its two ways the vehicle is heading', () => {
    const bend = createPolyline([0, 300, 300], [0, 0, 300]);
    const [before, after] = [90, 0].map((heading) => findOnLine(bend, { x: 295, y: 10, heading }, window));
    expect(before).toEqual(after);
  });
});
