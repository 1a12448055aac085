/**
 * Cash that a rider puts in at a desk or a kiosk: whoever took it owes it, and hands it in as any cash. It is booked once
 * for each receipt of a seller's, since a till that heard no answer asks again, and a mistake is taken back by another person.
 */
import { cashAccount, riderAccount } from './ledger-account.js';
import { type LedgerTransaction, composeTransaction } from './ledger-transaction.js';
import { postTopUp } from './post-payment.js';

export type CashTopUpRefusal = 'ACCOUNT_CLOSED' | 'DIFFERS' | 'OTHER_CURRENCY' | 'SAME_PERSON';
export interface RefusedCashTopUp {
  readonly refused: CashTopUpRefusal;
}

export interface CashTopUpWish {
  readonly accountId: number;
  /** Who took the cash. */
  readonly sellerId: string;
  /** Of the seller's till: no two have the same. */
  readonly receipt: string;
  readonly currency: string;
  /** Above nought. */
  readonly amountMinor: number;
}

export interface CashTopUpFacts {
  /** Of the same seller and receipt, taken back or not. */
  readonly booked: CashTopUpWish | undefined;
  /** Of the rider's account and of the seller's cash; undefined where nothing was booked there yet. */
  readonly riderCurrency: string | undefined;
  readonly sellerCurrency: string | undefined;
  readonly isClosed: boolean;
}

/** Whether it is to be booked, or is booked already. */
export function judgeCashTopUp(
  wish: CashTopUpWish,
  { booked, riderCurrency, sellerCurrency, isClosed }: CashTopUpFacts,
): 'BOOK' | 'BOOKED' | RefusedCashTopUp {
  if (booked !== undefined) return isSame(wish, booked) ? 'BOOKED' : { refused: 'DIFFERS' };
  if (isClosed) return { refused: 'ACCOUNT_CLOSED' };
  // A balance has one currency: of two it would be the sum of unlike things.
  const isOther = [riderCurrency, sellerCurrency].some(
    (kept) => kept !== undefined && kept !== wish.currency,
  );
  return isOther ? { refused: 'OTHER_CURRENCY' } : 'BOOK';
}

function isSame(one: CashTopUpWish, other: CashTopUpWish): boolean {
  return (
    one.accountId === other.accountId &&
    one.amountMinor === other.amountMinor &&
    one.currency === other.currency
  );
}

interface BookedCashTopUp extends CashTopUpWish {
  readonly topUpId: string;
}

/** The seller holds so much more, and so does the rider's account. */
export function postCashTopUp({
  topUpId,
  accountId,
  sellerId,
  ...payment
}: BookedCashTopUp): LedgerTransaction {
  return postTopUp(
    { key: `cash-top-up:${topUpId}`, currency: payment.currency, amountMinor: payment.amountMinor },
    riderAccount(accountId),
    cashAccount(sellerId),
  );
}

/** As if it had not been booked; what was ridden off by then is owed. */
export function takeBackCashTopUp(topUp: BookedCashTopUp): LedgerTransaction {
  const { entries, ...head } = postCashTopUp(topUp);
  return composeTransaction(
    { ...head, key: `${head.key}:taken-back` },
    entries.map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor })),
  );
}
