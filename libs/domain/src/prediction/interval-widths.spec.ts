import fc from 'fast-check';
import { IntervalWidths, LEADS } from './interval-widths.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

const AT_FIVE_MINUTES = LEADS.indexOf(270);
let now = 0;

/** A stream of errors that no formula knows, the same each time. */
function errorsOf(count: number, scale: number): number[] {
  return Array.from({ length: count }, (_, i) => scale * Math.sin(12.9898 * i) * Math.cos(78.233 * i));
}

describe('the interval', () => {
  it('is the first guess until errors are known', () => {
    const widths = new IntervalWidths(PREDICTION_PARAMETERS);
    for (const lead of [0, 60, 600, 3000]) {
      expect(widths.halfWidth('under-way', lead)).toBeCloseTo(widths.firstGuess(lead), 0);
    }
  });

  it.each([20, 60, 400])('holds four errors in five, be they of %i s', (scale) => {
    const widths = new IntervalWidths(PREDICTION_PARAMETERS);
    const errors = errorsOf(400, scale);
    for (const error of errors) widths.learn('under-way', AT_FIVE_MINUTES, 270, error, 100 * ++now);
    const within = errors.filter((error) => Math.abs(error) <= widths.halfWidth('under-way', 270));
    expect(within.length / errors.length).toBeGreaterThan(0.75);
    expect(within.length / errors.length).toBeLessThan(0.87);
  });

  it('learns each kind and each lead by itself', () => {
    const widths = new IntervalWidths(PREDICTION_PARAMETERS);
    const before = [widths.halfWidth('later', 270), widths.halfWidth('under-way', 1350)];
    for (const error of errorsOf(300, 1000)) {
      widths.learn('under-way', AT_FIVE_MINUTES, 270, error, 100 * ++now);
    }
    expect([widths.halfWidth('later', 270), widths.halfWidth('under-way', 1350)]).toEqual(before);
    expect(widths.halfWidth('under-way', 270)).toBeGreaterThan(200);
  });

  it('is finite and above nought at any lead', () => {
    const widths = new IntervalWidths(PREDICTION_PARAMETERS);
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (lead) => {
        const width = widths.halfWidth('waiting', lead);
        return Number.isFinite(width) && width > 0;
      }),
    );
  });

  it('outlives a restart', () => {
    const widths = new IntervalWidths(PREDICTION_PARAMETERS);
    for (const error of errorsOf(200, 500)) widths.learn('later', AT_FIVE_MINUTES, 270, error, 100 * ++now);
    const again = new IntervalWidths(PREDICTION_PARAMETERS);
    for (const row of widths.dump()) again.restore(row);
    expect(again.halfWidth('later', 270)).toBeCloseTo(widths.halfWidth('later', 270), 6);
  });
});
