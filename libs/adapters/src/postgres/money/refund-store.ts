/** Refunds: who asked, who granted, and what of a ride may still be given back. */
import { type RefundState, checkMinor } from '@rukh/domain/ledger';
import type { DatabaseClient } from './in-transaction.js';

export interface RefundableRide {
  readonly chargeId: string;
  readonly rideRef: string;
  readonly accountId: string;
  readonly payer: string;
  readonly currency: string;
  /** Of refunds that were not rejected. */
  readonly refundedMinor: number;
  /** Asked for, less those refunds. */
  readonly refundableMinor: number;
}

/** The ride of a charge (of whatever revision), with its account locked. */
export async function findRefundable(
  client: DatabaseClient,
  chargeId: string,
): Promise<RefundableRide | undefined> {
  const { rows } = await client.query<RefundableRow>(
    `SELECT now.charge_id, now.ride_ref, now.account_id, now.payer, now.currency, now.billed_minor, coalesce((
        SELECT sum(amount_minor) FROM ticketing.refunds WHERE ride_ref = now.ride_ref AND state <> 'REJECTED'
      ), 0) AS refunded
     FROM ticketing.charges AS given
     JOIN ticketing.current_charges AS now ON now.ride_ref = given.ride_ref
     WHERE given.charge_id = $1`,
    [chargeId],
  );
  const row = rows[0];
  if (!row) return undefined;
  const refundedMinor = checkMinor(Number(row.refunded));
  return {
    chargeId: row.charge_id,
    rideRef: row.ride_ref,
    accountId: row.account_id,
    payer: row.payer,
    currency: row.currency,
    refundedMinor,
    refundableMinor: checkMinor(Number(row.billed_minor) - refundedMinor),
  };
}

/** What was granted back of rides to the accounts that had them, by ride. */
export async function loadRefunded(
  client: DatabaseClient,
  rides: readonly { readonly rideRef: string; readonly accountId: string }[],
): Promise<ReadonlyMap<string, number>> {
  if (rides.length === 0) return new Map();
  const { rows } = await client.query<{ ride_ref: string; sum: string }>(
    `SELECT ride_ref, sum(amount_minor) AS sum FROM ticketing.refunds
     JOIN unnest($1::text[], $2::bigint[]) AS given (ride_ref, account_id) USING (ride_ref, account_id)
     WHERE state IN ('APPROVED', 'PAID') GROUP BY ride_ref`,
    [rides.map(({ rideRef }) => rideRef), rides.map(({ accountId }) => accountId)],
  );
  return new Map(rows.map(({ ride_ref: ref, sum }) => [ref, checkMinor(Number(sum))]));
}

interface RefundableRow {
  charge_id: string;
  ride_ref: string;
  account_id: string;
  payer: string;
  currency: string;
  billed_minor: string;
  refunded: string;
}

export interface Refund {
  readonly refundId: string;
  readonly chargeId: string;
  readonly rideRef: string;
  readonly accountId: string;
  readonly currency: string;
  /** What is asked for, and once it is decided what is given back. */
  readonly amountMinor: number;
  /** What was asked for, where less is given back. */
  readonly askedMinor: number | null;
  readonly reason: string;
  readonly state: RefundState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** What the rider is told of the decision. */
  readonly decisionNote: string | null;
}

/** All but of which ride it is. */
export const REFUND_COLUMNS = `refund_id AS "refundId", currency, amount_minor::float8 AS "amountMinor", asked_minor::float8 AS "askedMinor", reason, state,
  requested_by AS "requestedBy", requested_at AS "requestedAt", decided_by AS "decidedBy",
  decided_at AS "decidedAt", decision_note AS "decisionNote"`;
const COLUMNS = `${REFUND_COLUMNS}, charge_id AS "chargeId", ride_ref AS "rideRef", account_id AS "accountId"`;

export async function insertRefund(
  client: DatabaseClient,
  ride: RefundableRide,
  refund: Pick<Refund, 'amountMinor' | 'reason' | 'state' | 'requestedBy'>,
): Promise<Refund> {
  const { rows } = await client.query<Refund>(
    `INSERT INTO ticketing.refunds
       (charge_id, ride_ref, account_id, currency, amount_minor, reason, state, requested_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
    [
      ride.chargeId,
      ride.rideRef,
      ride.accountId,
      ride.currency,
      refund.amountMinor,
      refund.reason,
      refund.state,
      refund.requestedBy,
    ],
  );
  return rows[0]!;
}

/** Locked until the end of the transaction. */
export async function findRefund(client: DatabaseClient, refundId: string): Promise<Refund | undefined> {
  const { rows } = await client.query<Refund>(
    `SELECT ${COLUMNS} FROM ticketing.refunds WHERE refund_id = $1 FOR UPDATE`,
    [refundId],
  );
  return rows[0];
}

/** A person's decision; `amountMinor` is what is given back of what was asked for. */
export async function saveRefundDecision(
  client: DatabaseClient,
  refundId: string,
  decided: Pick<Refund, 'state' | 'amountMinor' | 'decisionNote'> & { readonly decidedBy: string },
): Promise<Refund> {
  const { rows } = await client.query<Refund>(
    `UPDATE ticketing.refunds SET state = $2, amount_minor = $3,
       asked_minor = CASE WHEN amount_minor > $3 THEN amount_minor END,
       decided_by = $4, decision_note = $5, decided_at = clock_timestamp()
     WHERE refund_id = $1 RETURNING ${COLUMNS}`,
    [refundId, decided.state, decided.amountMinor, decided.decidedBy, decided.decisionNote],
  );
  return rows[0]!;
}

/** It is given back. */
export async function payRefund(client: DatabaseClient, refundId: string): Promise<Refund> {
  const { rows } = await client.query<Refund>(
    `UPDATE ticketing.refunds SET state = 'PAID' WHERE refund_id = $1 RETURNING ${COLUMNS}`,
    [refundId],
  );
  return rows[0]!;
}

/** Of one state, or of one account, the newest first. */
export async function listRefunds(
  client: Pick<DatabaseClient, 'query'>,
  { state, accountId }: { readonly state?: RefundState | undefined; readonly accountId?: number },
  limit: number,
): Promise<Refund[]> {
  const { rows } = await client.query<Refund>(
    `SELECT ${COLUMNS} FROM ticketing.refunds
     WHERE ($1::text IS NULL OR state = $1) AND ($2::bigint IS NULL OR account_id = $2)
     ORDER BY refund_id DESC LIMIT $3`,
    [state, accountId, limit],
  );
  return rows;
}

/**
 * Granted refunds to cards are paid once none of their windows has money to give back, or is asking for some: what was taken
 * went back, or what is owed is that much less. Answers how many.
 */
export async function payRefunds(pool: Pick<DatabaseClient, 'query'>): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE ticketing.refunds AS refund SET state = 'PAID' WHERE state = 'APPROVED' AND NOT EXISTS (
       SELECT FROM ticketing.pay_window_items AS item JOIN ticketing.pay_windows AS pay USING (pay_window_id)
       WHERE item.refund_id = refund.refund_id AND (
         pay.state IN ('OPEN', 'NO_AUTH_DONE') OR pay.settled_minor > greatest(pay.net_minor, 0)
         OR EXISTS (SELECT FROM ticketing.settlements AS made WHERE made.pay_window_id = pay.pay_window_id AND status = 'PENDING')
         OR EXISTS (SELECT FROM ticketing.authorisations AS asked WHERE asked.pay_window_id = pay.pay_window_id
           AND status = 'PENDING' AND kind <> 'CARD_CHECK')
       )
     )`,
  );
  return rowCount ?? 0;
}
