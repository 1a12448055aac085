import fc from 'fast-check';
import {
  type PriceChange,
  askedUntilMs,
  attributeDelta,
  billRevisions,
  decideRefund,
  excessOf,
  findCreditDue,
  findNextState,
  isCapturedAtRisk,
  isDueToClose,
  judgeLoss,
  openRefund,
  PAY_WINDOW_STATES,
  planRecovery,
} from './index.js';

const change = fc
  .record({
    currency: fc.constantFrom('UAH', 'EUR'),
    previousMinor: fc.integer({ min: 0, max: 5000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    amountMinor: fc.integer({ min: 0, max: 5000 }),
    isCollectable: fc.boolean(),
  })
  .map(({ share, ...rest }): PriceChange => ({
    ...rest,
    billedMinor: Math.floor(rest.previousMinor * share),
  }));

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

describe('what of a new price is asked for (2.4.3)', () => {
  it('is never more than the price, and never below nought', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        billRevisions(changes).forEach((billed, i) => {
          expect(billed).toBeGreaterThanOrEqual(0);
          expect(billed).toBeLessThanOrEqual(changes[i]!.amountMinor);
        });
      }),
    );
  });

  it('gives every decrease back', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        billRevisions(changes).forEach((billed, i) => {
          const { previousMinor, amountMinor, billedMinor } = changes[i]!;
          if (amountMinor <= previousMinor) expect(billed).toBe(Math.min(billedMinor, amountMinor));
        });
      }),
    );
  });

  it('asks, too late, for no more in all than was asked for before', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const late = changes.map((one) => ({ ...one, isCollectable: false }));
        expect(sum(billRevisions(late))).toBeLessThanOrEqual(sum(late.map(({ billedMinor }) => billedMinor)));
      }),
    );
  });

  it('asks for every rise in time', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const early = changes.map((one) => ({ ...one, billedMinor: one.previousMinor, isCollectable: true }));
        expect(billRevisions(early)).toEqual(early.map(({ amountMinor }) => amountMinor));
      }),
    );
  });

  it('goes on for so many days after the ride, and while the window of its fare day may be open', () => {
    const days = (n: number): number => n * 86_400_000;
    const ride = { atMs: 0, fareDayEndMs: days(1) };
    expect(askedUntilMs(ride, { lateCollectDays: 14, windowGraceMs: 1000 })).toBe(days(14));
    expect(askedUntilMs(ride, { lateCollectDays: 0, windowGraceMs: 1000 })).toBe(days(1) + 1000);
  });
});

describe('to which pay window a change belongs', () => {
  it('takes back from where the charge stands, the newest first, and no more than stands there', () => {
    const shares = [
      { payWindowId: '2', shareMinor: 500 },
      { payWindowId: '1', shareMinor: 1000 },
    ];
    expect(attributeDelta(-700, shares)).toEqual([
      { payWindowId: '2', deltaMinor: -500 },
      { payWindowId: '1', deltaMinor: -200 },
    ]);
    expect(attributeDelta(700, shares)).toEqual([{ payWindowId: undefined, deltaMinor: 700 }]);
    expect(attributeDelta(-1700, shares).at(-1)).toEqual({ payWindowId: undefined, deltaMinor: -200 });
  });
});

describe('a pay window', () => {
  it('goes the ways that are drawn, and no others', () => {
    const events = [
      { type: 'CLOSE', netMinor: 0 },
      { type: 'CLOSE', netMinor: 1 },
      { type: 'APPROVED' },
      { type: 'DECLINED', isCapturedAtRisk: true },
      { type: 'DECLINED', isCapturedAtRisk: false },
      { type: 'CAPTURE_REFUSED' },
      { type: 'RECOVERED' },
      { type: 'NOTHING_OWED' },
      { type: 'GIVEN_UP' },
    ] as const;
    const ways = PAY_WINDOW_STATES.flatMap((state) =>
      events.flatMap((event) => {
        const next = findNextState(state, event);
        return next === undefined ? [] : [`${state} ${event.type} ${next}`];
      }),
    );
    expect(ways).toEqual([
      'OPEN CLOSE CLOSED',
      'OPEN CLOSE NO_AUTH_DONE',
      'NO_AUTH_DONE APPROVED CLOSED',
      'NO_AUTH_DONE DECLINED CLOSED',
      'NO_AUTH_DONE DECLINED DEBT',
      'CLOSED CAPTURE_REFUSED DEBT',
      'DEBT RECOVERED CLOSED',
      'DEBT NOTHING_OWED CLOSED',
      'DEBT GIVEN_UP DEBT_FINAL',
    ]);
  });

  it('closes with its day, at its limit, or after its time', () => {
    const window = { openedAtMs: 0, closesAtMs: 1_000_000, netMinor: 3000 };
    const none = { cumulativeMinor: 0, openMinutes: 0, graceMs: 0, completeUntilMs: -Infinity };
    expect(isDueToClose(window, none, 999_999)).toBe(false);
    expect(isDueToClose(window, none, 1_000_000)).toBe(true);
    expect(isDueToClose(window, { ...none, cumulativeMinor: 3000 }, 0)).toBe(true);
    expect(isDueToClose(window, { ...none, openMinutes: 1 }, 60_000)).toBe(true);
  });

  it('2.2: net settled is never below nought, and a credit waits for the debit', () => {
    const window = { state: 'CLOSED', debitedMinor: 3000, creditedMinor: 0, isDebitPending: false } as const;
    expect(findCreditDue({ ...window, netMinor: 1000 })).toBe(2000);
    expect(findCreditDue({ ...window, netMinor: -500 })).toBe(3000);
    expect(findCreditDue({ ...window, netMinor: 1000, creditedMinor: 2000 })).toBe(0);
    expect(findCreditDue({ ...window, netMinor: 1000, isDebitPending: true })).toBe(0);
    expect(findCreditDue({ ...window, netMinor: 4000 })).toBe(0);
  });
});

