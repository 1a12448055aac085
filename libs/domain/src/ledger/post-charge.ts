/**
 * What a charge books, and what a revision of it does: the difference to what is booked already. So the ledger holds
 * each step as it was taken, and its balances are those of the last revision.
 */
import type { Disposition } from '../fares/index.js';
import { type LedgerAccount, REVENUE, RISK, WRITE_OFF_LATE, fundingAccount } from './ledger-account.js';
import { type LedgerEntry, type LedgerTransaction, composeTransaction } from './ledger-transaction.js';

/** A charge as far as the ledger knows it. */
export interface BookedCharge {
  /** `rider:{id}`, or `cash:{operator}` where the money was taken on board. */
  readonly payer: LedgerAccount;
  readonly currency: string;
  /** By the tariff. */
  readonly amountMinor: number;
  /** Of it, what the payer is asked for; the rest came too late to be asked for, or is a loss of the scheme. */
  readonly billedMinor: number;
  readonly disposition: string;
  readonly funded?: { readonly fundingBodyId: string; readonly amountMinor: number };
}

/** Whether the scheme bears a ride, since its medium was reported lost before: nobody is asked for it. */
export function isRiskLoss(disposition: string): boolean {
  return disposition === ('LOST_MEDIUM' satisfies Disposition);
}

/** Entries of a charge by itself. */
function chargeEntries(charge: BookedCharge | undefined): LedgerEntry[] {
  if (!charge) return [];
  const { payer, amountMinor, billedMinor, disposition, funded } = charge;
  const fundedMinor = funded?.amountMinor ?? 0;
  return [
    { account: payer, amountMinor: billedMinor },
    { account: isRiskLoss(disposition) ? RISK : WRITE_OFF_LATE, amountMinor: amountMinor - billedMinor },
    ...(funded ? [{ account: fundingAccount(funded.fundingBodyId), amountMinor: fundedMinor }] : []),
    { account: REVENUE, amountMinor: -(amountMinor + fundedMinor) },
  ];
}

/** The transaction that leads from one revision to the next; without entries where no amount changed. */
export function postCharge(
  key: string,
  before: BookedCharge | undefined,
  after: BookedCharge,
): LedgerTransaction {
  if (before && before.currency !== after.currency) {
    throw new RangeError(`${key} changes its currency from ${before.currency} to ${after.currency}`);
  }
  const undone = chargeEntries(before).map(({ account, amountMinor }) => ({
    account,
    amountMinor: -amountMinor,
  }));
  return composeTransaction({ key, kind: 'CHARGE', currency: after.currency }, [
    ...undone,
    ...chargeEntries(after),
  ]);
}
