import fc from 'fast-check';
import { APPORTIONMENT_RULES, apportionCharge } from './apportion-charge.js';

const ride = (key: string, persons = 1, metres?: number): Parameters<typeof apportionCharge>[1][number] => ({
  key,
  persons,
  ...(metres === undefined ? {} : { metres }),
});

describe('a charge is apportioned', () => {
  it('to the last kopiyka: the unit that is left goes to the largest remainder, then by name', () => {
    expect([...apportionCharge(1700, [ride('b'), ride('a'), ride('c')], 'EQUAL')]).toEqual([
      ['a', 567],
      ['b', 567],
      ['c', 566],
    ]);
  });

  it('by persons and by kilometres', () => {
    const rides = [ride('a', 2, 3000), ride('b', 1, 1000)];
    expect(Object.fromEntries(apportionCharge(1000, rides, 'BOARDINGS'))).toEqual({ a: 667, b: 333 });
    expect(Object.fromEntries(apportionCharge(1000, rides, 'KM'))).toEqual({ a: 750, b: 250 });
  });

  it('alike where the kilometres of a ride are not known', () => {
    expect(Object.fromEntries(apportionCharge(1000, [ride('a', 1, 9000), ride('b')], 'KM'))).toEqual({
      a: 500,
      b: 500,
    });
  });

  it('only where there is a ride and the amount is in whole units', () => {
    expect(() => apportionCharge(100, [], 'EQUAL')).toThrow(RangeError);
    expect(() => apportionCharge(0.5, [ride('a')], 'EQUAL')).toThrow(RangeError);
  });

  it('so that parts sum to it exactly, none has the other sign, and order does not matter', () => {
    const rides = fc.uniqueArray(
      fc.record({
        key: fc.string({ minLength: 1, maxLength: 4 }),
        persons: fc.nat(9),
        metres: fc.nat(50_000),
      }),
      { selector: ({ key }) => key, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), rides, fc.constantFrom(...APPORTIONMENT_RULES), (amount, of, rule) => {
        const parts = apportionCharge(amount, of, rule);
        const sum = [...parts.values()].reduce((a, b) => a + BigInt(b), 0n);
        expect(sum).toBe(BigInt(amount));
        for (const part of parts.values()) expect(part * Math.sign(amount)).toBeGreaterThanOrEqual(0);
        const reversed = apportionCharge(amount, of.toReversed(), rule);
        expect(Object.fromEntries(reversed)).toEqual(Object.fromEntries(parts));
      }),
    );
  });
});
