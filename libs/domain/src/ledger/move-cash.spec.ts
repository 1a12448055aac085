import fc from 'fast-check';
import { cashAccount, operatorAccount } from './ledger-account.js';
import { composeTransaction } from './ledger-transaction.js';
import { judgeHandIn, postHandIn, takeBackHandIn } from './move-cash.js';
import { declarePayout, postPayout } from './move-payout.js';
import { postCharge } from './post-charge.js';
import { postClearing } from './post-clearing.js';
import { Balances } from './replay-balances.js';

const UAH = { currency: 'UAH' };
const WISH = { operatorId: 'LAD', ...UAH, amountMinor: 5100, paidOn: '2026-11-30', reference: 'doc 17' };
const FACTS = {
  ...{ booked: undefined, currency: 'UAH', today: '2026-11-30' },
  ...{ cashMinor: 5000, openSetOffMinor: 0 },
};

describe('cash that a carrier hands in', () => {
  it('is booked once for each document of the bank, also where it is more than was taken', () => {
    expect(judgeHandIn(WISH, FACTS)).toBe('BOOK');
    expect(judgeHandIn(WISH, { ...FACTS, booked: WISH })).toBe('BOOKED');
    const differs = { ...FACTS, booked: { ...WISH, amountMinor: 5 } };
    expect(judgeHandIn(WISH, differs)).toEqual({ refused: 'DIFFERS' });
    expect(judgeHandIn(WISH, { ...FACTS, currency: undefined })).toEqual({ refused: 'NOTHING_BOOKED' });
  });

  it('is not what a payout on its way sets off', () => {
    const facts = { ...FACTS, openSetOffMinor: 2000 };
    expect(judgeHandIn({ ...WISH, amountMinor: 3000 }, facts)).toBe('BOOK');
    expect(judgeHandIn({ ...WISH, amountMinor: 3001 }, facts)).toEqual({ refused: 'ON_ITS_WAY' });
    expect(judgeHandIn(WISH, { ...facts, booked: WISH })).toBe('BOOKED');
  });

  it('came to the bank, and the carrier holds so much less; taken back it is as before', () => {
    const handIn = { handInId: '7', ...WISH };
    expect(postHandIn(handIn)).toEqual({
      ...{ key: 'cash-hand-in:7', kind: 'CASH_HAND_IN', currency: 'UAH' },
      entries: [
        { account: 'bank', amountMinor: 5100 },
        { account: 'cash:LAD', amountMinor: -5100 },
      ],
    });
    expect(takeBackHandIn(handIn)).toMatchObject({
      key: 'cash-hand-in:7:taken-back',
      entries: [{ amountMinor: -5100 }, { amountMinor: 5100 }],
    });
  });
});

const CARRIERS = ['LAD', 'LET', 'ATP'] as const;
const IBAN = 'UA213223130000026007233566001';

/** The books of a few days, and what was done by the way. */
class Days {
  readonly balances = new Balances();
  readonly paid = new Map<string, number>();
  readonly setOff = new Map<string, number>();
  readonly handedIn = new Map<string, number>();
  readonly taken = new Map<string, number>();
  readonly shares = new Map<string, number>();
  #revenueMinor = 0;
  #n = 0;

  ride({
    taker,
    carrier,
    amountMinor,
  }: {
    taker: string | null;
    carrier: string;
    amountMinor: number;
  }): void {
    const payer = taker === null ? 'rider:1' : cashAccount(taker);
    const charge = { payer, ...UAH, amountMinor, billedMinor: amountMinor, disposition: 'CHARGED' };
    this.balances.add(postCharge(`charge:${++this.#n}`, undefined, charge));
    if (taker !== null) add(this.taken, taker, amountMinor);
    this.#revenueMinor += amountMinor;
    this.balances.add(
      postClearing({ key: `clearing:${this.#n}`, ...UAH }, [], [{ operatorId: carrier, amountMinor }]),
    );
    add(this.shares, carrier, amountMinor);
  }

  pay(operatorId: string, wishedMinor?: number): void {
    const [owedMinor, cashMinor] = [this.owed(operatorId), this.held(operatorId)];
    const position = { owedMinor, openMinor: 0, cashMinor, openSetOffMinor: 0, iban: IBAN };
    const amounts = declarePayout(position, wishedMinor);
    if ('refused' in amounts) return;
    for (const each of postPayout({ payoutId: String(++this.#n), operatorId, ...UAH, ...amounts })) {
      this.balances.add(composeTransaction(each, each.entries));
    }
    add(this.paid, operatorId, amounts.amountMinor);
    add(this.setOff, operatorId, amounts.setOffMinor);
    // Nobody is paid what he holds, and nobody's cash is set off against more than his share.
    if (amounts.amountMinor > 0) expect(this.held(operatorId)).toBeLessThanOrEqual(0);
    expect(this.owed(operatorId)).toBeGreaterThanOrEqual(0);
  }

  handIn(operatorId: string, amountMinor: number, isMistake: boolean): void {
    const handIn = { handInId: String(++this.#n), operatorId, ...UAH, amountMinor };
    this.balances.add(postHandIn(handIn));
    if (isMistake) this.balances.add(takeBackHandIn(handIn));
    else add(this.handedIn, operatorId, amountMinor);
  }

  owed = (operatorId: string): number => 0 - this.balances.of(operatorAccount(operatorId));
  held = (operatorId: string): number => this.balances.of(cashAccount(operatorId));

  /** All money is accounted for. */
  check(): void {
    let total = 0;
    for (const carrier of CARRIERS) {
      const of = (map: Map<string, number>): number => map.get(carrier) ?? 0;
      expect(of(this.paid) + of(this.setOff) + this.owed(carrier)).toBe(of(this.shares));
      expect(of(this.setOff) + of(this.handedIn) + this.held(carrier)).toBe(of(this.taken));
      total += of(this.paid) + of(this.setOff) + this.owed(carrier);
    }
    expect(total).toBe(this.#revenueMinor);
    expect(this.balances.of('bank')).toBe(sum(this.handedIn) - sum(this.paid));
    expect(this.balances.of('revenue')).toBe(0);
    expect(this.balances.sum()).toBe(0);
  }
}

function add(map: Map<string, number>, name: string, minor: number): void {
  map.set(name, (map.get(name) ?? 0) + minor);
}

function sum(map: Map<string, number>): number {
  return [...map.values()].reduce((total, minor) => total + minor, 0);
}

const carrier = fc.constantFrom(...CARRIERS);
const minor = fc.integer({ min: 1, max: 100_000 });
const step = fc.oneof(
  fc.record({ ride: fc.record({ taker: fc.option(carrier), carrier, amountMinor: minor }) }),
  fc.record({ pay: carrier, wishedMinor: fc.option(minor, { nil: undefined }) }),
  fc.record({ handIn: carrier, amountMinor: minor, isMistake: fc.boolean() }),
);

describe('the money of carriers', () => {
  it('2.2: what is paid, set off and still owed is the revenue; what is set off, handed in and still held the cash', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const days = new Days();
        for (const each of steps) {
          if ('ride' in each) days.ride(each.ride);
          else if ('pay' in each) days.pay(each.pay, each.wishedMinor);
          else days.handIn(each.handIn, each.amountMinor, each.isMistake);
          days.check();
        }
      }),
    );
  });
});
