/** Cash that riders put in at desks and kiosks. */
import {
  type CashTopUpFacts,
  type CashTopUpWish,
  type RefusedCashTopUp,
  cashAccount,
  judgeCashTopUp,
  judgeTakingBack,
  postCashTopUp,
  riderAccount,
  takeBackCashTopUp,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';
import { findLedgerCurrency } from './find-ledger-currency.js';

export interface CashTopUp extends CashTopUpWish {
  readonly topUpId: string;
  readonly bookedBy: string;
  readonly bookedAt: Date;
  /** Null where it holds. */
  readonly takenBackBy: string | null;
  readonly takenBackAt: Date | null;
  readonly takenBackWhy: string | null;
}

export interface CashTopUpsWish {
  readonly sellerId?: string | undefined;
  readonly accountId?: number | undefined;
  /** Days on which they were booked, where the ledger is kept. */
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
  readonly limit: number;
}

const SELECT = `SELECT top_up_id::text AS "topUpId", account_id::float8 AS "accountId", seller_id AS "sellerId", receipt, currency,
    amount_minor::float8 AS "amountMinor", booked_by AS "bookedBy", booked_at AS "bookedAt", taken_back_by AS "takenBackBy",
    taken_back_at AS "takenBackAt", taken_back_why AS "takenBackWhy"
  FROM ticketing.cash_top_ups`;

const LIST = `${SELECT}, ticketing.ledger_settings
  WHERE ($1::text IS NULL OR seller_id = $1) AND ($2::bigint IS NULL OR account_id = $2)
    AND ($3::date IS NULL OR booked_at >= $3::date::timestamp AT TIME ZONE time_zone)
    AND ($4::date IS NULL OR booked_at < ($4::date + 1)::timestamp AT TIME ZONE time_zone)
  ORDER BY booked_at DESC, top_up_id DESC LIMIT $5`;

export class CashTopUps {
  constructor(private readonly pool: pg.Pool) {}

  /** The newest first; those that were taken back too. */
  async list({ sellerId, accountId, fromDay, toDay, limit }: CashTopUpsWish): Promise<CashTopUp[]> {
    return (await this.pool.query<CashTopUp>(LIST, [sellerId, accountId, fromDay, toDay, limit])).rows;
  }

  /** The same again is the same top-up. Undefined where there is no such account. */
  async book(
    wish: CashTopUpWish & { readonly by: string },
  ): Promise<CashTopUp | RefusedCashTopUp | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { accountId, sellerId, receipt, currency, amountMinor, by } = wish;
      const facts = await readFacts(client, wish);
      if (facts === undefined) return undefined;
      const verdict = judgeCashTopUp(wish, facts);
      if (typeof verdict !== 'string') return verdict;
      if (facts.booked) return facts.booked;
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO ticketing.cash_top_ups (account_id, seller_id, receipt, currency, amount_minor, booked_by)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING top_up_id::text AS id`,
        [accountId, sellerId, receipt, currency, amountMinor, by],
      );
      const topUp = (await find(client, rows[0]!.id))!;
      await postTransactions(client, [postCashTopUp(topUp)]);
      return topUp;
    });
  }

  /** What is taken back already stays as it is. Undefined where there is no such top-up. */
  async takeBack(
    topUpId: string,
    by: string,
    why: string,
  ): Promise<CashTopUp | RefusedCashTopUp | undefined> {
    return inTransaction(this.pool, async (client) => {
      const topUp = await find(client, topUpId, 'FOR UPDATE');
      if (topUp === undefined) return undefined;
      const verdict = judgeTakingBack(topUp, by);
      if (typeof verdict !== 'string') return { refused: 'SAME_PERSON' };
      if (verdict === 'TAKEN_BACK') return topUp;
      await client.query(
        `UPDATE ticketing.cash_top_ups SET taken_back_by = $2, taken_back_at = clock_timestamp(), taken_back_why = $3
         WHERE top_up_id = $1`,
        [topUpId, by, why],
      );
      await postTransactions(client, [takeBackCashTopUp(topUp)]);
      return find(client, topUpId);
    });
  }
}

/** Until the end of the transaction the account stays open, if it is. */
async function readFacts(
  client: DatabaseClient,
  { accountId, sellerId, receipt }: CashTopUpWish,
): Promise<(CashTopUpFacts & { readonly booked: CashTopUp | undefined }) | undefined> {
  const account = await client.query<{ state: string }>(
    'SELECT state FROM ticketing.accounts WHERE account_id = $1 FOR SHARE',
    [accountId],
  );
  const [found] = account.rows;
  if (!found) return undefined;
  const booked = await client.query<CashTopUp>(`${SELECT} WHERE seller_id = $1 AND receipt = $2`, [
    sellerId,
    receipt,
  ]);
  return {
    booked: booked.rows[0],
    isClosed: found.state === 'CLOSED',
    riderCurrency: await findLedgerCurrency(client, riderAccount(accountId)),
    sellerCurrency: await findLedgerCurrency(client, cashAccount(sellerId)),
  };
}

async function find(
  client: DatabaseClient,
  topUpId: string,
  lock: 'FOR UPDATE' | '' = '',
): Promise<CashTopUp | undefined> {
  return (await client.query<CashTopUp>(`${SELECT} WHERE top_up_id = $1 ${lock}`, [topUpId])).rows[0];
}
