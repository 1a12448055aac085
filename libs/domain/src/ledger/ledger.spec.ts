import fc from 'fast-check';
import {
  type BookedCharge,
  type BookedTransaction,
  DayChain,
  FIRST_HASH,
  type HashLink,
  type LedgerDay,
  Balances,
  composeTransaction,
  postCharge,
  postClearing,
  postCredit,
  postDebit,
  postRefund,
  postRiskLoss,
  postSale,
  postTopUp,
  postWriteOff,
  replayBalances,
  riderAccount,
} from './index.js';

const UAH = { currency: 'UAH' };
/** No hash to trust, but one that every byte and every place changes: the real one is the services'. */
const mix: HashLink = (previous, text) => {
  const hash = new Uint8Array(32);
  [...previous, ...Array.from(text, (letter) => letter.charCodeAt(0))].forEach((byte, i) => {
    const at = i % 32;
    hash[at] = (hash[at]! * 31 + byte * (i + 7) + hash[(at + 31) % 32]! * 17 + 1) % 256;
  });
  return hash;
};

const charge = fc
  .record({
    payer: fc.constantFrom('rider:1', 'rider:2', 'cash:lad'),
    amountMinor: fc.integer({ min: 0, max: 1_000_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    disposition: fc.constantFrom('CHARGED', 'LOST_MEDIUM'),
    fundedMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
  })
  .map(({ payer, amountMinor, share, disposition, fundedMinor }): BookedCharge => ({
    ...{ payer, amountMinor, billedMinor: Math.floor(amountMinor * share), disposition, ...UAH },
    ...(fundedMinor !== undefined && { funded: { fundingBodyId: 'city', amountMinor: fundedMinor } }),
  }));

describe('the ledger', () => {
  it('2.2: every transaction sums to zero, whatever it is of', () => {
    const payment = { key: 'k', amountMinor: 1234, ...UAH };
    const rider = riderAccount(7);
    const all = [
      postTopUp(payment, rider),
      postSale(payment, rider),
      postDebit(payment, rider),
      postCredit(payment, rider),
      postRefund(payment, rider),
      postRiskLoss(payment, rider),
      postWriteOff(payment, rider),
      postClearing(
        { key: 'k', ...UAH },
        [],
        [
          { operatorId: 'lad', amountMinor: 700 },
          { operatorId: 'let', amountMinor: 534 },
        ],
      ),
    ];
    for (const { entries } of all) {
      expect(entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
    }
    expect(replayBalances(all).sum()).toBe(0);
  });

  it('refuses what does not balance, what is no exact amount and what names no account', () => {
    const entry = { account: 'gateway', amountMinor: 1 };
    const head = { key: 'k', kind: 'PAYOUT' as const, ...UAH };
    expect(() => composeTransaction(head, [entry])).toThrow('does not balance');
    expect(() => composeTransaction(head, [{ ...entry, amountMinor: 0.5 }])).toThrow('no exact amount');
    expect(() => composeTransaction(head, [{ ...entry, amountMinor: 2 ** 53 }])).toThrow('no exact amount');
    expect(() => riderAccount('1; DROP')).toThrow('names no rider');
    expect(() => postTopUp({ key: 'k', amountMinor: -1, ...UAH }, 'rider:1')).toThrow('moves -1');
  });

  it('books the differences of revisions, so that balances are those of the last one', () => {
    fc.assert(
      fc.property(fc.array(charge, { minLength: 1, maxLength: 12 }), (revisions) => {
        const stepwise = new Balances();
        revisions.forEach((after, i) => stepwise.add(postCharge(`c:${i}`, revisions[i - 1], after)));
        const once = replayBalances([postCharge('c', undefined, revisions.at(-1)!)]);
        for (const account of stepwise.list().keys()) expect(stepwise.of(account)).toBe(once.of(account));
        expect(stepwise.sum()).toBe(0);
      }),
    );
  });

  it('books what nobody is asked for at risk where the medium was lost, and as too late otherwise; revenue is whole', () => {
    const ride = { payer: 'rider:1', amountMinor: 1700, billedMinor: 0, ...UAH };
    const late = postCharge('c:1', undefined, { ...ride, disposition: 'CHARGED' });
    expect(late.entries).toEqual([
      { account: 'revenue', amountMinor: -1700 },
      { account: 'write-off:late', amountMinor: 1700 },
    ]);
    const asked = { ...ride, billedMinor: 1700, disposition: 'CHARGED' };
    const lost = postCharge('c:2', asked, { ...ride, disposition: 'LOST_MEDIUM' });
    expect(lost.entries).toEqual([
      { account: 'rider:1', amountMinor: -1700 },
      { account: 'risk', amountMinor: 1700 },
    ]);
  });

  it('2.2: a replay gives the same balances in whatever order transactions are added', () => {
    fc.assert(
      fc.property(fc.array(charge, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (charges, keys) => {
        const transactions = charges.map((one, i) => postCharge(`c:${i}`, undefined, one));
        const shuffled = transactions
          .map((transaction) => ({ transaction, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ transaction }) => transaction);
        const sorted = (balances: Balances): unknown => [...balances.list()].sort();
        expect(sorted(replayBalances(shuffled))).toEqual(sorted(replayBalances(transactions)));
      }),
    );
  });
});

describe('the seal of a day', () => {
  const booked = (n: number): BookedTransaction => ({
    ...postTopUp({ key: `t:${n}`, amountMinor: 100 + n, ...UAH }, 'rider:1'),
    number: String(n),
    postedAtMs: 1_000 * n,
  });
  const seal = (
    date: string,
    previous: Uint8Array,
    transactions: readonly BookedTransaction[],
  ): LedgerDay => {
    const chain = new DayChain(date, previous, mix);
    for (const transaction of transactions) chain.add(transaction);
    return chain.finish();
  };
  const five = [1, 2, 3, 4, 5].map(booked);
  const whole = seal('2026-11-28', FIRST_HASH, five);

  it('counts what it is of, and is the same for the same', () => {
    expect(whole).toMatchObject({ transactions: 5, entries: 10, debitMinor: 515 });
    expect(seal('2026-11-28', FIRST_HASH, five).hash).toEqual(whole.hash);
  });

  it.each<[string, readonly BookedTransaction[]]>([
    ['a transaction less', five.slice(1)],
    ['one more', [...five, booked(6)]],
    ['another order', [five[1]!, five[0]!, ...five.slice(2)]],
    ['another amount', [{ ...five[0]!, entries: booked(9).entries }, ...five.slice(1)]],
    [
      'another account',
      [
        { ...five[0]!, entries: five[0]!.entries.map((e) => ({ ...e, account: `${e.account}1` })) },
        ...five.slice(1),
      ],
    ],
    ['another time', [{ ...five[0]!, postedAtMs: 1 }, ...five.slice(1)]],
    ['another event', [{ ...five[0]!, key: 'x' }, ...five.slice(1)]],
  ])('is another with %s', (_, transactions) => {
    expect(seal('2026-11-28', FIRST_HASH, transactions).hash).not.toEqual(whole.hash);
  });

  it('is another after another day before, and for another date', () => {
    expect(seal('2026-11-28', whole.hash, five).hash).not.toEqual(whole.hash);
    expect(seal('2026-11-29', FIRST_HASH, five).hash).not.toEqual(whole.hash);
  });
});
