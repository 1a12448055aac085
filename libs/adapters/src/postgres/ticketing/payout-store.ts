/** Payouts to carriers: what they are owed, and each payout from its declaration to the bank's answer. */
import {
  type PayoutState,
  type RefusedPayout,
  confirmPayout,
  decidePayout,
  declarePayout,
  postPayout,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';
import { type CarrierClaim, findClaim, listClaims, lockClaims } from './carrier-claims.js';

export interface Payout {
  readonly payoutId: string;
  readonly operatorId: string;
  readonly operatorName: string;
  /** The account that it goes to, and who named it; null in payouts of before there were accounts. */
  readonly iban: string | null;
  readonly accountSetBy: string | null;
  readonly currency: string;
  /** By the bank. */
  readonly amountMinor: number;
  /** Of the cash that the carrier holds. */
  readonly setOffMinor: number;
  readonly state: PayoutState;
  readonly declaredBy: string;
  readonly declaredAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly exportedAt: Date | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly bankNote: string | null;
}

const PAYOUT = `SELECT payout_id AS "payoutId", payout.operator_id AS "operatorId", carrier.name AS "operatorName", account.iban,
    account.set_by AS "accountSetBy", currency, amount_minor::float8 AS "amountMinor", set_off_minor::float8 AS "setOffMinor", payout.state, declared_by AS "declaredBy", declared_at AS "declaredAt",
    decided_by AS "decidedBy", decided_at AS "decidedAt", exported_at AS "exportedAt", confirmed_by AS "confirmedBy",
    confirmed_at AS "confirmedAt", bank_note AS "bankNote"
  FROM ticketing.payouts AS payout JOIN ticketing.operators AS carrier USING (operator_id)
  LEFT JOIN ticketing.operator_accounts AS account ON account.change_id = payout.account_change_id`;

export class PayoutStore {
  constructor(private readonly pool: pg.Pool) {}

  /** What each carrier is owed, what of it is on its way, and the cash that it holds. */
  async listClaims(): Promise<CarrierClaim[]> {
    return listClaims(this.pool);
  }

  /** Names the account that a carrier is paid out to from now on. @returns false where there is no such carrier */
  async nameAccount(operatorId: string, iban: string, by: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO ticketing.operator_accounts (operator_id, iban, set_by)
       SELECT operator_id, $2, $3 FROM ticketing.operators WHERE operator_id = $1`,
      [operatorId, iban, by],
    );
    return rowCount === 1;
  }

  /** The newest first. */
  async list(limit: number): Promise<Payout[]> {
    return (await this.pool.query<Payout>(`${PAYOUT} ORDER BY payout_id DESC LIMIT $1`, [limit])).rows;
  }

  /** @param wish without an amount: all that is owed and not on its way, less the cash that the carrier holds */
  async declare(wish: {
    readonly operatorId: string;
    readonly currency: string;
    readonly amountMinor?: number | undefined;
    readonly by: string;
  }): Promise<Payout | RefusedPayout> {
    return inTransaction(this.pool, async (client) => {
      await lockClaims(client);
      const claim = await findClaim(client, wish.operatorId, wish.currency);
      if (claim === undefined) return { refused: 'NOTHING_OWED' };
      const amounts = declarePayout(claim, wish.amountMinor);
      if ('refused' in amounts) return amounts;
      const made = await client.query<{ id: string }>(
        `INSERT INTO ticketing.payouts
           (operator_id, currency, amount_minor, set_off_minor, declared_by, account_change_id)
         VALUES ($1, $2, $3, $4, $5, $6)
         RETURNING payout_id AS id`,
        [
          ...[wish.operatorId, wish.currency, amounts.amountMinor, amounts.setOffMinor],
          ...[wish.by, claim.accountChangeId],
        ],
      );
      return (await find(client, made.rows[0]!.id))!;
    });
  }

  /** Books what is only set off: the bank has nothing to do with it. Undefined where there is no such payout. */
  async decide(
    payoutId: string,
    by: string,
    isApproved: boolean,
  ): Promise<Payout | RefusedPayout | undefined> {
    return this.#move(payoutId, async (client, payout) => {
      const state = decidePayout(payout, by, isApproved);
      if (typeof state !== 'string') return state;
      await client.query(
        `UPDATE ticketing.payouts SET state = $2, decided_by = $3, decided_at = clock_timestamp(),
           confirmed_by = CASE WHEN $2 = 'PAID' THEN $3 END, confirmed_at = CASE WHEN $2 = 'PAID' THEN clock_timestamp() END
         WHERE payout_id = $1`,
        [payoutId, state, by],
      );
      if (state === 'PAID') await postTransactions(client, postPayout(payout));
      return undefined;
    });
  }

  /**
   * What the bank is to be told: all that is approved and was not confirmed, the oldest first. Asked for again it is the
   * same, until the bank's answers are confirmed.
   */
  async export(): Promise<Payout[]> {
    return inTransaction(this.pool, async (client) => {
      await client.query(
        `UPDATE ticketing.payouts SET exported_at = clock_timestamp() WHERE state = 'APPROVED' AND exported_at IS NULL`,
      );
      const { rows } = await client.query<Payout>(
        `${PAYOUT} WHERE payout.state = 'APPROVED' ORDER BY payout_id`,
      );
      return rows;
    });
  }

  /** Books what the bank paid. Undefined where there is no such payout. */
  async confirm(
    payoutId: string,
    answer: { readonly by: string; readonly isPaid: boolean; readonly bankNote: string },
  ): Promise<Payout | RefusedPayout | undefined> {
    return this.#move(payoutId, async (client, payout) => {
      const state = confirmPayout(payout, answer.isPaid);
      if (typeof state !== 'string') return state;
      await client.query(
        `UPDATE ticketing.payouts SET state = $2, confirmed_by = $3, confirmed_at = clock_timestamp(), bank_note = $4
         WHERE payout_id = $1`,
        [payoutId, state, answer.by, answer.bankNote],
      );
      if (state === 'PAID') await postTransactions(client, postPayout(payout));
      return undefined;
    });
  }

  async #move(
    payoutId: string,
    move: (client: DatabaseClient, payout: Payout) => Promise<RefusedPayout | undefined>,
  ): Promise<Payout | RefusedPayout | undefined> {
    return inTransaction(this.pool, async (client) => {
      const payout = await find(client, payoutId);
      if (payout === undefined) return undefined;
      return (await move(client, payout)) ?? find(client, payoutId);
    });
  }
}

/** Locked until the end of the transaction. */
async function find(client: DatabaseClient, payoutId: string): Promise<Payout | undefined> {
  const { rows } = await client.query<Payout>(`${PAYOUT} WHERE payout_id = $1 FOR UPDATE OF payout`, [
    payoutId,
  ]);
  return rows[0];
}
