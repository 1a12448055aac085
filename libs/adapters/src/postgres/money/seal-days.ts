/**
 * Seals days of the ledger that are over. First it lets everything that is being booked come to its end: whoever books
 * after that books on a later day. Then the day's hash is worked out at leisure, and kept.
 */
import { DayChain, FIRST_HASH, type HashLink, type LedgerDay } from '@rukh/domain/ledger';
import type pg from 'pg';
import { inTransaction } from './in-transaction.js';
import { readDay } from './read-ledger.js';

/** Shared by all who book (ticketing.post_transactions). */
const BOOKING_LOCK = '7205117801';
/** One process seals. */
const SEALING_LOCK = '7205117802';

/** Answers the days sealed now, in order; none where another process is at it. */
export async function sealDays(pool: pg.Pool, hashLink: HashLink): Promise<LedgerDay[]> {
  return inTransaction(pool, async (client) => {
    const lock = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [
      SEALING_LOCK,
    ]);
    if (!lock.rows[0]!.taken) return [];
    const dates = await listUnsealed(client);
    if (dates.length === 0) return [];
    await letBookingsEnd(pool);
    const sealed: LedgerDay[] = [];
    let previousHash = await findLastHash(client);
    for (const date of dates) {
      const chain = new DayChain(date, previousHash, hashLink);
      await readDay(client, date, (transaction) => chain.add(transaction));
      const day = chain.finish();
      await keep(client, day);
      sealed.push(day);
      previousHash = day.hash;
    }
    return sealed;
  });
}

/** Days before today, from the first that anything was booked on; days without anything too. */
async function listUnsealed(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ date: string }>(
    `SELECT day::date::text AS date FROM ticketing.ledger_settings, generate_series(
       coalesce(
         (SELECT max(ledger_date) + 1 FROM ticketing.ledger_days),
         (SELECT ledger_date FROM ticketing.ledger_transactions ORDER BY ledger_date LIMIT 1)
       )::timestamp,
       (clock_timestamp() AT TIME ZONE time_zone)::date - interval '1 day',
       '1 day'
     ) AS day ORDER BY day`,
  );
  return rows.map(({ date }) => date);
}

async function letBookingsEnd(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, (other) => other.query('SELECT pg_advisory_xact_lock($1)', [BOOKING_LOCK]));
}

async function findLastHash(client: pg.PoolClient): Promise<Uint8Array> {
  const { rows } = await client.query<{ hash: Buffer }>(
    'SELECT hash FROM ticketing.ledger_days ORDER BY ledger_date DESC LIMIT 1',
  );
  return rows[0]?.hash ?? FIRST_HASH;
}

async function keep(client: pg.PoolClient, day: LedgerDay): Promise<void> {
  await client.query(
    `INSERT INTO ticketing.ledger_days (ledger_date, previous_hash, hash, transactions, entries, debit_minor)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      day.date,
      Buffer.from(day.previousHash),
      Buffer.from(day.hash),
      day.transactions,
      day.entries,
      day.debitMinor,
    ],
  );
}

/** Local days of the ledger are those of this zone from now on. */
export async function setLedgerZone(pool: pg.Pool, timeZone: string): Promise<void> {
  await pool.query('UPDATE ticketing.ledger_settings SET time_zone = $1 WHERE time_zone <> $1', [timeZone]);
}

/** The zone that days of the ledger have; undefined where nothing is booked yet. */
export async function findLedgerZone(pool: pg.Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ zone: string }>(
    `SELECT time_zone AS zone FROM ticketing.ledger_settings WHERE EXISTS (SELECT FROM ticketing.ledger_transactions)`,
  );
  return rows[0]?.zone;
}
