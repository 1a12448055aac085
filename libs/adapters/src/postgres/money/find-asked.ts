/** What the gateway was asked for one payment window, an authorisation or a settlement, and how that stands. */
import { checkMinor } from '@rukh/domain/ledger';
import type { DatabaseClient } from './in-transaction.js';

export interface Asked<Kind extends string> {
  readonly payWindowId: string;
  readonly accountId: string;
  readonly kind: Kind;
  readonly amountMinor: number;
  readonly status: string;
  readonly tokenRef: string;
  readonly currency: string;
}

interface AskedRow<Kind extends string> {
  pay_window_id: string;
  kind: Kind;
  amount_minor: string;
  status: string;
  account_id: string;
  currency: string;
  token: string;
}

export async function findAsked<Kind extends string>(
  client: Pick<DatabaseClient, 'query'>,
  what: 'authorisation' | 'settlement',
  id: string,
): Promise<Asked<Kind> | undefined> {
  const { rows } = await client.query<AskedRow<Kind>>(
    `SELECT asked.pay_window_id, asked.kind, asked.amount_minor, asked.status, pay.account_id, pay.currency,
       encode(pay.token_ref, 'hex') AS token
     FROM ticketing.${what}s AS asked JOIN ticketing.pay_windows AS pay USING (pay_window_id)
     WHERE ${what}_id = $1`,
    [id],
  );
  const row = rows[0];
  return (
    row && {
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
