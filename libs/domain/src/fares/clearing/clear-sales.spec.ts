import fc from 'fast-check';
import { DueBook, clearDay } from './clear-day.js';
import { type CarrierRides, RideTally, clearSales } from './clear-sales.js';
import { APPORTIONMENT_RULES, DEFAULT_CLEARING, clearingBy } from './clearing-rules.js';

const rides = (operatorId: string, productId: string | undefined, persons: number): CarrierRides => ({
  ...{ operatorId, productId, persons },
  rides: persons,
});
const PASS = { productId: 'pass-30', currency: 'UAH', amountMinor: 90_000 };
const CITY: readonly CarrierRides[] = [
  rides('ATP', 'pass-30', 1),
  rides('LET', 'pass-30', 2),
  rides('ATP', undefined, 50),
  rides('LET', undefined, 50),
];

describe('what passes were sold for is divided', () => {
  it('by the rides that the pass covered', () => {
    const book = new DueBook();
    const lines = clearSales(book, [PASS], { rides: CITY, metres: new Map(), rules: DEFAULT_CLEARING });
    expect(lines).toMatchObject([
      { operatorId: 'ATP', coveredRides: 1, soldMinor: 30_000 },
      { operatorId: 'LET', coveredRides: 2, soldMinor: 60_000 },
    ]);
    expect(book.list()).toMatchObject([{ soldMinor: 30_000 }, { soldMinor: 60_000 }]);
  });

  it('by the kilometres of the trips that each carrier ran, where the rule of the product says so', () => {
    const metres = new Map([
      ['ATP', 9000],
      ['LET', 1000],
    ]);
    const rules = { ...DEFAULT_CLEARING, products: new Map([['pass-30', clearingBy('KM').sales]]) };
    const lines = clearSales(new DueBook(), [PASS], { rides: CITY, metres, rules });
    expect(lines.map(({ soldMinor }) => soldMinor)).toEqual([81_000, 9000]);
  });

  it('as all rides are, where it covered none, and to nobody where there is no ride at all', () => {
    const unused = { ...PASS, productId: 'unused' };
    const clear = (some: readonly CarrierRides[]): number[] =>
      clearSales(new DueBook(), [unused], { rides: some, metres: new Map(), rules: DEFAULT_CLEARING }).map(
        ({ soldMinor }) => soldMinor,
      );
    expect(clear(CITY)).toEqual([45_000, 45_000]);
    expect(clear([])).toEqual([90_000]);
  });

  it('so that everything a period brought is divided, to the last kopiyka', () => {
    const carrier = fc.constantFrom('', 'ATP', 'LET', 'X');
    const ride = fc.record({
      rideRef: fc.uuid(),
      journeyRef: fc.constantFrom('j1', 'j2', 'j3'),
      operatorId: carrier,
      currency: fc.constant('UAH'),
      isRide: fc.boolean(),
      persons: fc.integer({ min: 1, max: 5 }),
      amountMinor: fc.nat(5000),
      fundedMinor: fc.constant(0),
      metres: fc.option(fc.nat(30_000)),
    });
    const sale = fc.record({
      productId: fc.constantFrom('p', 'q'),
      currency: fc.constant('UAH'),
      amountMinor: fc.integer({ min: -100_000, max: 100_000 }),
    });
    const covered = fc.uniqueArray(
      fc.record({
        operatorId: carrier,
        productId: fc.constantFrom('p', undefined),
        rides: fc.nat(9),
        persons: fc.nat(9),
      }),
      { selector: ({ operatorId, productId }) => `${operatorId} ${productId ?? ''}` },
    );
    fc.assert(
      fc.property(
        fc.array(ride),
        fc.uniqueArray(sale, { selector: ({ productId }) => productId }),
        covered,
        fc.constantFrom(...APPORTIONMENT_RULES),
        (day, sales, totals, basis) => {
          const book = new DueBook();
          const rules = clearingBy(basis);
          clearDay(book, day, rules.journeys);
          clearSales(book, sales, { rides: totals, metres: new Map(), rules });
          const brought = [...day, ...sales].reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          const given = book.list().reduce((sum, due) => sum + due.apportionedMinor + due.soldMinor, 0);
          expect(given).toBe(brought);
        },
      ),
    );
  });

  it('counts nobody twice who held his medium twice: what is sold goes by those who rode', () => {
    const day = [true, true, false, false, false].map((isRide, i) => ({
      ...{ rideRef: `r${i}`, journeyRef: `r${i}`, operatorId: i === 0 ? 'ATP' : 'LET', currency: 'UAH' },
      ...{ isRide, persons: 1, amountMinor: 0, fundedMinor: 0 },
    }));
    const book = new DueBook();
    const rules = clearingBy('BOARDINGS');
    const tally = new RideTally();
    tally.add(day);
    clearDay(book, day, rules.journeys);
    const sales = [{ productId: 'month', currency: 'UAH', amountMinor: 1000 }];
    clearSales(book, sales, { rides: tally.list(), metres: new Map(), rules });
    expect(book.list()).toMatchObject([
      { operatorId: 'ATP', rides: 1, persons: 1, soldMinor: 500 },
      { operatorId: 'LET', rides: 1, persons: 1, soldMinor: 500 },
    ]);
  });
});
