/**
 * One transaction on one connection. What money is about runs at READ COMMITTED, kept right by unique keys and one
 * lock an account, and is tried again where PostgreSQL says that two were in each other's way.
 */
import type pg from 'pg';
import { transact } from '../transact.js';

/** A connection within a transaction. */
export type DatabaseClient = pg.PoolClient;
export type Database = pg.Pool;

/** Deadlock, serialization, lock timeout, and a unique key that another process was first with. */
const TRY_AGAIN = new Set(['40P01', '40001', '55P03', '23505']);
const ATTEMPTS = 5;

/** First key of the advisory locks on accounts: the same in all versions of Rukh. */
export const ACCOUNT_LOCK = 7_205_118;

export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: DatabaseClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(pool, work);
    } catch (error) {
      if (attempt >= ATTEMPTS || !TRY_AGAIN.has((error as { code?: string }).code ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 20 * (0.5 + Math.random())));
    }
  }
}

/** Waits until nobody else prices or settles the account, and keeps it until the end of the transaction. */
export async function lockAccount(client: DatabaseClient, accountId: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashint8($2::bigint))', [ACCOUNT_LOCK, accountId]);
}
