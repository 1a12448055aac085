import { confirmPayout, decidePayout, declarePayout, postPayout } from './move-payout.js';

const IBAN = 'UA213223130000026007233566001';

describe('a payout to a carrier', () => {
  it('is of what is owed and not on its way yet, or of less', () => {
    expect(declarePayout({ owedMinor: 1000, openMinor: 300, iban: IBAN })).toBe(700);
    expect(declarePayout({ owedMinor: 1000, openMinor: 300, iban: IBAN }, 500)).toBe(500);
    expect(declarePayout({ owedMinor: 1000, openMinor: 300, iban: IBAN }, 701)).toEqual({
      refused: 'MORE_THAN_OWED',
    });
    expect(declarePayout({ owedMinor: 1000, openMinor: 1000, iban: IBAN })).toEqual({
      refused: 'NOTHING_OWED',
    });
    expect(declarePayout({ owedMinor: 1000, openMinor: 0, iban: null })).toEqual({ refused: 'NO_ACCOUNT' });
    expect(declarePayout({ owedMinor: -5, openMinor: 0, iban: IBAN })).toEqual({ refused: 'NOTHING_OWED' });
  });

  it('is approved by another person than declared it or named its account, and withdrawn by anybody, once', () => {
    const payout = { state: 'DECLARED', declaredBy: 'Olena', accountSetBy: 'Ivan' } as const;
    expect(decidePayout(payout, 'Taras', true)).toBe('APPROVED');
    expect(decidePayout(payout, ' olena', true)).toEqual({ refused: 'SAME_PERSON' });
    expect(decidePayout(payout, 'ivan', true)).toEqual({ refused: 'SAME_PERSON' });
    expect(decidePayout(payout, 'Olena', false)).toBe('REJECTED');
    expect(decidePayout({ ...payout, state: 'APPROVED' }, 'Taras', false)).toEqual({
      refused: 'NOT_DECLARED',
    });
  });

  it('is confirmed only once the bank was told of it', () => {
    const exportedAt = new Date(0);
    expect(confirmPayout({ state: 'APPROVED', exportedAt }, true)).toBe('PAID');
    expect(confirmPayout({ state: 'APPROVED', exportedAt }, false)).toBe('FAILED');
    expect(confirmPayout({ state: 'APPROVED', exportedAt: null }, true)).toEqual({ refused: 'NOT_EXPORTED' });
    expect(confirmPayout({ state: 'PAID', exportedAt }, true)).toEqual({ refused: 'NOT_EXPORTED' });
  });

  it('makes the carrier be owed less by what left the bank', () => {
    const payout = { payoutId: '7', operatorId: 'LET', currency: 'UAH', amountMinor: 700 };
    expect(postPayout(payout)).toEqual({
      ...{ key: 'payout:7', kind: 'PAYOUT', currency: 'UAH' },
      entries: [
        { account: 'bank', amountMinor: -700 },
        { account: 'operator:LET', amountMinor: 700 },
      ],
    });
  });
});
