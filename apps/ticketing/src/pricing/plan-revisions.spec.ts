import type { StoredCharge } from '@rukh/adapters/postgres';
import type { Charge } from '@rukh/domain/fares';
import { type KnownTap, planRevisions } from './plan-revisions.js';
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

/** What is asked for of the first ride, as a tap in between takes its exit away and the price rises to the maximum. */
function billedAfter(knownMs: number): number {
  const before = told(ride(['d/1', 'd/2'], at(0), 1700));
  const tap = (ref: string, minutes: number, known = at(minutes)): KnownTap => ({
    ...{ ref, atMs: at(minutes), knownMs: known },
  });
  const revisions = planRevisions(
    {
      ...{ accountId: '1', causes: ['LATE_TAP'], mediaTypes: new Map() },
      charges: [ride(['d/1'], at(0), 5000), ride(['d/20', 'd/2'], at(20), 1700)],
      stored: new Map([[before.rideRef, before]]),
      taps: [tap('d/1', 0), tap('d/20', 20, knownMs), tap('d/2', 40)],
    },
    {
      ...{ nowMs: EIGHT + 60 * DAY_MS, lateCollectDays: 14 },
      fareDateAt: () => '2026-11-23',
      hasOpenWindow: () => false,
    },
  );
  return revisions.find(({ charge }) => charge.rideRef === 'd/1')!.charge.billedMinor;
}

describe('a rise by a tap between the two of a ride', () => {
  it('is asked for where that tap came in time, however late pricing is', () => {
    expect(billedAfter(EIGHT + 13 * DAY_MS)).toBe(5000);
  });

  it('is not where it came too late: the rider was told another price', () => {
    expect(billedAfter(EIGHT + 40 * DAY_MS)).toBe(1700);
  });
});
