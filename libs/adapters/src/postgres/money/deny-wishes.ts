/** Whom money wants refused. The deny list is made of it elsewhere; a wish is lifted, never deleted. */
import type pg from 'pg';
import type { DatabaseClient } from './in-transaction.js';

export type WishCause = 'DEBT' | 'NEGATIVE_BALANCE' | 'CARD_CHECK';

export async function wishDenied(client: DatabaseClient, accountId: string, cause: WishCause): Promise<void> {
  await client.query(
    `INSERT INTO ticketing.deny_list_wishes AS wish (account_id, cause) VALUES ($1, $2)
     ON CONFLICT (account_id, cause) DO UPDATE SET since = clock_timestamp(), lifted_at = NULL
     WHERE wish.lifted_at IS NOT NULL`,
    [accountId, cause],
  );
}

export async function liftWish(client: DatabaseClient, accountId: string, cause: WishCause): Promise<void> {
  await client.query(
    `UPDATE ticketing.deny_list_wishes SET lifted_at = clock_timestamp()
     WHERE account_id = $1 AND cause = $2 AND lifted_at IS NULL`,
    [accountId, cause],
  );
}

/**
 * Wishes prepaid accounts refused that owe money, and lifts that of those which do not any more.
 * @param allowedMinor so much may be owed before an account is refused
 */
export async function judgeBalances(
  client: DatabaseClient,
  accountIds: readonly string[],
  allowedMinor: number,
): Promise<void> {
  await client.query(
    `WITH owing AS (
       SELECT account_id, coalesce(balance_minor, 0) > $2 AS is_over FROM ticketing.accounts
       LEFT JOIN ticketing.ledger_balance_parts AS kept ON kept.account = 'rider:' || account_id AND kept.part = 0
       WHERE account_id = ANY ($1::bigint[]) AND funding = 'PREPAID'
     ), lifted AS (
       UPDATE ticketing.deny_list_wishes AS wish SET lifted_at = clock_timestamp() FROM owing
       WHERE wish.account_id = owing.account_id AND NOT owing.is_over AND cause = 'NEGATIVE_BALANCE'
         AND lifted_at IS NULL
     )
     INSERT INTO ticketing.deny_list_wishes AS wish (account_id, cause)
     SELECT account_id, 'NEGATIVE_BALANCE' FROM owing WHERE is_over
     ON CONFLICT (account_id, cause) DO UPDATE SET since = clock_timestamp(), lifted_at = NULL
     WHERE wish.lifted_at IS NOT NULL`,
    [accountIds, allowedMinor],
  );
}

/** Lifts the wish of prepaid accounts that were topped up, whoever booked that. */
export async function rejudgeBalances(pool: pg.Pool, allowedMinor: number): Promise<void> {
  await pool.query(
    `UPDATE ticketing.deny_list_wishes AS wish SET lifted_at = clock_timestamp()
     FROM ticketing.ledger_balance_parts AS kept
     WHERE wish.cause = 'NEGATIVE_BALANCE' AND wish.lifted_at IS NULL
       AND kept.account = 'rider:' || wish.account_id AND kept.part = 0 AND kept.balance_minor <= $1`,
    [allowedMinor],
  );
}
