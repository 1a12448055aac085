/** Payments that banks took back, within a transaction that has the account locked. */
import type { DatabaseClient } from './in-transaction.js';

/** A payment that the gateway took for us: of a pay window, or put in by a rider. */
export interface TakenPayment {
  readonly accountId: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** Undefined of money that was put in. */
  readonly settlement?: { readonly settlementId: string; readonly payWindowId: string };
}

const PAYMENTS = {
  settle: `SELECT pay.account_id AS "accountId", pay.currency, made.amount_minor::float8 AS "amountMinor",
      json_build_object('settlementId', made.settlement_id::text, 'payWindowId', made.pay_window_id::text) AS settlement
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
  const [, of, id] = /^(settle|top-up):(\d{1,18})$/.exec(key) ?? [];
  if (of === undefined) return undefined;
  const { rows } = await client.query<TakenPayment>(PAYMENTS[of as keyof typeof PAYMENTS], [id]);
  return rows[0];
}

/** What was booked under a key of the ledger: the sum of its debits; undefined where nothing was. */
export async function findBookedAmount(client: DatabaseClient, key: string): Promise<number | undefined> {
  const { rows } = await client.query<{ amount: number }>(
    `SELECT sum(entry.amount_minor)::float8 AS amount FROM ticketing.ledger_transactions
     JOIN ticketing.ledger_entries AS entry USING (transaction_id)
     WHERE idempotency_key = $1 AND entry.amount_minor > 0 HAVING count(*) > 0`,
    [key],
  );
  return rows[0]?.amount;
}

/** Writes what a bank took back of a debit, or returned, as a settlement; its number. */
export async function addDispute(
  client: DatabaseClient,
  { settlementId, payWindowId }: NonNullable<TakenPayment['settlement']>,
  dispute: {
    readonly kind: 'CHARGEBACK' | 'CHARGEBACK_RETURNED';
    readonly amountMinor: number;
    readonly disputeRef: string;
    readonly reason: string;
  },
): Promise<string> {
  await client.query('UPDATE ticketing.settlements SET is_charged_back = true WHERE settlement_id = $1', [
    settlementId,
  ]);
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO ticketing.settlements (pay_window_id, kind, amount_minor, status, gateway_ref, reason, settled_at)
     VALUES ($1, $2, $3, 'SETTLED', $4, $5, clock_timestamp()) RETURNING settlement_id AS id`,
    [payWindowId, dispute.kind, dispute.amountMinor, dispute.disputeRef, dispute.reason],
  );
  return rows[0]!.id;
}
