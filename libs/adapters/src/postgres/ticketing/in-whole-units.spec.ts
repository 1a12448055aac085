import { inWholeUnits } from './in-whole-units.js';

describe('amounts of fare transactions', () => {
  it.each([
    ['UAH', 1700, 17],
    ['JPY', 230, 230],
    ['KWD', 250, 0.25],
    [null, 0, 0],
  ])('in %s, %d minor units are %d', (currency, minor, amount) => {
    expect(inWholeUnits({ transaction_id: 'V1/1', amount: minor, currency_type: currency })).toEqual({
      ...{ transaction_id: 'V1/1', amount, currency_type: currency },
    });
  });
});
