import {
  judgeReceipt,
  judgeTakingBack,
  postFundingPayment,
  takeBackFundingPayment,
} from './move-funding-payment.js';

const WISH = {
  ...{ fundingBodyId: 'LVIV', currency: 'UAH', amountMinor: 5100 },
  ...{ paidOn: '2026-11-30', reference: 'doc 17' },
};
const NOTHING = { booked: undefined, currency: 'UAH', today: '2026-11-30' };

describe('a payment of a funding body', () => {
  it('is booked once, and another under the same document is refused', () => {
    expect(judgeReceipt(WISH, NOTHING)).toBe('BOOK');
    expect(judgeReceipt(WISH, { ...NOTHING, booked: { ...WISH } })).toBe('BOOKED');
    for (const other of [{ amountMinor: 5101 }, { paidOn: '2026-11-29' }, { currency: 'EUR' }]) {
      const facts = { ...NOTHING, booked: { ...WISH, ...other } };
      expect(judgeReceipt(WISH, facts)).toEqual({ refused: 'DIFFERS' });
    }
  });

  it('is of a day that has come, in the currency of the account', () => {
    const tomorrow = { ...WISH, paidOn: '2026-12-01' };
    expect(judgeReceipt(tomorrow, NOTHING)).toEqual({ refused: 'IN_FUTURE' });
    const foreign = judgeReceipt({ ...WISH, currency: 'EUR' }, NOTHING);
    expect(foreign).toEqual({ refused: 'OTHER_CURRENCY' });
    const first = judgeReceipt(WISH, { ...NOTHING, currency: undefined });
    expect(first).toEqual({ refused: 'NOTHING_BOOKED' });
  });

  it('is taken back by another person than booked it, once', () => {
    const payment = { bookedBy: 'Олена Коваль (@olena)', takenBackBy: null };
    for (const by of ['Олена Коваль (@olena)', 'olena', ' олена коваль ']) {
      expect(judgeTakingBack(payment, by)).toEqual({ refused: 'SAME_PERSON' });
    }
    expect(judgeTakingBack(payment, 'Тарас (@taras)')).toBe('TAKE_BACK');
    expect(judgeTakingBack({ ...payment, takenBackBy: 'Тарас (@taras)' }, 'olena')).toBe('TAKEN_BACK');
  });

  it('makes the body owe less by what came to the bank, and as much as before where it is taken back', () => {
    const payment = { paymentId: '7', ...WISH };
    expect(postFundingPayment(payment)).toEqual({
      ...{ key: 'funding-payment:7', kind: 'FUNDING_PAYMENT', currency: 'UAH' },
      entries: [
        { account: 'bank', amountMinor: 5100 },
        { account: 'funding:LVIV', amountMinor: -5100 },
      ],
    });
    expect(takeBackFundingPayment(payment)).toMatchObject({
      key: 'funding-payment:7:taken-back',
      entries: [{ amountMinor: -5100 }, { amountMinor: 5100 }],
    });
  });
});
