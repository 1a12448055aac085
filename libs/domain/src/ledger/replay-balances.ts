import type { LedgerAccount } from './ledger-account.js';
import type { LedgerTransaction } from './ledger-transaction.js';
import { sumMinor } from './minor-units.js';

/** Balances of accounts, by nothing but the transactions from the first. Accounts of nought are in it too. */
export class Balances {
  readonly #byAccount = new Map<LedgerAccount, number>();

  add({ entries }: Pick<LedgerTransaction, 'entries'>): void {
    for (const { account, amountMinor } of entries) {
      this.#byAccount.set(account, sumMinor([this.of(account), amountMinor]));
    }
  }

  of(account: LedgerAccount): number {
    return this.#byAccount.get(account) ?? 0;
  }

  /** Of all accounts: nought, or something is wrong. */
  sum(): number {
    return sumMinor(this.#byAccount.values());
  }

  list(): ReadonlyMap<LedgerAccount, number> {
    return this.#byAccount;
  }
}

export function replayBalances(transactions: Iterable<Pick<LedgerTransaction, 'entries'>>): Balances {
  const balances = new Balances();
  for (const transaction of transactions) balances.add(transaction);
  return balances;
}
