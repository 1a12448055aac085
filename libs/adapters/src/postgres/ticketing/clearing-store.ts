/** Runs of clearing: kept as they were made, and booked in the ledger. */
import { type OperatorDue, type SalesLine, dueOf } from '@rukh/domain/fares';
import { type CarrierDue, postClearing } from '@rukh/domain/ledger';
import type pg from 'pg';
import { LEDGER_ZONE } from '../money/ledger-zone.js';
import { type DatabaseClient, inTransaction } from '../money/in-transaction.js';
import { postTransactions } from '../money/save-charges.js';
import type { ReportRow } from './control-reports.js';

export interface NewClearingRun {
  readonly fromDay: string;
  readonly toDay: string;
  readonly rule: string;
  /** What the rule said. */
  readonly rules: unknown;
  readonly ruleVersion: number;
  readonly inputHash: Buffer;
  readonly charges: number;
  readonly madeBy: string;
  readonly lines: readonly OperatorDue[];
  readonly sales: readonly SalesLine[];
}

export interface ClearingRun {
  readonly runId: number;
  readonly fromDay: string;
  readonly toDay: string;
  readonly rule: string;
  readonly rules: unknown;
  readonly charges: number;
  readonly inputSha256: string;
  readonly madeAt: Date;
  /** Null where it is not in the ledger. */
  readonly bookedAt: Date | null;
  /** Made before the period was over: rides that came later are not in it. */
  readonly isEarly: boolean;
  /** Where a later run of the period is in the ledger instead. */
  readonly supersededBy: number | null;
  readonly lines: readonly OperatorDue[];
  readonly sales: readonly SalesLine[];
}

/** Of all who book clearing; one at a time. */
const BOOKING_LOCK = 7_205_119_030;
/** Of all who keep runs; one at a time. */
const SAVING_LOCK = 7_205_119_033;

/** Of the days of the ledger. */
const RUN = `SELECT run.run_id::float8 AS "runId", from_day::text AS "fromDay", to_day::text AS "toDay", rule, rules,
    charges::float8 AS charges, encode(input_hash, 'hex') AS "inputSha256", made_at AS "madeAt",
    (made_at AT TIME ZONE ${LEDGER_ZONE})::date <= to_day AS "isEarly", booked.booked_at AS "bookedAt", later.run_id::float8 AS "supersededBy"
  FROM ticketing.clearing_runs AS run
  LEFT JOIN ticketing.clearing_bookings AS booked USING (run_id)
  LEFT JOIN ticketing.clearing_bookings AS later ON later.supersedes = run.run_id`;
const LINES = `SELECT operator_id AS "operatorId", currency, rides::float8 AS rides, persons::float8 AS persons,
    covered_rides::float8 AS "coveredRides", metres::float8 AS metres, charged_minor::float8 AS "chargedMinor",
    apportioned_minor::float8 AS "apportionedMinor", sold_minor::float8 AS "soldMinor",
    funded_minor::float8 AS "fundedMinor", concession_rides::float8 AS "concessionRides"
  FROM ticketing.clearing_lines WHERE run_id = $1 ORDER BY operator_id, currency`;
const SALES = `SELECT fare_product_id AS "productId", currency, operator_id AS "operatorId",
    covered_rides::float8 AS "coveredRides", sold_minor::float8 AS "soldMinor"
  FROM ticketing.clearing_sales WHERE run_id = $1 ORDER BY fare_product_id, currency, operator_id`;

export class ClearingStore {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Keeps a run. Made of the same as the last one of its period and rule, it is that one: who was cut off after he had
   * kept it does so again.
   */
  async save(run: NewClearingRun): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [SAVING_LOCK]);
      return (await findSame(client, run)) ?? insertRun(client, run);
    });
  }

  async find(runId: number): Promise<ClearingRun | undefined> {
    const { rows } = await this.pool.query<ClearingRun>(`${RUN} WHERE run.run_id = $1`, [runId]);
    return rows[0] && this.#read(rows[0]);
  }

  /** With its lines. */
  async #read(run: ClearingRun): Promise<ClearingRun> {
    const lines = (await this.pool.query<OperatorDue>(LINES, [run.runId])).rows;
    return { ...run, lines, sales: (await this.pool.query<SalesLine>(SALES, [run.runId])).rows };
  }

  /**
   * The run that says what carriers have of a day: the one in the ledger, else the last one that goes by the tariff, else
   * the last. Undefined where the day was never cleared.
   */
  async findOfDay(day: string): Promise<ClearingRun | undefined> {
    const { rows } = await this.pool.query<ClearingRun>(
      `${RUN} WHERE from_day <= $1::date AND to_day >= $1::date
       ORDER BY booked.run_id IS NULL OR later.run_id IS NOT NULL, rule <> 'TARIFF', run.run_id DESC LIMIT 1`,
      [day],
    );
    return rows[0] && this.#read(rows[0]);
  }

  /**
   * Books a run: what is in the ledger of its period already is replaced. Again does nothing. Tells the booked run whose
   * period overlaps with this one's and is another, in which case nothing is booked.
   */
  async book(run: ClearingRun, bookedBy: string): Promise<ClearingRun | undefined> {
    return inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [BOOKING_LOCK]);
      const { rows } = await client.query<ClearingRun>(
        `${RUN} WHERE from_day <= $2::date AND to_day >= $1::date AND booked.run_id IS NOT NULL AND later.run_id IS NULL`,
        [run.fromDay, run.toDay],
      );
      const other = rows.find(({ fromDay, toDay }) => fromDay !== run.fromDay || toDay !== run.toDay);
      if (other) return other;
      const [before] = rows;
      const { rowCount } = await client.query(
        `INSERT INTO ticketing.clearing_bookings (run_id, supersedes, booked_by) VALUES ($1, $2, $3)
         ON CONFLICT (run_id) DO NOTHING`,
        [run.runId, before && before.runId !== run.runId ? before.runId : null, bookedBy],
      );
      if (rowCount !== 0) await post(client, run, before);
      return undefined;
    });
  }

  /** Lines of the last run of each period and rule. */
  async list(operatorId: string | undefined): Promise<ReportRow[]> {
    const { rows } = await this.pool.query<ReportRow>(
      `SELECT run.run_id::float8 AS run_id, from_day::text AS from_day, to_day::text AS to_day, rule, operator_id, currency,
         rides::float8 AS rides, persons::float8 AS persons, covered_rides::float8 AS covered_rides,
         metres::float8 AS metres, charged_minor::float8 AS charged_minor,
         apportioned_minor::float8 AS apportioned_minor, sold_minor::float8 AS sold_minor,
         funded_minor::float8 AS funded_minor, concession_rides::float8 AS concession_rides,
         (apportioned_minor + sold_minor + funded_minor)::float8 AS due_minor, encode(input_hash, 'hex') AS input_sha256
       FROM (SELECT DISTINCT ON (from_day, to_day, rule) * FROM ticketing.clearing_runs
             ORDER BY from_day, to_day, rule, run_id DESC) AS run
       JOIN ticketing.clearing_lines AS line USING (run_id)
       WHERE $1::text IS NULL OR operator_id = $1 ORDER BY from_day DESC, to_day, rule, operator_id, currency LIMIT 10000`,
      [operatorId ?? null],
    );
    return rows;
  }
}

