/** Settlements: what the gateway is to take or to give back, and what it said. */
import { type Asked, findAsked } from './find-asked.js';
import type { DatabaseClient } from './in-transaction.js';
import { putInOutbox } from './outbox.js';
import type { Answer } from './payment-store.js';

export interface SettlementRequest {
  readonly payWindowId: string;
  readonly kind: 'DEBIT' | 'CREDIT';
  readonly amountMinor: number;
  readonly authorisationId?: string;
  readonly isAtRisk?: boolean;
}

export async function requestSettlement(client: DatabaseClient, request: SettlementRequest): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO ticketing.settlements (pay_window_id, kind, amount_minor, authorisation_id, is_at_risk)
     VALUES ($1, $2, $3, $4, $5) RETURNING settlement_id AS id`,
    [
      request.payWindowId,
      request.kind,
      request.amountMinor,
      request.authorisationId,
      request.isAtRisk ?? false,
    ],
  );
  await putInOutbox(client, 'SETTLE', [rows[0]!.id]);
}

export interface Settlement extends Asked<SettlementRequest['kind']> {
  readonly settlementId: string;
}

export async function findSettlement(
  client: Pick<DatabaseClient, 'query'>,
  settlementId: string,
): Promise<Settlement | undefined> {
  const asked = await findAsked<SettlementRequest['kind']>(client, 'settlement', settlementId);
  return asked && { settlementId, ...asked };
}

/** False where it was answered before. */
export async function answerSettlement(
  client: DatabaseClient,
  settlementId: string,
  status: 'SETTLED' | 'REJECTED' | 'FAILED',
  { gatewayRef, reason }: Answer,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE ticketing.settlements SET status = $2, gateway_ref = $3, reason = $4, settled_at = clock_timestamp()
     WHERE settlement_id = $1 AND status = 'PENDING'`,
    [settlementId, status, gatewayRef, reason],
  );
  return rowCount === 1;
}
