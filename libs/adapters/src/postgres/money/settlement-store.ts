/** Settlements: what the gateway is to take or to give back, and what it said. */
import { checkMinor } from '@rukh/domain/ledger';
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

export interface Settlement {
  readonly settlementId: string;
  readonly payWindowId: string;
  readonly accountId: string;
  readonly kind: 'DEBIT' | 'CREDIT';
  readonly amountMinor: number;
  readonly status: string;
  readonly tokenRef: string;
  readonly currency: string;
}

export async function findSettlement(
  client: Pick<DatabaseClient, 'query'>,
  settlementId: string,
): Promise<Settlement | undefined> {
  const { rows } = await client.query<SettlementRow>(
    `SELECT made.pay_window_id, made.kind, made.amount_minor, made.status, pay.account_id, pay.currency,
       encode(pay.token_ref, 'hex') AS token
     FROM ticketing.settlements AS made JOIN ticketing.pay_windows AS pay USING (pay_window_id)
     WHERE settlement_id = $1`,
    [settlementId],
  );
  const row = rows[0];
  return (
    row && {
      settlementId,
      payWindowId: row.pay_window_id,
      accountId: row.account_id,
      kind: row.kind,
      amountMinor: checkMinor(Number(row.amount_minor)),
      status: row.status,
      tokenRef: row.token,
      currency: row.currency,
    }
  );
}

interface SettlementRow {
  pay_window_id: string;
  kind: 'DEBIT' | 'CREDIT';
  amount_minor: string;
  status: string;
  account_id: string;
  currency: string;
  token: string;
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
