/** Reads what was booked, in the order of its numbers, a few thousand at a time. */
import { type BookedTransaction, type TransactionKind, checkMinor } from '@rukh/domain/ledger';
import type pg from 'pg';

interface Row {
  transaction_id: string;
  idempotency_key: string;
  kind: TransactionKind;
  currency: string;
  posted: number;
  ledger_date: string;
  accounts: string[] | null;
  amounts: string[] | null;
}

export interface ReadTransaction extends BookedTransaction {
  readonly ledgerDate: string;
}

const PAGE = 5_000;

const SELECT = `SELECT head.transaction_id, head.idempotency_key, head.kind, head.currency,
    (extract(epoch FROM head.posted_at) * 1000)::float8 AS posted, head.ledger_date::text AS ledger_date,
    entry.accounts, entry.amounts
  FROM (SELECT * FROM ticketing.ledger_transactions WHERE CONDITION ORDER BY ORDER_BY LIMIT ${PAGE}) AS head
  LEFT JOIN LATERAL (
    SELECT array_agg(account ORDER BY line) AS accounts, array_agg(amount_minor::text ORDER BY line) AS amounts
    FROM ticketing.ledger_entries AS entry WHERE entry.transaction_id = head.transaction_id
  ) AS entry ON true`;

const OF_DAY = compose('ledger_date = $1 AND transaction_id > $2', 'transaction_id');
const ALL = compose('transaction_id > $1', 'transaction_id');

function compose(condition: string, orderBy: string): string {
  const text = SELECT.replace('CONDITION', condition).replace('ORDER_BY', orderBy);
  return `${text} ORDER BY head.transaction_id`;
}

type Querying = Pick<pg.Pool, 'query'>;

/** The transactions of a booking day. */
export async function readDay(
  database: Querying,
  ledgerDate: string,
  take: (transaction: ReadTransaction) => void,
): Promise<void> {
  await readPages(database, (after) => ({ text: OF_DAY, values: [ledgerDate, after] }), take);
}

/** Every transaction from the first. */
export async function readAll(
  database: Querying,
  take: (transaction: ReadTransaction) => void,
): Promise<void> {
  await readPages(database, (after) => ({ text: ALL, values: [after] }), take);
}

async function readPages(
  database: Querying,
  page: (after: string) => { text: string; values: string[] },
  take: (transaction: ReadTransaction) => void,
): Promise<void> {
  for (let after = '0'; ;) {
    const { text, values } = page(after);
    const { rows } = await database.query<Row>(text, values);
    for (const row of rows) take(toTransaction(row));
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.transaction_id;
  }
}

function toTransaction(row: Row): ReadTransaction {
  const accounts = row.accounts ?? [];
  return {
    number: row.transaction_id,
    key: row.idempotency_key,
    kind: row.kind,
    currency: row.currency,
    postedAtMs: row.posted,
    ledgerDate: row.ledger_date,
    entries: accounts.map((account, i) => ({ account, amountMinor: checkMinor(Number(row.amounts![i])) })),
  };
}
