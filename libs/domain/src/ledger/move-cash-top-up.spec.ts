import { judgeCashTopUp, postCashTopUp, takeBackCashTopUp } from './move-cash-top-up.js';

const WISH = { accountId: 7, sellerId: 'kiosk-1', receipt: 'A-17', currency: 'UAH', amountMinor: 10_000 };
const FACTS = { booked: undefined, riderCurrency: undefined, sellerCurrency: undefined, isClosed: false };

describe('cash that a rider puts in', () => {
  it('is booked once for each receipt', () => {
    expect(judgeCashTopUp(WISH, FACTS)).toBe('BOOK');
    expect(judgeCashTopUp(WISH, { ...FACTS, booked: WISH })).toBe('BOOKED');
    for (const other of [{ amountMinor: 1 }, { accountId: 8 }, { currency: 'EUR' }]) {
      expect(judgeCashTopUp({ ...WISH, ...other }, { ...FACTS, booked: WISH })).toEqual({
        refused: 'DIFFERS',
      });
    }
  });

  it('is of the currency of the rider and of the seller, and goes to no account that is closed', () => {
    expect(judgeCashTopUp(WISH, { ...FACTS, riderCurrency: 'UAH', sellerCurrency: 'UAH' })).toBe('BOOK');
    for (const kept of [{ riderCurrency: 'EUR' }, { sellerCurrency: 'EUR' }]) {
      expect(judgeCashTopUp(WISH, { ...FACTS, ...kept })).toEqual({ refused: 'OTHER_CURRENCY' });
    }
    expect(judgeCashTopUp(WISH, { ...FACTS, isClosed: true })).toEqual({ refused: 'ACCOUNT_CLOSED' });
    // What was booked while it was open stays so, however often it is asked.
    expect(judgeCashTopUp(WISH, { ...FACTS, booked: WISH, isClosed: true })).toBe('BOOKED');
  });

  it('is owed by who took it, and taken back it is as before', () => {
    const topUp = { topUpId: '3', ...WISH };
    expect(postCashTopUp(topUp)).toEqual({
      ...{ key: 'cash-top-up:3', kind: 'TOP_UP', currency: 'UAH' },
      entries: [
        { account: 'cash:kiosk-1', amountMinor: 10_000 },
        { account: 'rider:7', amountMinor: -10_000 },
      ],
    });
    expect(takeBackCashTopUp(topUp)).toEqual({
      ...{ key: 'cash-top-up:3:taken-back', kind: 'TOP_UP', currency: 'UAH' },
      entries: [
        { account: 'cash:kiosk-1', amountMinor: -10_000 },
        { account: 'rider:7', amountMinor: 10_000 },
      ],
    });
  });
});
