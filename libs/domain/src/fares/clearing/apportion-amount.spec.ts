import fc from 'fast-check';
import { apportionAmount } from './apportion-amount.js';
import { APPORTIONMENT_RULES, type ApportionmentRule, WHOLE_SHARE } from './clearing-rules.js';

const ride = (key: string, persons = 1, metres?: number): Parameters<typeof apportionAmount>[1][number] => ({
  key,
  rides: 1,
  persons,
  ...(metres === undefined ? {} : { metres }),
});

const apportion = (
  amount: number,
  to: Parameters<typeof apportionAmount>[1],
  basis: ApportionmentRule,
): ReadonlyMap<string, number> => apportionAmount(amount, to, [{ basis, share: WHOLE_SHARE }]);

describe('a charge is apportioned', () => {
  it('to the last kopiyka: the unit that is left goes to the largest remainder, then by name', () => {
    expect(Object.fromEntries(apportion(1700, [ride('b'), ride('a'), ride('c')], 'EQUAL'))).toEqual({
      ...{ a: 567, b: 567, c: 566 },
    });
  });

  it('by persons and by kilometres', () => {
    const rides = [ride('a', 2, 3000), ride('b', 1, 1000)];
    expect(Object.fromEntries(apportion(1000, rides, 'BOARDINGS'))).toEqual({ a: 667, b: 333 });
    expect(Object.fromEntries(apportion(1000, rides, 'KM'))).toEqual({ a: 750, b: 250 });
  });

  it('by a mixed rule: first between its bases, then each by its own weights', () => {
    const rule = [
      { basis: 'BOARDINGS', share: 6000 },
      { basis: 'KM', share: 4000 },
    ] as const;
    const rides = [ride('a', 2, 1000), ride('b', 1, 3000)];
    // 601 by boardings: 400.67 and 200.33; 400 by kilometres: 100 and 300.
    expect(Object.fromEntries(apportionAmount(1001, rides, rule))).toEqual({ a: 501, b: 500 });
  });

  it('alike where the kilometres of a ride are not known', () => {
    expect(Object.fromEntries(apportion(1000, [ride('a', 1, 9000), ride('b')], 'KM'))).toEqual({
      a: 500,
      b: 500,
    });
  });

  it('only where there is a ride and the amount is in whole units', () => {
    expect(() => apportion(100, [], 'EQUAL')).toThrow(RangeError);
    expect(() => apportion(0.5, [ride('a')], 'EQUAL')).toThrow(RangeError);
  });

  it('so that parts sum to it exactly, none has the other sign, and order does not matter', () => {
    const rides = fc.uniqueArray(
      fc.record({
        key: fc.string({ minLength: 1, maxLength: 4 }),
        rides: fc.nat(9),
        persons: fc.nat(9),
        metres: fc.nat(50_000),
      }),
      { selector: ({ key }) => key, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), rides, fc.constantFrom(...APPORTIONMENT_RULES), (amount, of, rule) => {
        const parts = apportion(amount, of, rule);
        const sum = [...parts.values()].reduce((a, b) => a + BigInt(b), 0n);
        expect(sum).toBe(BigInt(amount));
        for (const part of parts.values()) expect(part * Math.sign(amount)).toBeGreaterThanOrEqual(0);
        const reversed = apportion(amount, of.toReversed(), rule);
        expect(Object.fromEntries(reversed)).toEqual(Object.fromEntries(parts));
      }),
    );
  });
});
