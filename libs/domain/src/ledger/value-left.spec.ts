import fc from 'fast-check';
import { valueLeft } from './index.js';

const DAY = 86_400_000;
const begun = { fromMs: 0, untilMs: 30 * DAY };

describe('what is left of a pass', () => {
  it.each([
    ['never begun: all', { priceMinor: 900 }, 100 * DAY, 900],
    ['by time: its share, rounded down', { priceMinor: 1000, begun }, 20 * DAY, 333],
    ['by time: nothing after its end', { priceMinor: 900, begun }, 31 * DAY, 0],
    ['by time: all at its beginning', { priceMinor: 900, begun }, -DAY, 900],
    [
      'by rides: its share',
      { priceMinor: 1000, begun: { fromMs: 0 }, rides: { sold: 10, used: 3 } },
      DAY,
      700,
    ],
    [
      'by rides that were all used: nothing',
      { priceMinor: 1000, begun, rides: { sold: 2, used: 5 } },
      DAY,
      0,
    ],
    [
      'by rides without time to ride them: nothing',
      { priceMinor: 9, begun, rides: { sold: 2, used: 0 } },
      30 * DAY,
      0,
    ],
    ['for ever: cannot be told', { priceMinor: 900, begun: { fromMs: 0 } }, DAY, 0],
  ])('%s', (_, pass, nowMs, expected) => {
    expect(valueLeft(pass, nowMs)).toBe(expected);
  });

  it('is between nought and the price, and never grows with time', () => {
    const moment = fc.integer({ min: -DAY, max: 40 * DAY });
    fc.assert(
      fc.property(fc.nat(10_000_000), moment, moment, (priceMinor, a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const left = valueLeft({ priceMinor, begun }, first);
        expect(left).toBeLessThanOrEqual(priceMinor);
        expect(valueLeft({ priceMinor, begun }, second)).toBeLessThanOrEqual(left);
      }),
    );
  });
});
