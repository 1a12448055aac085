/**
 * Holds the ledger against itself and against everything that it was made from: replays every entry from the first,
 * and compares with the balances, the seals, the charges, the pay windows, the taps, and the gateway's own journal.
 */
import {
  Balances,
  DayChain,
  FIRST_HASH,
  type HashLink,
  type LedgerDay,
  findDifference,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { LEDGER_CHECKS } from './ledger-checks.js';
import { type ReadTransaction, readAll, readDay } from './read-ledger.js';

export interface Finding {
  /** What was looked at. */
  readonly check: string;
  /** Of what does not hold; empty where it holds. */
  readonly faults: readonly string[];
}

export interface LedgerVerdict {
  readonly transactions: number;
  readonly entries: number;
  readonly accounts: number;
  readonly sealedDays: number;
  readonly findings: readonly Finding[];
}

const MOST_FAULTS = 20;

/** Reads all of it: minutes for years. Nothing is changed. */
export async function verifyLedger(pool: pg.Pool, hashLink: HashLink): Promise<LedgerVerdict> {
  const client = await pool.connect();
  try {
    // One moment for all of it, whatever is booked meanwhile.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const replayed = await replay(client);
    const seals = await checkSeals(client, hashLink);
    const findings = [replayed.sums, await checkBalances(client, replayed.balances), seals.finding];
    for (const { check, text } of LEDGER_CHECKS) findings.push(await runCheck(client, check, text));
    await client.query('COMMIT');
    client.release();
    return {
      transactions: replayed.transactions,
      entries: replayed.entries,
      accounts: replayed.balances.list().size,
      sealedDays: seals.days,
      findings,
    };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function replay(client: pg.PoolClient): Promise<{
  balances: Balances;
  transactions: number;
  entries: number;
  sums: Finding;
}> {
  const balances = new Balances();
  const faults: string[] = [];
  let transactions = 0;
  let entries = 0;
  await readAll(client, (transaction) => {
    balances.add(transaction);
    transactions++;
    entries += transaction.entries.length;
    const fault = findSumFault(transaction);
    if (fault !== undefined && faults.length < MOST_FAULTS) faults.push(fault);
  });
  if (balances.sum() !== 0) faults.push(`all accounts together come to ${balances.sum()}`);
  return { balances, transactions, entries, sums: { check: 'every transaction sums to zero', faults } };
}

function findSumFault({ number, key, entries }: ReadTransaction): string | undefined {
  if (entries.length < 2) return `transaction ${number} (${key}) has ${entries.length} entries`;
  const sum = entries.reduce((total, { amountMinor }) => total + amountMinor, 0);
  return sum === 0 ? undefined : `transaction ${number} (${key}) sums to ${sum}`;
}

async function checkBalances(client: pg.PoolClient, balances: Balances): Promise<Finding> {
  const { rows } = await client.query<{ account: string; balance: string }>(
    'SELECT account, balance_minor AS balance FROM ticketing.ledger_balances',
  );
  const kept = new Map(rows.map(({ account, balance }) => [account, Number(balance)]));
  const faults: string[] = [];
  for (const account of new Set([...kept.keys(), ...balances.list().keys()])) {
    const keptMinor = kept.get(account) ?? 0;
    if (keptMinor !== balances.of(account)) {
      faults.push(`${account} is kept as ${keptMinor}, replayed it is ${balances.of(account)}`);
    }
  }
  return { check: 'balances are those of the replay', faults: faults.slice(0, MOST_FAULTS) };
}

interface DayRow {
  date: string;
  previous_hash: Buffer;
  hash: Buffer;
  transactions: string;
  entries: string;
  debit_minor: string;
}

async function checkSeals(
  client: pg.PoolClient,
  hashLink: HashLink,
): Promise<{ days: number; finding: Finding }> {
  const { rows } = await client.query<DayRow>(
    `SELECT ledger_date::text AS date, previous_hash, hash, transactions, entries, debit_minor
     FROM ticketing.ledger_days ORDER BY ledger_date`,
  );
  const faults: string[] = [];
  let previousHash = FIRST_HASH;
  for (const row of rows) {
    const chain = new DayChain(row.date, previousHash, hashLink);
    await readDay(client, row.date, (transaction) => chain.add(transaction));
    const fault = compareDay(row, chain.finish());
    if (fault !== undefined && faults.length < MOST_FAULTS) faults.push(fault);
    previousHash = row.hash;
  }
  return { days: rows.length, finding: { check: 'sealed days are as they were sealed', faults } };
}

const FIGURES = {
  transactions: 'a number of transactions',
  entries: 'a number of entries',
  debitMinor: 'debits',
} as const;

function compareDay(row: DayRow, day: LedgerDay): string | undefined {
  if (!row.previous_hash.equals(day.previousHash)) return `${row.date} does not follow the day before`;
  const sealed = {
    hash: row.hash,
    transactions: Number(row.transactions),
    entries: Number(row.entries),
    debitMinor: Number(row.debit_minor),
  };
  const difference = findDifference(sealed, day);
  if (difference === undefined) return undefined;
  if (difference === 'hash') return `${row.date} has another content than when it was sealed`;
  return `${row.date} was sealed with ${FIGURES[difference]} of ${sealed[difference]} and has ${day[difference]}`;
}

async function runCheck(client: pg.PoolClient, check: string, text: string): Promise<Finding> {
  const { rows } = await client.query<{ fault: string }>(`${text} LIMIT ${MOST_FAULTS}`);
  return { check, faults: rows.map(({ fault }) => fault) };
}
