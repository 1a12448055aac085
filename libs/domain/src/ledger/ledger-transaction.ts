import type { LedgerAccount } from './ledger-account.js';
import { checkMinor, sumMinor } from './minor-units.js';

/** What moves money. Each kind is a line of the day's report. */
export const TRANSACTION_KINDS = [
  'CHARGE',
  'TOP_UP',
  'SALE',
  'SETTLEMENT_DEBIT',
  'SETTLEMENT_CREDIT',
  'CHARGEBACK',
  'CHARGEBACK_RETURNED',
  'REFUND',
  'RISK_LOSS',
  'WRITE_OFF',
  'CLEARING',
  'PAYOUT',
  'FUNDING_PAYMENT',
  'CASH_SET_OFF',
  'CASH_HAND_IN',
  'FINE',
  'FINE_PAYMENT',
  'FINE_REFUND',
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** One side of a transaction: debit above nought, credit below. */
export interface LedgerEntry {
  readonly account: LedgerAccount;
  readonly amountMinor: number;
}

/** Entries that stand or fall together; they sum to zero. */
export interface LedgerTransaction {
  /** Names what happened: the same key again is the same event, and is booked once. */
  readonly key: string;
  readonly kind: TransactionKind;
  readonly currency: string;
  readonly entries: readonly LedgerEntry[];
}

/**
 * Makes a transaction of entries: those of one account become one, those of nought are left out, and they come in the
 * order of accounts, so that the same event always has the same bytes.
 * @throws RangeError where they do not sum to zero
 */
export function composeTransaction(
  head: Omit<LedgerTransaction, 'entries'>,
  entries: readonly LedgerEntry[],
): LedgerTransaction {
  const byAccount = new Map<LedgerAccount, number>();
  for (const { account, amountMinor } of entries) {
    byAccount.set(account, sumMinor([byAccount.get(account) ?? 0, amountMinor]));
  }
  const merged = [...byAccount]
    .filter(([, amountMinor]) => checkMinor(amountMinor) !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, amountMinor]) => ({ account, amountMinor }));
  const sum = sumMinor(merged.map(({ amountMinor }) => amountMinor));
  if (sum !== 0) throw new RangeError(`${head.kind} ${head.key} does not balance: ${sum} over`);
  return { ...head, entries: merged };
}
