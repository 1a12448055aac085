/**
 * What a funding body has paid, as a person of finance books it from the bank's statement: once for each document of the
 * bank, whoever books it and however often. A mistake is taken back by a second transaction, since nothing is ever unmade,
 * and by a second person: one alone could book and take back until nobody can tell what was paid.
 */
import { BANK, fundingAccount } from './ledger-account.js';
import { type LedgerTransaction, composeTransaction } from './ledger-transaction.js';
import { isSamePerson } from './same-person.js';

export type FundingRefusal = 'DIFFERS' | 'IN_FUTURE' | 'NOTHING_BOOKED' | 'OTHER_CURRENCY' | 'SAME_PERSON';
export interface RefusedFundingPayment {
  readonly refused: FundingRefusal;
}

/** Money that came to the bank account, as the bank's statement has it. */
export interface BankReceipt {
  readonly currency: string;
  readonly amountMinor: number;
  /** `YYYY-MM-DD`: the day on which the money was there. */
  readonly paidOn: string;
  /** The bank's document. */
  readonly reference: string;
}

export interface FundingPaymentWish extends BankReceipt {
  readonly fundingBodyId: string;
}

export interface ReceiptFacts {
  /** Of the same payer, document and year, and not taken back. */
  readonly booked: BankReceipt | undefined;
  /** Of the payer's account; undefined where nothing was booked there yet. */
  readonly currency: string | undefined;
  /** `YYYY-MM-DD`, where the ledger is kept. */
  readonly today: string;
}

/** Whether money is to be booked, or is booked already; what was paid too much stays to the payer's credit. */
export function judgeReceipt(
  wish: BankReceipt,
  { booked, currency, today }: ReceiptFacts,
): 'BOOK' | 'BOOKED' | RefusedFundingPayment {
  if (booked !== undefined) return isSame(wish, booked) ? 'BOOKED' : { refused: 'DIFFERS' };
  if (wish.paidOn > today) return { refused: 'IN_FUTURE' };
  // A balance has one currency: of two it would be the sum of unlike things. What was booked before decides which.
  if (currency === undefined) return { refused: 'NOTHING_BOOKED' };
  if (currency !== wish.currency) return { refused: 'OTHER_CURRENCY' };
  return 'BOOK';
}

/** Whether somebody may take such a booking back; what is taken back already stays as it is, whoever asks. */
export function judgeTakingBack(
  payment: { readonly bookedBy: string; readonly takenBackBy: string | null },
  by: string,
): 'TAKE_BACK' | 'TAKEN_BACK' | RefusedFundingPayment {
  if (payment.takenBackBy !== null) return 'TAKEN_BACK';
  return isSamePerson(by, payment.bookedBy) ? { refused: 'SAME_PERSON' } : 'TAKE_BACK';
}

function isSame(one: BankReceipt, other: BankReceipt): boolean {
  return (
    one.amountMinor === other.amountMinor && one.paidOn === other.paidOn && one.currency === other.currency
  );
}

interface BookedFundingPayment {
  readonly paymentId: string;
  readonly fundingBodyId: string;
  readonly currency: string;
  readonly amountMinor: number;
}

/** It came to the bank account, and the funding body owes so much less. */
export function postFundingPayment(payment: BookedFundingPayment): LedgerTransaction {
  return post(payment, `funding-payment:${payment.paymentId}`, payment.amountMinor);
}

/** As if it had not been booked. */
export function takeBackFundingPayment(payment: BookedFundingPayment): LedgerTransaction {
  return post(payment, `funding-payment:${payment.paymentId}:taken-back`, -payment.amountMinor);
}

function post(
  { fundingBodyId, currency }: BookedFundingPayment,
  key: string,
  amountMinor: number,
): LedgerTransaction {
  return composeTransaction({ key, kind: 'FUNDING_PAYMENT', currency }, [
    { account: BANK, amountMinor },
    { account: fundingAccount(fundingBodyId), amountMinor: -amountMinor },
  ]);
}
