/**
 * Whether a sealed day is still what was sealed: its transactions are read again, hashed again, and held against the kept
 * seal and that of the day before. All of the ledger is held against its seals by `verifyLedger`.
 */
import { DayChain, type DayContent, FIRST_HASH, type HashLink, findDifference } from '@rukh/domain/ledger';
import type pg from 'pg';
import { readDay } from './read-ledger.js';

/** What a day came to, its hash hexadecimal. */
interface ShownContent extends Omit<DayContent, 'hash'> {
  readonly hash: string;
}

export interface SealCheck {
  readonly date: string;
  /** Its content is what was sealed, and it follows the day before. */
  readonly holds: boolean;
  readonly isAsSealed: boolean;
  /** Whether it begins with the seal that the day before has now. */
  readonly followsDayBefore: boolean;
  readonly previousHash: string;
  readonly sealed: ShownContent;
  readonly found: ShownContent;
}

interface Row {
  readonly previous: Buffer;
  readonly before: Buffer | null;
  readonly hash: Buffer;
  readonly transactions: number;
  readonly entries: number;
  readonly debit: number;
}

const SEAL = `SELECT previous_hash AS previous, hash, transactions::float8 AS transactions, entries::float8 AS entries,
    debit_minor::float8 AS debit,
    (SELECT hash FROM ticketing.ledger_days WHERE ledger_date = day.ledger_date - 1) AS before
  FROM ticketing.ledger_days AS day WHERE ledger_date = $1`;

/** @returns undefined where the day is not sealed */
export async function checkSeal(
  pool: pg.Pool,
  date: string,
  hashLink: HashLink,
): Promise<SealCheck | undefined> {
  const { rows } = await pool.query<Row>(SEAL, [date]);
  const [row] = rows;
  if (!row) return undefined;
  const chain = new DayChain(date, row.previous, hashLink);
  // A sealed day takes nothing more, so that no snapshot is needed.
  await readDay(pool, date, (transaction) => chain.add(transaction));
  const found = chain.finish();
  const sealed = { ...row, debitMinor: row.debit };
  const isAsSealed = findDifference(sealed, found) === undefined;
  const followsDayBefore = row.previous.equals(row.before ?? FIRST_HASH);
  return {
    date,
    holds: followsDayBefore && isAsSealed,
    isAsSealed,
    followsDayBefore,
    previousHash: row.previous.toString('hex'),
    sealed: show(sealed),
    found: show(found),
  };
}

function show({ transactions, entries, debitMinor, hash }: DayContent): ShownContent {
  return { transactions, entries, debitMinor, hash: Buffer.from(hash).toString('hex') };
}
