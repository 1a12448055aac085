/**
 * Cash that a carrier took on board and hands in: it came to the bank account by a document of the bank's, and is booked and
 * taken back as payments of funding bodies are, by the same two people.
 */
import { BANK, cashAccount } from './ledger-account.js';
import { type LedgerTransaction, composeTransaction } from './ledger-transaction.js';
import {
  type BankReceipt,
  type FundingRefusal,
  type ReceiptFacts,
  judgeReceipt,
} from './move-funding-payment.js';

export type CashRefusal = FundingRefusal | 'ON_ITS_WAY';
export interface RefusedHandIn {
  readonly refused: CashRefusal;
}

export interface HandInWish extends BankReceipt {
  readonly operatorId: string;
}

export interface HandInFacts extends ReceiptFacts {
  /** What the carrier holds, minor units. */
  readonly cashMinor: number;
  /** Of it, what payouts that are on their way set off. */
  readonly openSetOffMinor: number;
}

/**
 * Whether a hand-in is to be booked, or is booked already. Cash that a payout on its way sets off cannot be handed in as well:
 * the carrier would have given it twice.
 */
export function judgeHandIn(wish: HandInWish, facts: HandInFacts): 'BOOK' | 'BOOKED' | RefusedHandIn {
  const verdict = judgeReceipt(wish, facts);
  const { cashMinor, openSetOffMinor } = facts;
  const isTwice = openSetOffMinor > 0 && cashMinor - wish.amountMinor < openSetOffMinor;
  return verdict === 'BOOK' && isTwice ? { refused: 'ON_ITS_WAY' } : verdict;
}

interface BookedHandIn {
  readonly handInId: string;
  readonly operatorId: string;
  readonly currency: string;
  readonly amountMinor: number;
}

/** It came to the bank account, and the carrier holds so much less. */
export function postHandIn(handIn: BookedHandIn): LedgerTransaction {
  return post(handIn, `cash-hand-in:${handIn.handInId}`, handIn.amountMinor);
}

/** As if it had not been booked. */
export function takeBackHandIn(handIn: BookedHandIn): LedgerTransaction {
  return post(handIn, `cash-hand-in:${handIn.handInId}:taken-back`, -handIn.amountMinor);
}

function post({ operatorId, currency }: BookedHandIn, key: string, amountMinor: number): LedgerTransaction {
  return composeTransaction({ key, kind: 'CASH_HAND_IN', currency }, [
    { account: BANK, amountMinor },
    { account: cashAccount(operatorId), amountMinor: -amountMinor },
  ]);
}
