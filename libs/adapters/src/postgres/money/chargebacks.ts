/** Payments that banks took back, within a transaction that has the account locked. */
import type { GatewayChargeback } from '@rukh/domain/ledger';
import type { DatabaseClient } from './in-transaction.js';

/** A payment that the gateway took for us: of a pay window, or put in by a rider. */
export interface TakenPayment {
  readonly accountId: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** Undefined of money that was put in. */
  readonly payWindowId?: string;
}

const PAYMENTS = {
  settle: `SELECT pay.account_id AS "accountId", pay.currency, made.amount_minor::float8 AS "amountMinor",
      made.pay_window_id AS "payWindowId"
    FROM ticketing.settlements AS made JOIN ticketing.pay_windows AS pay USING (pay_window_id)
    WHERE made.settlement_id = $1 AND made.kind = 'DEBIT' AND made.status = 'SETTLED'`,
  'top-up': `SELECT account_id::text AS "accountId", currency, amount_minor::float8 AS "amountMinor"
    FROM ticketing.top_ups WHERE top_up_id = $1 AND state = 'BOOKED'`,
} as const;

/** By the key that the gateway was asked under; undefined where it did not take it, or we do not know yet that it did. */
export async function findTakenPayment(
  client: DatabaseClient,
  key: string,
): Promise<TakenPayment | undefined> {
  const [, of, id] = /^(settle|top-up):([1-9]\d{0,17})$/.exec(key) ?? [];
  if (of === undefined) return undefined;
  const { rows } = await client.query<TakenPayment>(PAYMENTS[of as keyof typeof PAYMENTS], [id]);
  return rows[0];
}

/** What was booked of the disputes of a payment. */
export interface BookedDisputes {
  /** By this dispute; undefined where nothing was. */
  readonly takenMinor: number | undefined;
  readonly returnedMinor: number | undefined;
  /** By all others, and not returned. */
  readonly othersMinor: number;
}

/** @param keys of the ledger: what those of the payment begin with, and those of the dispute */
export async function findBookedDisputes(
  client: DatabaseClient,
  accountId: string,
  keys: { readonly payment: string; readonly taken: string; readonly returned: string },
): Promise<BookedDisputes> {
  const { rows } = await client.query<{ taken: number | null; returned: number | null; others: number }>(
    `SELECT sum(amount_minor) FILTER (WHERE key = $3)::float8 AS taken, -sum(amount_minor) FILTER (WHERE key = $4)::float8 AS returned,
       coalesce(sum(amount_minor) FILTER (WHERE key NOT IN ($3, $4)), 0)::float8 AS others
     FROM (
       SELECT head.idempotency_key AS key, entry.amount_minor FROM ticketing.ledger_entries AS entry
       JOIN ticketing.ledger_transactions AS head USING (transaction_id)
       WHERE entry.account = 'rider:' || $1 AND head.kind IN ('CHARGEBACK', 'CHARGEBACK_RETURNED')
         AND starts_with(head.idempotency_key, $2)
     ) AS booked`,
    [accountId, keys.payment, keys.taken, keys.returned],
  );
  const { taken, returned, others } = rows[0]!;
  return { takenMinor: taken ?? undefined, returnedMinor: returned ?? undefined, othersMinor: others };
}

/**
 * Whether a window has a dispute of that name, or somebody booked it by hand, of money put in as well: where it is not of this
 * payment, it is of another.
 */
export async function isDisputeBooked(
  client: DatabaseClient,
  { disputeRef, isReturned }: GatewayChargeback,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM ticketing.settlements WHERE gateway_ref = $1 AND kind = $2
     UNION ALL SELECT FROM ticketing.chargebacks_by_hand WHERE dispute_ref = $1 AND is_returned = $3`,
    [disputeRef, isReturned ? 'CHARGEBACK_RETURNED' : 'CHARGEBACK', isReturned],
  );
  return rowCount! > 0;
}

/**
 * Whether the gateway told of a dispute of that name of any money that was put in: a person who books it of another top-up read the
 * letter wrong.
 */
export async function isTopUpDisputed(
  client: DatabaseClient,
  { disputeRef, isReturned }: GatewayChargeback,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM ticketing.top_ups JOIN ticketing.ledger_transactions
       ON idempotency_key = 'chargeback:top-up:' || top_up_id || ':' || $1 || $2
     WHERE state = 'BOOKED' LIMIT 1`,
    [disputeRef, isReturned ? ':returned' : ''],
  );
  return rowCount! > 0;
}

/** Who booked what the gateway did not tell: its journal need not have it. */
export async function noteByHand(
  client: DatabaseClient,
  { key, disputeRef, isReturned }: GatewayChargeback,
  by: string,
): Promise<void> {
  await client.query(
    `INSERT INTO ticketing.chargebacks_by_hand (payment_key, dispute_ref, is_returned, booked_by) VALUES ($1, $2, $3, $4)`,
    [key, disputeRef, isReturned, by],
  );
}

/** Writes what a bank took back of a debit, or returned, as a settlement; its number. */
export async function addDispute(
  client: DatabaseClient,
  payWindowId: string,
  dispute: {
    readonly kind: 'CHARGEBACK' | 'CHARGEBACK_RETURNED';
    readonly amountMinor: number;
    readonly disputeRef: string;
    readonly reason: string;
  },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO ticketing.settlements (pay_window_id, kind, amount_minor, status, gateway_ref, reason, settled_at)
     VALUES ($1, $2, $3, 'SETTLED', $4, $5, clock_timestamp()) RETURNING settlement_id AS id`,
    [payWindowId, dispute.kind, dispute.amountMinor, dispute.disputeRef, dispute.reason],
  );
  return rows[0]!.id;
}