describe('a decline (2.4.9)', () => {
  it('is captured all the same if it is the first and small', () => {
    const first = { declinesBefore: 0, amountMinor: 100, chargebackThresholdMinor: 100 };
    expect(isCapturedAtRisk(first)).toBe(true);
    expect(isCapturedAtRisk({ ...first, amountMinor: 101 })).toBe(false);
    expect(isCapturedAtRisk({ ...first, declinesBefore: 1 })).toBe(false);
  });

  it('2.4.8: is the scheme’s risk unless a device had a list that held the card', () => {
    expect(judgeLoss([3, 4], undefined)).toBe('RISK_LOSS');
    expect(judgeLoss([3, 4], 5)).toBe('RISK_LOSS');
    expect(judgeLoss([3, 5], 5)).toBe('WRITE_OFF');
  });

  it('is tried again at growing distances, and then no more', () => {
    const policy = { attempts: 3, firstAfterHours: 24 };
    const hours = [0, 1, 2, 3].map((made) => {
      const at = planRecovery(made, 0, policy);
      return at === undefined ? undefined : at / 3_600_000;
    });
    expect(hours).toEqual([24, 48, 96, undefined]);
  });
});

describe('a refund', () => {
  const request = {
    ...{ amountMinor: 500, refundableMinor: 1000, refundedMinor: 0 },
    ...{ requestedBy: 'a', fourEyesAboveMinor: 400 },
  };

  it('needs a second person above the limit, and never gives back more than was asked for', () => {
    expect(openRefund(request)).toBe('REQUESTED');
    expect(openRefund({ ...request, amountMinor: 400 })).toBe('APPROVED');
    expect(openRefund({ ...request, amountMinor: 400, refundedMinor: 1 })).toBe('REQUESTED');
    expect(openRefund({ ...request, amountMinor: 1001 })).toEqual({ refused: 'MORE_THAN_PAID' });
    expect(openRefund({ ...request, amountMinor: 0 })).toEqual({ refused: 'MORE_THAN_PAID' });
  });

  it('and a price that falls never give back more together than was asked for', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.nat(5000), (billed, refundWish, later) => {
        const refunded = Math.min(refundWish, billed);
        const after = Math.min(later, billed);
        const back = refunded + (billed - after) - (excessOf(refunded, after) - excessOf(refunded, billed));
        expect(back).toBeLessThanOrEqual(billed);
        expect(back).toBe(Math.min(billed, refunded + billed - after));
      }),
    );
  });

  it('is not granted when the price fell since it was asked for', () => {
    const refund = { state: 'REQUESTED', requestedBy: 'olena', amountMinor: 500 } as const;
    const give = { by: 'taras', isApproved: true, grantedMinor: 500 };
    expect(decideRefund(refund, give, -1)).toEqual({ refused: 'MORE_THAN_PAID' });
    expect(decideRefund(refund, { ...give, isApproved: false }, -1)).toBe('REJECTED');
    expect(decideRefund(refund, { ...give, grantedMinor: 499 }, -1)).toBe('APPROVED');
  });

  it('is given back in part where only a part was wrong, and never beyond what was asked for', () => {
    const refund = { state: 'REQUESTED', requestedBy: 'rider', amountMinor: 5100 } as const;
    const give = (grantedMinor: number): unknown =>
      decideRefund(refund, { by: 'olena', isApproved: true, grantedMinor }, 9000);
    expect([3400, 5100, 5101].map(give)).toEqual(['APPROVED', 'APPROVED', { refused: 'MORE_THAN_ASKED' }]);
  });

  it('is granted by another than who asked for it, once', () => {
    const refund = { state: 'REQUESTED', requestedBy: 'a', amountMinor: 500 } as const;
    const decide = (by: string, isApproved: boolean): unknown =>
      decideRefund(refund, { by, isApproved, grantedMinor: 500 });
    for (const by of ['a', ' A ']) expect(decide(by, true)).toEqual({ refused: 'SAME_PERSON' });
    expect(decide('b', true)).toBe('APPROVED');
    expect(decide('a', false)).toBe('REJECTED');
    const again = { by: 'b', isApproved: true, grantedMinor: 500 };
    expect(decideRefund({ ...refund, state: 'PAID' }, again)).toEqual({ refused: 'NOT_REQUESTED' });
  });
});
