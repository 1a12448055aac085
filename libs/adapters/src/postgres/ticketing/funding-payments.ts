/** What funding bodies have paid: booked once for each document of the bank, and taken back where it was a mistake. */
import {
  type ReceiptFacts,
  type FundingPaymentWish,
  type RefusedFundingPayment,
  judgeReceipt,
  judgeTakingBack,
  postFundingPayment,
  takeBackFundingPayment,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';

export interface FundingPayment extends FundingPaymentWish {
  readonly paymentId: string;
  readonly bookedBy: string;
  readonly bookedAt: Date;
  /** Null where it holds. */
  readonly takenBackBy: string | null;
  readonly takenBackAt: Date | null;
  readonly takenBackWhy: string | null;
}

const PAYMENT = `SELECT payment_id::text AS "paymentId", funding_body_id AS "fundingBodyId", currency,
    amount_minor::float8 AS "amountMinor", paid_on::text AS "paidOn", reference, booked_by AS "bookedBy",
    booked_at AS "bookedAt", taken_back_by AS "takenBackBy", taken_back_at AS "takenBackAt",
    taken_back_why AS "takenBackWhy"
  FROM ticketing.funding_payments`;

/** Locked, so that two who book the same document at once are one after the other. */
const BODY = `SELECT operator_id FROM ticketing.operators AS body WHERE operator_id = $1 AND (
    role = 'FUNDING_BODY'
    OR EXISTS (SELECT FROM ticketing.ledger_balances WHERE account = 'funding:' || body.operator_id)
  ) FOR NO KEY UPDATE`;

const TODAY = `SELECT (clock_timestamp() AT TIME ZONE time_zone)::date::text AS today FROM ticketing.ledger_settings`;

const CURRENCY = `SELECT head.currency FROM ticketing.ledger_entries AS entry
  JOIN ticketing.ledger_transactions AS head USING (transaction_id)
  WHERE entry.account = 'funding:' || $1::text ORDER BY entry.transaction_id DESC LIMIT 1`;

export class FundingPayments {
  constructor(private readonly pool: pg.Pool) {}

  /** By when they were paid, the newest first; those that were taken back too. */
  async list(wish: {
    readonly fundingBodyId?: string | undefined;
    readonly fromDay?: string | undefined;
    readonly toDay?: string | undefined;
    readonly limit: number;
  }): Promise<FundingPayment[]> {
    const { rows } = await this.pool.query<FundingPayment>(
      `${PAYMENT} WHERE ($1::text IS NULL OR funding_body_id = $1) AND ($2::date IS NULL OR paid_on >= $2)
         AND ($3::date IS NULL OR paid_on <= $3)
       ORDER BY paid_on DESC, payment_id DESC LIMIT $4`,
      [wish.fundingBodyId, wish.fromDay, wish.toDay, wish.limit],
    );
    return rows;
  }

  /** Of the body's account; undefined where nothing was booked there yet. */
  async findCurrency(fundingBodyId: string): Promise<string | undefined> {
    return findCurrency(this.pool, fundingBodyId);
  }

  /** The same again is the same payment. Undefined where there is no such funding body. */
  async book(
    wish: FundingPaymentWish & { readonly by: string },
  ): Promise<FundingPayment | RefusedFundingPayment | undefined> {
    return inTransaction(this.pool, async (client) => {
      if ((await client.query(BODY, [wish.fundingBodyId])).rowCount === 0) return undefined;
      const booked = await findBooked(client, wish);
      const verdict = judgeReceipt(wish, { ...(await readFacts(client, wish.fundingBodyId)), booked });
      if (typeof verdict !== 'string') return verdict;
      if (booked !== undefined) return booked;
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO ticketing.funding_payments (funding_body_id, currency, amount_minor, paid_on, reference, booked_by)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING payment_id::text AS id`,
        [wish.fundingBodyId, wish.currency, wish.amountMinor, wish.paidOn, wish.reference, wish.by],
      );
      const payment = (await find(client, rows[0]!.id))!;
      await postTransactions(client, [postFundingPayment(payment)]);
      return payment;
    });
  }

  /** What is taken back already stays as it is. Undefined where there is no such payment. */
  async takeBack(
    paymentId: string,
    by: string,
    why: string,
  ): Promise<FundingPayment | RefusedFundingPayment | undefined> {
    return inTransaction(this.pool, async (client) => {
      const payment = await find(client, paymentId, 'FOR UPDATE');
      if (payment === undefined) return undefined;
      const verdict = judgeTakingBack(payment, by);
      if (typeof verdict !== 'string') return verdict;
      if (verdict === 'TAKEN_BACK') return payment;
      await client.query(
        `UPDATE ticketing.funding_payments
         SET taken_back_by = $2, taken_back_at = clock_timestamp(), taken_back_why = $3 WHERE payment_id = $1`,
        [paymentId, by, why],
      );
      await postTransactions(client, [takeBackFundingPayment(payment)]);
      return find(client, paymentId);
    });
  }
}

async function find(
  client: DatabaseClient,
  paymentId: string,
  lock: 'FOR UPDATE' | '' = '',
): Promise<FundingPayment | undefined> {
  const { rows } = await client.query<FundingPayment>(`${PAYMENT} WHERE payment_id = $1 ${lock}`, [
    paymentId,
  ]);
  return rows[0];
}

async function findBooked(
  client: DatabaseClient,
  { fundingBodyId, reference, paidOn }: FundingPaymentWish,
): Promise<FundingPayment | undefined> {
  const { rows } = await client.query<FundingPayment>(
    `${PAYMENT} WHERE funding_body_id = $1 AND reference = $2 AND taken_back_at IS NULL
       AND extract(year FROM paid_on) = extract(year FROM $3::date)`,
    [fundingBodyId, reference, paidOn],
  );
  return rows[0];
}

async function findCurrency(
  client: pg.Pool | DatabaseClient,
  fundingBodyId: string,
): Promise<string | undefined> {
  return (await client.query<{ currency: string }>(CURRENCY, [fundingBodyId])).rows[0]?.currency;
}

async function readFacts(
  client: DatabaseClient,
  fundingBodyId: string,
): Promise<Omit<ReceiptFacts, 'booked'>> {
  const { rows } = await client.query<{ today: string }>(TODAY);
  return { today: rows[0]!.today, currency: await findCurrency(client, fundingBodyId) };
}
