import type { StoredCharge } from '@rukh/adapters/postgres';
import type { Charge } from '@rukh/domain/fares';
import { type PricedAccount, planRevisions } from './plan-revisions.js';
import { writeStable } from './write-stable.js';

const DAY_MS = 86_400_000;
const EIGHT = Date.UTC(2026, 10, 23, 6);
const at = (minutes: number): number => EIGHT + minutes * 60_000;

function ride(tapRefs: readonly string[], atMs: number, amountMinor: number): Charge {
  const [rideRef] = tapRefs as [string];
  return {
    ...{ rideRef, tapRefs, atMs, journeyRef: rideRef, tariffVersion: 'v1', currency: 'UAH' },
    ...{ fareProductId: 'single', riderCategoryId: 'adult', fareMediaId: 'card', disposition: 'CHARGED' },
    ...{ nominalMinor: amountMinor, adjustments: [], amountMinor, reasons: [] },
  };
}

function told(charge: Charge): StoredCharge {
  const { rideRef, atMs, amountMinor, journeyRef } = charge;
  return {
    ...{ chargeId: '1', rideRef, revision: 1, accountId: '1', tappedAtMs: atMs, fareDate: '2026-11-23' },
    ...{ disposition: 'COMPLETE', currency: 'UAH', amountMinor, billedMinor: amountMinor, payer: 'rider:1' },
    ...{ journeyRef, tariffVersion: 'v1', details: writeStable(charge) },
  };
}

const day = (days: number): number => EIGHT + days * DAY_MS;
const FACTS = {
  fareDateAt: () => '2026-11-23',
  askedUntilMs: (atMs: number) => atMs + 14 * DAY_MS,
};

/** What is asked for each ride in the end, of an account of one ride that has a price, as these become known. */
function billedAfter(before: Charge, ...news: readonly (readonly [atMs: number, ...Charge[]])[]): unknown {
  const stored = told(before);
  const pieces = news.map(([atMs, ...charges]) => ({ atMs, charges }));
  const revisions = planRevisions(
    {
      ...{ accountId: '1', causes: ['LATE_TAP'], mediaTypes: new Map() },
      news: pieces as unknown as PricedAccount['news'],
      stored: new Map([[stored.rideRef, stored]]),
    },
    FACTS,
  );
  return Object.fromEntries(revisions.map(({ charge }) => [charge.rideRef, charge.billedMinor]));
}

describe('a rise by a tap between the two of a ride', () => {
  const before = ride(['d/1', 'd/2'], at(0), 1700);
  const after = [ride(['d/1'], at(0), 5000), ride(['d/20', 'd/2'], at(20), 1700)];

  it('is asked for where that tap came in time', () => {
    expect(billedAfter(before, [day(13), ...after])).toEqual({ 'd/1': 5000, 'd/20': 1700 });
    expect(billedAfter(before, [-Infinity, ...after])).toEqual({ 'd/1': 5000, 'd/20': 1700 });
  });

  it('is not where it came too late: the rider was told another price', () => {
    expect(billedAfter(before, [day(40), ...after])).toEqual({ 'd/1': 1700, 'd/20': 0 });
  });
});

describe('an exit and a ride elsewhere that both come too late', () => {
  const [entry, exited] = [ride(['d/1'], at(0), 5000), ride(['d/1', 'd/2'], at(0), 1700)];
  const elsewhere = ride(['e/1'], at(300), 1700);

  it('are two pieces of news, in whichever order they come: one gives back, the other is not asked for', () => {
    const given = { 'd/1': 1700, 'e/1': 0 };
    expect(billedAfter(entry, [day(20), exited], [day(21), exited, elsewhere])).toEqual(given);
    expect(billedAfter(entry, [day(20), entry, elsewhere], [day(21), exited, elsewhere])).toEqual(given);
  });

  it('and what was given back on the way is not asked for again, though the price is what it was', () => {
    expect(billedAfter(entry, [day(20), exited], [day(21), entry])).toEqual({ 'd/1': 1700 });
  });
});

it('leaves what was booked by another rule as it is, whatever else comes and when', () => {
  const before = ride(['d/1'], at(0), 5000);
  const other = ride(['e/1'], at(300), 1700);
  for (const billedMinor of [0, 1700, 5000]) {
    const stored = { ...told(before), billedMinor };
    for (const newsMs of [-Infinity, day(1), day(40)]) {
      const revisions = planRevisions(
        {
          ...{ accountId: '1', causes: ['TAP'], mediaTypes: new Map() },
          news: [
            { atMs: day(40), charges: [before] },
            { atMs: newsMs, charges: [before, other] },
          ],
          stored: new Map([['d/1', stored]]),
        },
        FACTS,
      );
      expect(revisions.map(({ charge }) => charge.rideRef)).toEqual(['e/1']);
    }
  }
});
