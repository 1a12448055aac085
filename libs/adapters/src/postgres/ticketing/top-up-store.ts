/** Money that riders put in: begun once for a form, booked once for an answer. */
import { postTopUp, riderAccount } from '@rukh/domain/ledger';
import type pg from 'pg';
import { findPaymentHold, inTransaction, postTransactions } from '../money/index.js';

export type TopUpState = 'PENDING' | 'BOOKED' | 'DECLINED';

export interface TopUp {
  readonly topUpId: number;
  readonly accountId: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: TopUpState;
}

/** One as its rider sees it, through the gateway or for cash. */
export type RiderTopUp = Pick<TopUp, 'amountMinor' | 'currency'> & {
  readonly begunAt: Date;
  readonly state: TopUpState | 'TAKEN_BACK';
  /** Of the till that took cash. */
  readonly receipt: string | null;
};

const COLUMNS = `top_up_id::float8 AS "topUpId", account_id::float8 AS "accountId", amount_minor::float8 AS "amountMinor",
  currency, state`;

export class TopUpStore {
  constructor(private readonly pool: pg.Pool) {}

  /** The top-up of a form; the one that there is where the form was sent before. */
  async begin(accountId: number, amountMinor: number, currency: string, formRef: string): Promise<TopUp> {
    const { rows } = await this.pool.query<TopUp>(
      `INSERT INTO ticketing.top_ups AS kept (account_id, amount_minor, currency, form_ref) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, form_ref) DO UPDATE SET form_ref = kept.form_ref RETURNING ${COLUMNS}`,
      [accountId, amountMinor, currency, formRef],
    );
    return rows[0]!;
  }

  /** Whether the gateway may not be asked now. */
  async areHeld(): Promise<boolean> {
    return (await findPaymentHold(this.pool)) !== undefined;
  }

  /** Those of which nobody knows yet what the gateway did, begun so long ago. */
  async listPending(olderThanSeconds: number): Promise<TopUp[]> {
    const { rows } = await this.pool.query<TopUp>(
      `SELECT ${COLUMNS} FROM ticketing.top_ups
       WHERE state = 'PENDING' AND begun_at < now() - make_interval(secs => $1) ORDER BY begun_at LIMIT 100`,
      [olderThanSeconds],
    );
    return rows;
  }

  /** Of an account since a moment, the newest first. */
  async listOf(accountId: number, since: Date, limit: number): Promise<RiderTopUp[]> {
    const { rows } = await this.pool.query<RiderTopUp>(
      `SELECT amount_minor::float8 AS "amountMinor", currency, state, begun_at AS "begunAt", NULL AS receipt
       FROM ticketing.top_ups WHERE account_id = $1 AND begun_at >= $2
       UNION ALL SELECT amount_minor::float8, currency, CASE WHEN taken_back_at IS NULL THEN 'BOOKED' ELSE 'TAKEN_BACK' END,
         booked_at, receipt
       FROM ticketing.cash_top_ups WHERE account_id = $1 AND booked_at >= $2 ORDER BY "begunAt" DESC LIMIT $3`,
      [accountId, since, limit],
    );
    return rows;
  }

  /** Books it, once: who comes second, after an answer that came twice, changes nothing. */
  async book({ topUpId, accountId, amountMinor, currency }: TopUp): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE ticketing.top_ups SET state = 'BOOKED', answered_at = now() WHERE top_up_id = $1 AND state = 'PENDING'`,
        [topUpId],
      );
      if (rowCount === 0) return;
      const payment = { key: `top-up:${topUpId}`, currency, amountMinor };
      await postTransactions(client, [postTopUp(payment, riderAccount(accountId))]);
    });
  }

  async decline({ topUpId }: TopUp, reason: string): Promise<void> {
    await this.pool.query(
      `UPDATE ticketing.top_ups SET state = 'DECLINED', reason = $2, answered_at = now()
       WHERE top_up_id = $1 AND state = 'PENDING'`,
      [topUpId, reason],
    );
  }
}
