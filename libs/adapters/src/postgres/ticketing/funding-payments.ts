/** What funding bodies have paid. */
import {
  type FundingPaymentWish,
  type RefusedFundingPayment,
  fundingAccount,
  judgeReceipt,
  postFundingPayment,
  takeBackFundingPayment,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { inTransaction } from '../money/in-transaction.js';
import { BankReceipts, type BookedReceipt, readToday } from './bank-receipts.js';
import { findLedgerCurrency } from './find-ledger-currency.js';

export interface FundingPayment extends BookedReceipt, FundingPaymentWish {
  readonly paymentId: string;
}

const PAYMENTS = new BankReceipts<FundingPayment>(
  'ticketing.funding_payments',
  { column: 'payment_id', field: 'paymentId' },
  { column: 'funding_body_id', field: 'fundingBodyId' },
);

/** Locked, so that two who book the same document at once are one after the other. */
const BODY = `SELECT operator_id FROM ticketing.operators AS body WHERE operator_id = $1 AND (
    role = 'FUNDING_BODY'
    OR EXISTS (SELECT FROM ticketing.ledger_balances WHERE account = 'funding:' || body.operator_id)
  ) FOR NO KEY UPDATE`;

export class FundingPayments {
  constructor(private readonly pool: pg.Pool) {}

  /** By when they were paid, the newest first; those that were taken back too. */
  list({
    fundingBodyId,
    ...wish
  }: {
    readonly fundingBodyId?: string | undefined;
    readonly fromDay?: string | undefined;
    readonly toDay?: string | undefined;
    readonly limit: number;
  }): Promise<FundingPayment[]> {
    return PAYMENTS.list(this.pool, { ...wish, payer: fundingBodyId });
  }

  /** Of the body's account; undefined where nothing was booked there yet. */
  findCurrency(fundingBodyId: string): Promise<string | undefined> {
    return findLedgerCurrency(this.pool, fundingAccount(fundingBodyId));
  }

  /** The same again is the same payment. Undefined where there is no such funding body. */
  async book(
    wish: FundingPaymentWish & { readonly by: string },
  ): Promise<FundingPayment | RefusedFundingPayment | undefined> {
    return inTransaction(this.pool, async (client) => {
      if ((await client.query(BODY, [wish.fundingBodyId])).rowCount === 0) return undefined;
      const booked = await PAYMENTS.findBooked(client, wish.fundingBodyId, wish);
      const today = await readToday(client);
      const currency = await findLedgerCurrency(client, fundingAccount(wish.fundingBodyId));
      const verdict = judgeReceipt(wish, { booked, currency, today });
      if (typeof verdict !== 'string') return verdict;
      return booked ?? PAYMENTS.book(client, wish.fundingBodyId, wish, postFundingPayment);
    });
  }

  /** What is taken back already stays as it is. Undefined where there is no such payment. */
  takeBack(
    paymentId: string,
    by: string,
    why: string,
  ): Promise<FundingPayment | RefusedFundingPayment | undefined> {
    return PAYMENTS.takeBack(this.pool, { id: paymentId, by, why }, takeBackFundingPayment);
  }
}
