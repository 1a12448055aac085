/** Cash that carriers have handed in: booked once for each document of the bank, and taken back where it was a mistake. */
import {
  type HandInFacts,
  type HandInWish,
  type RefusedHandIn,
  judgeHandIn,
  judgeTakingBack,
  postHandIn,
  takeBackHandIn,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';
import { findCashCurrency, findClaim, lockClaims } from './carrier-claims.js';

export interface CashHandIn extends HandInWish {
  readonly handInId: string;
  readonly bookedBy: string;
  readonly bookedAt: Date;
  /** Null where it holds. */
  readonly takenBackBy: string | null;
  readonly takenBackAt: Date | null;
  readonly takenBackWhy: string | null;
}

const HAND_IN = `SELECT hand_in_id::text AS "handInId", operator_id AS "operatorId", currency,
    amount_minor::float8 AS "amountMinor", paid_on::text AS "paidOn", reference, booked_by AS "bookedBy",
    booked_at AS "bookedAt", taken_back_by AS "takenBackBy", taken_back_at AS "takenBackAt",
    taken_back_why AS "takenBackWhy"
  FROM ticketing.cash_hand_ins`;

const TODAY = `SELECT (clock_timestamp() AT TIME ZONE time_zone)::date::text AS today FROM ticketing.ledger_settings`;

export class CashHandIns {
  constructor(private readonly pool: pg.Pool) {}

  /** By when they were paid in, the newest first; those that were taken back too. */
  async list(wish: {
    readonly operatorId?: string | undefined;
    readonly fromDay?: string | undefined;
    readonly toDay?: string | undefined;
    readonly limit: number;
  }): Promise<CashHandIn[]> {
    const { rows } = await this.pool.query<CashHandIn>(
      `${HAND_IN} WHERE ($1::text IS NULL OR operator_id = $1) AND ($2::date IS NULL OR paid_on >= $2)
         AND ($3::date IS NULL OR paid_on <= $3)
       ORDER BY paid_on DESC, hand_in_id DESC LIMIT $4`,
      [wish.operatorId, wish.fromDay, wish.toDay, wish.limit],
    );
    return rows;
  }

  /** The same again is the same hand-in. Undefined where there is no such carrier. */
  async book(wish: HandInWish & { readonly by: string }): Promise<CashHandIn | RefusedHandIn | undefined> {
    return inTransaction(this.pool, async (client) => {
      await lockClaims(client);
      const known = 'SELECT FROM ticketing.operators WHERE operator_id = $1';
      if ((await client.query(known, [wish.operatorId])).rowCount === 0) return undefined;
      const booked = await findBooked(client, wish);
      const verdict = judgeHandIn(wish, { ...(await readFacts(client, wish)), booked });
      if (typeof verdict !== 'string') return verdict;
      if (booked !== undefined) return booked;
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO ticketing.cash_hand_ins (operator_id, currency, amount_minor, paid_on, reference, booked_by)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING hand_in_id::text AS id`,
        [wish.operatorId, wish.currency, wish.amountMinor, wish.paidOn, wish.reference, wish.by],
      );
      const handIn = (await find(client, rows[0]!.id))!;
      await postTransactions(client, [postHandIn(handIn)]);
      return handIn;
    });
  }

  /** What is taken back already stays as it is. Undefined where there is no such hand-in. */
  async takeBack(handInId: string, by: string, why: string): Promise<CashHandIn | RefusedHandIn | undefined> {
    return inTransaction(this.pool, async (client) => {
      const handIn = await find(client, handInId, 'FOR UPDATE');
      if (handIn === undefined) return undefined;
      const verdict = judgeTakingBack(handIn, by);
      if (typeof verdict !== 'string') return verdict;
      if (verdict === 'TAKEN_BACK') return handIn;
      await client.query(
        `UPDATE ticketing.cash_hand_ins
         SET taken_back_by = $2, taken_back_at = clock_timestamp(), taken_back_why = $3 WHERE hand_in_id = $1`,
        [handInId, by, why],
      );
      await postTransactions(client, [takeBackHandIn(handIn)]);
      return find(client, handInId);
    });
  }
}

async function find(
  client: DatabaseClient,
  handInId: string,
  lock: 'FOR UPDATE' | '' = '',
): Promise<CashHandIn | undefined> {
  const { rows } = await client.query<CashHandIn>(`${HAND_IN} WHERE hand_in_id = $1 ${lock}`, [handInId]);
  return rows[0];
}

async function findBooked(
  client: DatabaseClient,
  { operatorId, reference, paidOn }: HandInWish,
): Promise<CashHandIn | undefined> {
  const { rows } = await client.query<CashHandIn>(
    `${HAND_IN} WHERE operator_id = $1 AND reference = $2 AND taken_back_at IS NULL
       AND extract(year FROM paid_on) = extract(year FROM $3::date)`,
    [operatorId, reference, paidOn],
  );
  return rows[0];
}

async function readFacts(
  client: DatabaseClient,
  { operatorId, currency }: HandInWish,
): Promise<Omit<HandInFacts, 'booked'>> {
  const { rows } = await client.query<{ today: string }>(TODAY);
  const claim = await findClaim(client, operatorId, currency);
  return {
    today: rows[0]!.today,
    currency: await findCashCurrency(client, operatorId),
    cashMinor: claim?.cashMinor ?? 0,
    openSetOffMinor: claim?.openSetOffMinor ?? 0,
  };
}