/**
 * The last run of the period and rule, where it was made of the same; undefined where it was not, or where it was made
 * before the period was over and this one after.
 */
async function findSame(client: DatabaseClient, run: NewClearingRun): Promise<number | undefined> {
  const { rows } = await client.query<{ id: number; same: boolean }>(
    `SELECT run_id::float8 AS id, rule_version = $4 AND input_hash = $5 AND rules IS NOT DISTINCT FROM $6::jsonb
       AND ((made_at AT TIME ZONE ${LEDGER_ZONE})::date > to_day OR (clock_timestamp() AT TIME ZONE ${LEDGER_ZONE})::date <= to_day) AS same
     FROM ticketing.clearing_runs WHERE from_day = $1 AND to_day = $2 AND rule = $3 ORDER BY run_id DESC LIMIT 1`,
    [run.fromDay, run.toDay, run.rule, run.ruleVersion, run.inputHash, JSON.stringify(run.rules)],
  );
  return rows[0]?.same === true ? rows[0].id : undefined;
}

async function insertRun(client: DatabaseClient, run: NewClearingRun): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `WITH run AS (
       INSERT INTO ticketing.clearing_runs (from_day, to_day, rule, rules, rule_version, input_hash, charges, made_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING run_id
     ), lines AS (
       INSERT INTO ticketing.clearing_lines (run_id, operator_id, currency, rides, persons, charged_minor,
         apportioned_minor, funded_minor, concession_rides, covered_rides, metres, sold_minor)
       SELECT run_id, line."operatorId", currency, rides, persons, "chargedMinor", "apportionedMinor", "fundedMinor",
         "concessionRides", "coveredRides", metres, "soldMinor"
       FROM run, jsonb_to_recordset($9::jsonb) AS line ("operatorId" text, currency text, rides bigint, persons bigint,
         "chargedMinor" bigint, "apportionedMinor" bigint, "fundedMinor" bigint, "concessionRides" bigint,
         "coveredRides" bigint, metres bigint, "soldMinor" bigint)
     ), sales AS (
       INSERT INTO ticketing.clearing_sales
       SELECT run_id, line."productId", currency, "operatorId", "coveredRides", "soldMinor"
       FROM run, jsonb_to_recordset($10::jsonb) AS line ("productId" text, currency text, "operatorId" text,
         "coveredRides" bigint, "soldMinor" bigint)
     )
     SELECT run_id::float8 AS id FROM run`,
    [
      ...[run.fromDay, run.toDay, run.rule, JSON.stringify(run.rules), run.ruleVersion, run.inputHash],
      ...[run.charges, run.madeBy, JSON.stringify(run.lines), JSON.stringify(run.sales)],
    ],
  );
  return rows[0]!.id;
}

async function post(
  client: DatabaseClient,
  run: ClearingRun,
  before: ClearingRun | undefined,
): Promise<void> {
  const replaced = before ? (await client.query<OperatorDue>(LINES, [before.runId])).rows : [];
  const currencies = [...new Set([...replaced, ...run.lines].map(({ currency }) => currency))].sort();
  const duesIn = (lines: readonly OperatorDue[], currency: string): CarrierDue[] =>
    lines
      .filter((line) => line.currency === currency)
      .map((line) => ({ operatorId: line.operatorId, amountMinor: dueOf(line) }));
  await postTransactions(
    client,
    currencies.map((currency) =>
      postClearing(
        { key: `clearing:${run.runId}:${currency}`, currency },
        duesIn(replaced, currency),
        duesIn(run.lines, currency),
      ),
    ),
  );
}
