/** What funding bodies owe for riders of a period, by the revisions that hold: each sum can be counted out of rides. */
import { NO_CURRENCY } from '@rukh/domain/fares';
import type pg from 'pg';

/** Fare days, both included, YYYY-MM-DD. */
export interface FundingPeriod {
  readonly fromDay: string;
  readonly toDay: string;
}

export interface FundingSum {
  readonly currency: string;
  readonly rides: number;
  readonly riders: number;
  /** By the riders themselves. */
  readonly paidMinor: number;
  readonly fundedMinor: number;
}

export interface FundingBalance {
  /** For rides of all time, by the ledger; in the ledger's currency. */
  readonly owedMinor: number;
  /** What the body has paid of that. */
  readonly receivedMinor: number;
  /** What is left of it; below nought where the body has paid too much. */
  readonly outstandingMinor: number;
}

export interface FundingBodyDue extends FundingSum, FundingBalance {
  readonly fundingBodyId: string;
}

/** Rides that were funded alike. */
export interface FundingLine extends FundingSum {
  readonly operatorId: string | null;
  readonly riderCategoryId: string;
  readonly tariffVersion: string;
  /** Row of the tariff that made the ride cheaper. */
  readonly ruleId: string | null;
  /** Of one ride. */
  readonly eachMinor: number;
}

export interface FundingDay extends FundingSum {
  readonly day: string;
}

const SUMS = `charge.currency, count(*)::float8 AS rides, count(DISTINCT charge.account_id)::float8 AS riders,
    sum(charge.amount_minor)::float8 AS "paidMinor", sum(charge.funded_minor)::float8 AS "fundedMinor"`;

/** A fare day begins on its date, and is over before the date after the next begins. */
const FUNDED = `FROM ticketing.current_charges AS charge
  WHERE charge.fare_date BETWEEN $1::date AND $2::date AND charge.disposition <> 'VOID' AND charge.funding_body_id IS NOT NULL
    AND charge.tapped_at >= $1::date - interval '1 day' AND charge.tapped_at < $2::date + interval '3 days'`;

const RULE = `coalesce(
    (SELECT step ->> 'ruleId' FROM json_array_elements(charge.details -> 'adjustments') AS made (step)
      WHERE step ->> 'kind' = 'CONCESSION' LIMIT 1),
    (SELECT step ->> 'ruleId' FROM json_array_elements(charge.details -> 'reasons') AS why (step)
      WHERE step ->> 'code' = 'FARE' LIMIT 1))`;

/** Of a body that owes for no ride of the period: its account's, else that of all that is booked, else none (ISO 4217); sums are nought then. */
const ACCOUNT_CURRENCY = `(SELECT head.currency FROM ticketing.ledger_entries AS entry
      JOIN ticketing.ledger_transactions AS head USING (transaction_id)
      WHERE entry.account = 'funding:' || body.operator_id ORDER BY entry.transaction_id DESC LIMIT 1),
    (SELECT head.currency FROM ticketing.ledger_transactions AS head ORDER BY head.transaction_id DESC LIMIT 1), '${NO_CURRENCY}'`;

const BALANCE = `(coalesce(balance_minor, 0) + coalesce(received, 0))::float8 AS "owedMinor",
    coalesce(received, 0)::float8 AS "receivedMinor", coalesce(balance_minor, 0)::float8 AS "outstandingMinor"`;

/** Looked up by account: the view, joined, would sum up the account of every rider. */
const BALANCES = `LEFT JOIN LATERAL (
    SELECT sum(balance_minor)::bigint AS balance_minor FROM ticketing.ledger_balance_parts
    WHERE account = 'funding:' || body.operator_id
  ) AS kept ON true
  LEFT JOIN (
    SELECT funding_body_id, sum(amount_minor) AS received FROM ticketing.funding_payments
    WHERE taken_back_at IS NULL GROUP BY 1
  ) AS payment ON payment.funding_body_id = body.operator_id`;

export class FundingDues {
  constructor(private readonly pool: pg.Pool) {}

  /** All funding bodies, those that owe nothing too; by id. */
  async listBodies({ fromDay, toDay }: FundingPeriod): Promise<FundingBodyDue[]> {
    const { rows } = await this.pool.query<FundingBodyDue>(
      `SELECT body.operator_id AS "fundingBodyId", coalesce(due.currency, ${ACCOUNT_CURRENCY}) AS currency,
         coalesce(rides, 0) AS rides,
         coalesce(riders, 0) AS riders, coalesce("paidMinor", 0) AS "paidMinor",
         coalesce("fundedMinor", 0) AS "fundedMinor",
         ${BALANCE}
       FROM ticketing.operators AS body
       LEFT JOIN (SELECT charge.funding_body_id, ${SUMS} ${FUNDED} GROUP BY 1, 2) AS due
         ON due.funding_body_id = body.operator_id
       ${BALANCES}
       WHERE body.role = 'FUNDING_BODY' OR rides > 0 OR balance_minor <> 0 OR received > 0 ORDER BY 1, 2`,
      [fromDay, toDay],
    );
    return rows;
  }

  /** Of one, without counting any ride; undefined where nobody is called that. */
  async findBalance(fundingBodyId: string): Promise<FundingBalance | undefined> {
    const { rows } = await this.pool.query<FundingBalance>(
      `SELECT ${BALANCE} FROM ticketing.operators AS body ${BALANCES} WHERE body.operator_id = $1`,
      [fundingBodyId],
    );
    return rows[0];
  }

  /** By carrier, category, tariff and rule, with what is owed for one ride. */
  async listLines(fundingBodyId: string, { fromDay, toDay }: FundingPeriod): Promise<FundingLine[]> {
    const { rows } = await this.pool.query<FundingLine>(
      `SELECT charge.operator_id AS "operatorId", charge.details ->> 'riderCategoryId' AS "riderCategoryId",
         charge.tariff_version AS "tariffVersion", ${RULE} AS "ruleId", charge.funded_minor::float8 AS "eachMinor", ${SUMS}
       ${FUNDED} AND charge.funding_body_id = $3 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5`,
      [fromDay, toDay, fundingBodyId],
    );
    return rows;
  }

  async listDays(fundingBodyId: string, { fromDay, toDay }: FundingPeriod): Promise<FundingDay[]> {
    const { rows } = await this.pool.query<FundingDay>(
      `SELECT charge.fare_date::text AS day, ${SUMS} ${FUNDED} AND charge.funding_body_id = $3
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [fromDay, toDay, fundingBodyId],
    );
    return rows;
  }
}
