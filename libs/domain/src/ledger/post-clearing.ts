/**
 * What clearing books: revenue becomes what is owed to carriers. A later run of the same period books the difference
 * to the one before. What has no carrier stays revenue.
 */
import { REVENUE, operatorAccount } from './ledger-account.js';
import { type LedgerEntry, type LedgerTransaction, composeTransaction } from './ledger-transaction.js';

export interface CarrierDue {
  /** '' where no carrier is known. */
  readonly operatorId: string;
  readonly amountMinor: number;
}

/** Dues of one currency. Without entries where nothing changes. */
export function postClearing(
  head: { readonly key: string; readonly currency: string },
  before: readonly CarrierDue[],
  after: readonly CarrierDue[],
): LedgerTransaction {
  const undone = before.map(({ operatorId, amountMinor }) => ({ operatorId, amountMinor: -amountMinor }));
  const entries = [...undone, ...after].flatMap(({ operatorId, amountMinor }): LedgerEntry[] =>
    operatorId === ''
      ? []
      : [
          { account: REVENUE, amountMinor },
          { account: operatorAccount(operatorId), amountMinor: -amountMinor },
        ],
  );
  return composeTransaction({ ...head, kind: 'CLEARING' }, entries);
}
