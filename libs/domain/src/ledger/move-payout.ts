/**
 * What is paid out to a carrier. One person declares it, another approves it, the bank is told by a file, and what the bank
 * did is confirmed: nobody moves money alone, and the ledger has only what was moved.
 */
import { BANK, operatorAccount } from './ledger-account.js';
import { type LedgerTransaction, composeTransaction } from './ledger-transaction.js';
import { isSamePerson } from './same-person.js';

export const PAYOUT_STATES = ['DECLARED', 'APPROVED', 'REJECTED', 'PAID', 'FAILED'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

export const PAYOUT_REFUSALS = [
  'NO_ACCOUNT',
  'NOTHING_OWED',
  'MORE_THAN_OWED',
  'SAME_PERSON',
  'NOT_DECLARED',
  'NOT_EXPORTED',
] as const;
export type PayoutRefusal = (typeof PAYOUT_REFUSALS)[number];
export interface RefusedPayout {
  readonly refused: PayoutRefusal;
}

/** What a carrier is owed, minor units, and where it is paid to. */
export interface PayoutClaim {
  /** By the ledger; below nought where it was paid too much. */
  readonly owedMinor: number;
  /** Of payouts that are declared or approved. */
  readonly openMinor: number;
  /** Null where none is known. */
  readonly iban: string | null;
}

/**
 * The amount of a new payout, minor units: what is asked for, or all that is owed and not on its way yet.
 */
export function declarePayout(
  { owedMinor, openMinor, iban }: PayoutClaim,
  wishedMinor?: number,
): number | RefusedPayout {
  const freeMinor = owedMinor - openMinor;
  if (freeMinor <= 0) return { refused: 'NOTHING_OWED' };
  if (iban === null) return { refused: 'NO_ACCOUNT' };
  const amountMinor = wishedMinor ?? freeMinor;
  return amountMinor > freeMinor ? { refused: 'MORE_THAN_OWED' } : amountMinor;
}

/**
 * What a decision makes of a payout. Who declared it, or said to which account it goes, may withdraw it, and not approve
 * it: one person alone could send money to himself.
 */
export function decidePayout(
  payout: { readonly state: PayoutState; readonly declaredBy: string; readonly accountSetBy: string | null },
  by: string,
  isApproved: boolean,
): 'APPROVED' | 'REJECTED' | RefusedPayout {
  if (payout.state !== 'DECLARED') return { refused: 'NOT_DECLARED' };
  const { declaredBy, accountSetBy } = payout;
  const isOwn = isSamePerson(by, declaredBy) || isSamePerson(by, accountSetBy ?? '');
  if (isApproved && isOwn) return { refused: 'SAME_PERSON' };
  return isApproved ? 'APPROVED' : 'REJECTED';
}

/** What the bank did with a payout that it was told of. What failed is owed as before. */
export function confirmPayout(
  payout: { readonly state: PayoutState; readonly exportedAt: Date | null },
  isPaid: boolean,
): 'PAID' | 'FAILED' | RefusedPayout {
  if (payout.state !== 'APPROVED' || payout.exportedAt === null) return { refused: 'NOT_EXPORTED' };
  return isPaid ? 'PAID' : 'FAILED';
}

/** The carrier is owed so much less, and it left the bank account. */
export function postPayout(payout: {
  readonly payoutId: string;
  readonly operatorId: string;
  readonly currency: string;
  readonly amountMinor: number;
}): LedgerTransaction {
  const { payoutId, operatorId, currency, amountMinor } = payout;
  return composeTransaction({ key: `payout:${payoutId}`, kind: 'PAYOUT', currency }, [
    { account: operatorAccount(operatorId), amountMinor },
    { account: BANK, amountMinor: -amountMinor },
  ]);
}
