/** What carriers are owed, and the cash that they and other sellers hold and owe, by currency. */
import { type CarrierPosition, checkMinor } from '@rukh/domain/ledger';
import type pg from 'pg';
import type { DatabaseClient } from '../money/in-transaction.js';

export interface CarrierClaim extends CarrierPosition {
  readonly operatorId: string;
  readonly operatorName: string;
  /** Else a seller, a kiosk or a desk, that is owed no share and is paid nothing. */
  readonly isCarrier: boolean;
  readonly currency: string;
  /** The account that it is paid out to; null where none was named yet. */
  readonly iban: string | null;
  /** Which naming of it that is. */
  readonly accountChangeId: string | null;
}

/** Of all who declare payouts or book cash that is handed in; one at a time. */
const CLAIMING_LOCK = 7_205_119_032;

/** Until the end of the transaction nobody else claims what is free. */
export async function lockClaims(client: DatabaseClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [CLAIMING_LOCK]);
}

/** Carriers, and whoever else took cash. */
const KNOWN = `(
    SELECT operator_id FROM ticketing.operators
    UNION SELECT substr(account, 6) FROM ticketing.ledger_balance_parts WHERE account LIKE 'cash:%'
  )`;

/** Cash has the currency of its last entry: each ride that is paid in cash is an entry, which are too many to sum up. */
const CASH = `SELECT known.operator_id, (
    SELECT head.currency FROM ticketing.ledger_entries AS entry
    JOIN ticketing.ledger_transactions AS head USING (transaction_id)
    WHERE entry.account = 'cash:' || known.operator_id ORDER BY entry.transaction_id DESC LIMIT 1
  ) AS currency, (
    SELECT balance_minor FROM ticketing.ledger_balances WHERE account = 'cash:' || known.operator_id
  ) AS cash
  FROM ${KNOWN} AS known`;

const CLAIMS = `SELECT summed.operator_id AS "operatorId", coalesce(carrier.name, summed.operator_id) AS "operatorName",
    carrier.operator_id IS NOT NULL AS "isCarrier", currency,
    owed::float8 AS "owedMinor", open::float8 AS "openMinor", cash::float8 AS "cashMinor",
    open_set_off::float8 AS "openSetOffMinor", account.iban, account.change_id::text AS "accountChangeId"
  FROM (
    SELECT operator_id, currency, coalesce(sum(owed), 0) AS owed, coalesce(sum(cash), 0) AS cash,
      coalesce(sum(open), 0) AS open, coalesce(sum(set_off), 0) AS open_set_off
    FROM (
      SELECT known.operator_id, head.currency, -entry.amount_minor AS owed, 0 AS cash, 0 AS open, 0 AS set_off
      FROM ticketing.operators AS known
      JOIN ticketing.ledger_entries AS entry ON entry.account = 'operator:' || known.operator_id
      JOIN ticketing.ledger_transactions AS head USING (transaction_id)
      UNION ALL SELECT operator_id, currency, 0, cash, 0, 0 FROM (${CASH}) AS held
      WHERE currency IS NOT NULL
      UNION ALL SELECT operator_id, currency, 0, 0, amount_minor + set_off_minor, set_off_minor
      FROM ticketing.payouts WHERE state IN ('DECLARED', 'APPROVED')
    ) AS moved GROUP BY 1, 2
  ) AS summed
  LEFT JOIN ticketing.operators AS carrier ON carrier.operator_id = summed.operator_id
  LEFT JOIN LATERAL (
    SELECT iban, change_id FROM ticketing.operator_accounts AS named WHERE named.operator_id = summed.operator_id
    ORDER BY change_id DESC LIMIT 1
  ) AS account ON true
  WHERE $1::text IS NULL OR (summed.operator_id = $1 AND currency = $2)
  ORDER BY summed.operator_id, currency`;

/** Of each that is owed anything, or ever took cash. */
export async function listClaims(pool: pg.Pool): Promise<CarrierClaim[]> {
  return (await pool.query<CarrierClaim>(CLAIMS, [null, null])).rows;
}

/** Of one; undefined where nothing was ever booked for it. */
export async function findClaim(
  client: DatabaseClient,
  operatorId: string,
  currency: string,
): Promise<CarrierClaim | undefined> {
  const { rows } = await client.query<CarrierClaim>(CLAIMS, [operatorId, currency]);
  const [claim] = rows;
  if (claim !== undefined) {
    for (const minor of [claim.owedMinor, claim.openMinor, claim.cashMinor, claim.openSetOffMinor]) {
      checkMinor(minor);
    }
  }
  return claim;
}

/** In which a carrier or seller took cash, null where it never did; undefined where nobody is known by that name. */
export async function findCashCurrency(
  client: DatabaseClient,
  operatorId: string,
): Promise<string | null | undefined> {
  const { rows } = await client.query<{ currency: string | null }>(`${CASH} WHERE known.operator_id = $1`, [
    operatorId,
  ]);
  return rows[0]?.currency;
}
