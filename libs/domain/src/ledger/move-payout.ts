/**
 * What is paid out to a carrier: its share of the revenue less the cash that it holds already, which is set off. One person declares it, another approves it, the bank is told by a file, and what the bank
 * did is confirmed: nobody moves money alone, and the ledger has only what was moved.
 */
import { BANK, cashAccount, operatorAccount } from './ledger-account.js';
import { type LedgerTransaction, composeTransaction } from './ledger-transaction.js';
import { isSamePerson } from './same-person.js';

export const PAYOUT_STATES = ['DECLARED', 'APPROVED', 'REJECTED', 'PAID', 'FAILED'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

export type PayoutRefusal =
  'NO_ACCOUNT' | 'NOTHING_OWED' | 'MORE_THAN_OWED' | 'SAME_PERSON' | 'NOT_DECLARED' | 'NOT_EXPORTED';
export interface RefusedPayout {
  readonly refused: PayoutRefusal;
}

/** What a carrier is owed and owes, minor units. */
export interface CarrierPosition {
  /** By the ledger; below nought where it was paid too much. */
  readonly owedMinor: number;
  /** Of it, what payouts that are declared or approved pay and set off. */
  readonly openMinor: number;
  /** Cash that it holds; below nought where it handed in more than it took. */
  readonly cashMinor: number;
  /** Of it, what those payouts set off. */
  readonly openSetOffMinor: number;
}

/** And where it is paid to. */
export interface PayoutClaim extends CarrierPosition {
  /** Null where none is known. */
  readonly iban: string | null;
}

/** What a payout moves, minor units. */
export interface PayoutAmounts {
  /** By the bank; nought where all of the share is set off. */
  readonly amountMinor: number;
  /** Of the cash that the carrier holds. */
  readonly setOffMinor: number;
}

/**
 * What can be paid out and set off now. Cash comes first: nobody is paid what he holds already. Where it is more than the
 * share the rest of it stays owed; what was handed in too much is not paid back, but stands against cash taken later.
 */
export function findPayable(position: CarrierPosition): PayoutAmounts {
  const freeMinor = Math.max(0, position.owedMinor - position.openMinor);
  const cashMinor = Math.max(0, position.cashMinor - position.openSetOffMinor);
  const setOffMinor = Math.min(freeMinor, cashMinor);
  return { amountMinor: freeMinor - setOffMinor, setOffMinor };
}

/** A new payout: what is asked for, or all that is owed and not on its way yet, less the cash that the carrier holds. */
export function declarePayout(claim: PayoutClaim, wishedMinor?: number): PayoutAmounts | RefusedPayout {
  const { amountMinor: mostMinor, setOffMinor } = findPayable(claim);
  if (mostMinor + setOffMinor === 0) return { refused: 'NOTHING_OWED' };
  if (mostMinor > 0 && claim.iban === null) return { refused: 'NO_ACCOUNT' };
  const amountMinor = wishedMinor ?? mostMinor;
  return amountMinor > mostMinor ? { refused: 'MORE_THAN_OWED' } : { amountMinor, setOffMinor };
}

/**
 * What a decision makes of a payout. Who declared it, or said to which account it goes, may withdraw it, and not approve
 * it: one person alone could send money to himself. Where the bank has nothing to pay it is done by the approval.
 */
export function decidePayout(
  payout: {
    readonly state: PayoutState;
    readonly amountMinor: number;
    readonly declaredBy: string;
    readonly accountSetBy: string | null;
  },
  by: string,
  isApproved: boolean,
): 'APPROVED' | 'PAID' | 'REJECTED' | RefusedPayout {
  if (payout.state !== 'DECLARED') return { refused: 'NOT_DECLARED' };
  const { declaredBy, accountSetBy } = payout;
  const isOwn = isSamePerson(by, declaredBy) || isSamePerson(by, accountSetBy ?? '');
  if (isApproved && isOwn) return { refused: 'SAME_PERSON' };
  if (!isApproved) return 'REJECTED';
  return payout.amountMinor === 0 ? 'PAID' : 'APPROVED';
}

/** What the bank did with a payout that it was told of. What failed is owed as before. */
export function confirmPayout(
  payout: { readonly state: PayoutState; readonly exportedAt: Date | null },
  isPaid: boolean,
): 'PAID' | 'FAILED' | RefusedPayout {
  if (payout.state !== 'APPROVED' || payout.exportedAt === null) return { refused: 'NOT_EXPORTED' };
  return isPaid ? 'PAID' : 'FAILED';
}

/**
 * The carrier is owed so much less: what left the bank account, and what it keeps of the cash that it took, which it owes
 * no more. Two transactions, of which one is not there where it is of nought.
 */
export function postPayout(
  payout: PayoutAmounts & {
    readonly payoutId: string;
    readonly operatorId: string;
    readonly currency: string;
  },
): LedgerTransaction[] {
  const { payoutId, operatorId, currency, amountMinor, setOffMinor } = payout;
  const key = `payout:${payoutId}`;
  const paid = composeTransaction({ key, kind: 'PAYOUT', currency }, [
    { account: operatorAccount(operatorId), amountMinor },
    { account: BANK, amountMinor: -amountMinor },
  ]);
  const setOff = composeTransaction({ key: `${key}:set-off`, kind: 'CASH_SET_OFF', currency }, [
    { account: operatorAccount(operatorId), amountMinor: setOffMinor },
    { account: cashAccount(operatorId), amountMinor: -setOffMinor },
  ]);
  return [paid, setOff].filter(({ entries }) => entries.length > 0);
}
