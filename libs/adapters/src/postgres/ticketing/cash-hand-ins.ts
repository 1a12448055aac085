/** Cash that carriers and other sellers have handed in. */
import {
  type HandInFacts,
  type HandInWish,
  type RefusedHandIn,
  judgeHandIn,
  postHandIn,
  takeBackHandIn,
} from '@rukh/domain/ledger';
import type pg from 'pg';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { BankReceipts, type BookedReceipt, readToday } from './bank-receipts.js';
import { findCashCurrency, findClaim, lockClaims } from './carrier-claims.js';

export interface CashHandIn extends BookedReceipt, HandInWish {
  readonly handInId: string;
}

const HAND_INS = new BankReceipts<CashHandIn>(
  'ticketing.cash_hand_ins',
  { column: 'hand_in_id', field: 'handInId' },
  { column: 'operator_id', field: 'operatorId' },
);

export class CashHandIns {
  constructor(private readonly pool: pg.Pool) {}

  /** By when they were paid in, the newest first; those that were taken back too. */
  list({
    operatorId,
    ...wish
  }: {
    readonly operatorId?: string | undefined;
    readonly fromDay?: string | undefined;
    readonly toDay?: string | undefined;
    readonly limit: number;
  }): Promise<CashHandIn[]> {
    return HAND_INS.list(this.pool, { ...wish, payer: operatorId });
  }

  /** The same again is the same hand-in. Undefined where there is no such carrier or seller. */
  async book(wish: HandInWish & { readonly by: string }): Promise<CashHandIn | RefusedHandIn | undefined> {
    return inTransaction(this.pool, async (client) => {
      await lockClaims(client);
      const facts = await readFacts(client, wish);
      if (facts === undefined) return undefined;
      const booked = await HAND_INS.findBooked(client, wish.operatorId, wish);
      const verdict = judgeHandIn(wish, { ...facts, booked });
      if (typeof verdict !== 'string') return verdict;
      return booked ?? HAND_INS.book(client, wish.operatorId, wish, postHandIn);
    });
  }

  /** What is taken back already stays as it is. Undefined where there is no such hand-in. */
  takeBack(handInId: string, by: string, why: string): Promise<CashHandIn | RefusedHandIn | undefined> {
    return HAND_INS.takeBack(this.pool, { id: handInId, by, why }, takeBackHandIn);
  }
}

async function readFacts(
  client: DatabaseClient,
  { operatorId, currency }: HandInWish,
): Promise<Omit<HandInFacts, 'booked'> | undefined> {
  const kept = await findCashCurrency(client, operatorId);
  if (kept === undefined) return undefined;
  const claim = await findClaim(client, operatorId, currency);
  return {
    today: await readToday(client),
    currency: kept ?? undefined,
    cashMinor: claim?.cashMinor ?? 0,
    openSetOffMinor: claim?.openSetOffMinor ?? 0,
  };
}
