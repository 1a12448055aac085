/** Payouts to carriers: what they are owed, and each payout from its declaration to the bank's answer. */
import {
  type PayoutState,
  type RefusedPayout,
  checkMinor,
  confirmPayout,
  decidePayout,
  declarePayout,
  postPayout,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';

export interface Payout {
  readonly payoutId: string;
  readonly operatorId: string;
  readonly operatorName: string;
  /** The account that it goes to, and who named it; null in payouts of before there were accounts. */
  readonly iban: string | null;
  readonly accountSetBy: string | null;
  readonly currency: string;
  readonly amountMinor: number;
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

/** What a carrier is owed, by currency. */
export interface CarrierClaim {
  readonly operatorId: string;
  readonly operatorName: string;
  readonly currency: string;
  /** By the ledger, minor units; below nought where it had too much. */
  readonly owedMinor: number;
  /** Declared or approved, and not confirmed yet. */
  readonly openMinor: number;
  /** Cash that was taken on its vehicles or by it, and is with it: no payout takes it off. */
  readonly cashMinor: number;
  /** Null where none was named yet. */
  readonly iban: string | null;
  /** Which naming of it that is. */
  readonly accountChangeId: string | null;
}

/** Of all who declare payouts; one at a time. */
const DECLARING_LOCK = 7_205_119_032;

const PAYOUT = `SELECT payout_id AS "payoutId", payout.operator_id AS "operatorId", carrier.name AS "operatorName", account.iban,
    account.set_by AS "accountSetBy", currency, amount_minor::float8 AS "amountMinor", payout.state, declared_by AS "declaredBy", declared_at AS "declaredAt",
    decided_by AS "decidedBy", decided_at AS "decidedAt", exported_at AS "exportedAt", confirmed_by AS "confirmedBy",
    confirmed_at AS "confirmedAt", bank_note AS "bankNote"
  FROM ticketing.payouts AS payout JOIN ticketing.operators AS carrier USING (operator_id)
  LEFT JOIN ticketing.operator_accounts AS account ON account.change_id = payout.account_change_id`;

const CLAIMS = `SELECT carrier.operator_id AS "operatorId", carrier.name AS "operatorName", currency,
    coalesce(owed.amount, 0)::float8 AS "owedMinor", coalesce(open.amount, 0)::float8 AS "openMinor",
    coalesce((SELECT balance_minor FROM ticketing.ledger_balances WHERE account = 'cash:' || carrier.operator_id), 0)::float8 AS "cashMinor",
    account.iban, account.change_id::text AS "accountChangeId"
  FROM (
    SELECT known.operator_id, head.currency, -sum(entry.amount_minor) AS amount
    FROM ticketing.operators AS known
    JOIN ticketing.ledger_entries AS entry ON entry.account = 'operator:' || known.operator_id
    JOIN ticketing.ledger_transactions AS head USING (transaction_id) GROUP BY 1, 2
  ) AS owed
  FULL JOIN (
    SELECT operator_id, currency, sum(amount_minor) AS amount FROM ticketing.payouts
    WHERE state IN ('DECLARED', 'APPROVED') GROUP BY 1, 2
  ) AS open USING (operator_id, currency)
  JOIN ticketing.operators AS carrier USING (operator_id)
  LEFT JOIN LATERAL (
    SELECT iban, change_id FROM ticketing.operator_accounts AS named WHERE named.operator_id = carrier.operator_id
    ORDER BY change_id DESC LIMIT 1
  ) AS account ON true
  WHERE $1::text IS NULL OR (carrier.operator_id = $1 AND currency = $2)
  ORDER BY carrier.operator_id, currency`;

export class PayoutStore {
  constructor(private readonly pool: pg.Pool) {}

  /** What each carrier is owed and what of it is on its way. */
  async listClaims(): Promise<CarrierClaim[]> {
    return (await this.pool.query<CarrierClaim>(CLAIMS, [null, null])).rows;
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

  /** @param wish without an amount: all that is owed and not on its way */
  async declare(wish: {
    readonly operatorId: string;
    readonly currency: string;
    readonly amountMinor?: number | undefined;
    readonly by: string;
  }): Promise<Payout | RefusedPayout> {
    return inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [DECLARING_LOCK]);
      const { rows } = await client.query<CarrierClaim>(CLAIMS, [wish.operatorId, wish.currency]);
      const [claim] = rows;
      const { owedMinor = 0, openMinor = 0, iban = null } = claim ?? {};
      const amountMinor = declarePayout(
        { owedMinor: checkMinor(owedMinor), openMinor: checkMinor(openMinor), iban },
        wish.amountMinor,
      );
      if (typeof amountMinor !== 'number') return amountMinor;
      const made = await client.query<{ id: string }>(
        `INSERT INTO ticketing.payouts (operator_id, currency, amount_minor, declared_by, account_change_id)
         VALUES ($1, $2, $3, $4, $5)
         RETURNING payout_id AS id`,
        [wish.operatorId, wish.currency, amountMinor, wish.by, claim!.accountChangeId],
      );
      return (await find(client, made.rows[0]!.id))!;
    });
  }

  /** Undefined where there is no such payout. */
  async decide(
    payoutId: string,
    by: string,
    isApproved: boolean,
  ): Promise<Payout | RefusedPayout | undefined> {
    return this.#move(payoutId, async (client, payout) => {
      const state = decidePayout(payout, by, isApproved);
      if (typeof state !== 'string') return state;
      await client.query(
        `UPDATE ticketing.payouts SET state = $2, decided_by = $3, decided_at = clock_timestamp() WHERE payout_id = $1`,
        [payoutId, state, by],
      );
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
      if (state === 'PAID') await postTransactions(client, [postPayout(payout)]);
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
