import { confirmPayout, decidePayout, declarePayout, postPayout } from './move-payout.js';

const IBAN = 'UA213223130000026007233566001';

describe('a payout to a carrier', () => {
  it('is of what is owed and not on its way yet, or of less', () => {
    const claim = { owedMinor: 1000, openMinor: 300, cashMinor: 0, openSetOffMinor: 0, iban: IBAN };
    expect(declarePayout(claim)).toEqual({ amountMinor: 700, setOffMinor: 0 });
    expect(declarePayout(claim, 500)).toEqual({ amountMinor: 500, setOffMinor: 0 });
    expect(declarePayout(claim, 701)).toEqual({ refused: 'MORE_THAN_OWED' });
    expect(declarePayout({ ...claim, openMinor: 1000 })).toEqual({ refused: 'NOTHING_OWED' });
    expect(declarePayout({ ...claim, iban: null })).toEqual({ refused: 'NO_ACCOUNT' });
    expect(declarePayout({ ...claim, owedMinor: -5, openMinor: 0 })).toEqual({ refused: 'NOTHING_OWED' });
  });

  it('is less by the cash that the carrier holds, which comes first, and is of nothing but cash where that is more', () => {
    const claim = { owedMinor: 1000, openMinor: 300, cashMinor: 250, openSetOffMinor: 50, iban: IBAN };
    expect(declarePayout(claim)).toEqual({ amountMinor: 500, setOffMinor: 200 });
    expect(declarePayout(claim, 100)).toEqual({ amountMinor: 100, setOffMinor: 200 });
    expect(declarePayout(claim, 501)).toEqual({ refused: 'MORE_THAN_OWED' });
    // No account is asked for where nothing goes there.
    const rich = { ...claim, cashMinor: 9000, iban: null };
    expect(declarePayout(rich)).toEqual({ amountMinor: 0, setOffMinor: 700 });
    expect(declarePayout(rich, 1)).toEqual({ refused: 'MORE_THAN_OWED' });
    expect(declarePayout({ ...rich, owedMinor: 300 })).toEqual({ refused: 'NOTHING_OWED' });
    // What was handed in too much is not paid back.
    expect(declarePayout({ ...claim, cashMinor: -40, openSetOffMinor: 0 })).toEqual({
      amountMinor: 700,
      setOffMinor: 0,
    });
  });

  it('is approved by another person than declared it or named its account, and withdrawn by anybody, once', () => {
    const payout = { state: 'DECLARED', amountMinor: 7, declaredBy: 'Olena', accountSetBy: 'Ivan' } as const;
    expect(decidePayout(payout, 'Taras', true)).toBe('APPROVED');
    expect(decidePayout(payout, ' olena', true)).toEqual({ refused: 'SAME_PERSON' });
    expect(decidePayout(payout, 'ivan', true)).toEqual({ refused: 'SAME_PERSON' });
    expect(decidePayout(payout, 'Olena', false)).toBe('REJECTED');
    expect(decidePayout({ ...payout, state: 'APPROVED' }, 'Taras', false)).toEqual({
      refused: 'NOT_DECLARED',
    });
  });

  it('is done by the approval of a second person where the bank has nothing to pay', () => {
    const payout = { state: 'DECLARED', amountMinor: 0, declaredBy: 'Olena', accountSetBy: null } as const;
    expect(decidePayout(payout, 'Olena', true)).toEqual({ refused: 'SAME_PERSON' });
    expect(decidePayout(payout, 'Taras', true)).toBe('PAID');
    expect(decidePayout(payout, 'Taras', false)).toBe('REJECTED');
  });

  it('is confirmed only once the bank was told of it', () => {
    const exportedAt = new Date(0);
    expect(confirmPayout({ state: 'APPROVED', exportedAt }, true)).toBe('PAID');
    expect(confirmPayout({ state: 'APPROVED', exportedAt }, false)).toBe('FAILED');
    expect(confirmPayout({ state: 'APPROVED', exportedAt: null }, true)).toEqual({ refused: 'NOT_EXPORTED' });
    expect(confirmPayout({ state: 'PAID', exportedAt }, true)).toEqual({ refused: 'NOT_EXPORTED' });
  });

  it('makes the carrier be owed less by what left the bank, and by the cash that it keeps', () => {
    const payout = { payoutId: '7', operatorId: 'LET', currency: 'UAH', amountMinor: 700, setOffMinor: 0 };
    const paid = {
      ...{ key: 'payout:7', kind: 'PAYOUT', currency: 'UAH' },
      entries: [
        { account: 'bank', amountMinor: -700 },
        { account: 'operator:LET', amountMinor: 700 },
      ],
    };
    const setOff = {
      ...{ key: 'payout:7:set-off', kind: 'CASH_SET_OFF', currency: 'UAH' },
      entries: [
        { account: 'cash:LET', amountMinor: -300 },
        { account: 'operator:LET', amountMinor: 300 },
      ],
    };
    expect(postPayout(payout)).toEqual([paid]);
    expect(postPayout({ ...payout, setOffMinor: 300 })).toEqual([paid, setOff]);
    expect(postPayout({ ...payout, amountMinor: 0, setOffMinor: 300 })).toEqual([setOff]);
  });
});
