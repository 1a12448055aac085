/** A balance has one currency, that of what was booked last. */
import type { LedgerAccount } from '@rukh/domain/ledger';
import type { Database, DatabaseClient } from '../money/in-transaction.js';

/** Undefined where nothing was booked on the account yet. */
export async function findLedgerCurrency(
  client: Database | DatabaseClient,
  account: LedgerAccount,
): Promise<string | undefined> {
  const { rows } = await client.query<{ currency: string }>(
    `SELECT head.currency FROM ticketing.ledger_entries AS entry
     JOIN ticketing.ledger_transactions AS head USING (transaction_id)
     WHERE entry.account = $1 ORDER BY entry.transaction_id DESC LIMIT 1`,
    [account],
  );
  return rows[0]?.currency;
}
