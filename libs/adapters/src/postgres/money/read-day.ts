/** A day in figures: the taps of a local date, what became of them, what was booked, what cards were asked for. */
import type { Disposition } from '@rukh/domain/fares';
import { STRUCK_OUT } from '@rukh/domain/taps';
import type pg from 'pg';
import { LEDGER_ZONE } from './ledger-zone.js';

/** Counts and sums by what they are of. */
export interface DayLine {
  readonly name: string;
  readonly count: number;
  readonly amountMinor: number;
}

export interface DayReport {
  readonly date: string;
  readonly timeZone: string;
  readonly currency: string | null;
  /** By outcome of acceptance; what was struck out by itself. */
  readonly taps: readonly DayLine[];
  readonly completeness: {
    readonly devices: number;
    /** Numbers that devices gave up to their last tap of the day, since the one before the day, and that are not here. */
    readonly missingTaps: number;
    /** Accepted taps that no charge is of yet. */
    readonly unpricedTaps: number;
    readonly unlabelledTaps: number;
    readonly labelledTaps: number;
  };
  /** Charges that hold, of the fare day, by disposition. */
  readonly charges: readonly DayLine[];
  readonly nominalMinor: number;
  /**
   * From the full price to what is to be paid, by kind of step: how many rides had one, and what all come to. Concessions
   * that nobody owes for are `CONCESSION_UNFUNDED`.
   */
  readonly steps: readonly DayLine[];
  readonly billedMinor: number;
  /** Came too late to be asked for. */
  readonly writtenOffMinor: number;
  /** Rides on media that were reported lost before: nobody is asked, the scheme bears it. */
  readonly lostMinor: number;
  /** Those rides by who failed: the device, or the scheme, whose list was not there yet. */
  readonly losses: readonly DayLine[];
  /** What others owe for riders, by funding body. */
  readonly funded: readonly DayLine[];
  /** Revisions after the first, made on whatever day, of rides of the fare day, by cause. */
  readonly adjustments: readonly DayLine[];
  /** Passes and tickets sold on the date, by product. */
  readonly sales: readonly DayLine[];
  /** Passes refunded on the date, by product; the amount is what was given back. */
  readonly passRefunds: readonly DayLine[];
  /** Fines issued on the date, by what became of them since. */
  readonly fines: readonly DayLine[];
  /** Booked on the date, by kind; the amount is that of all debits. */
  readonly booked: readonly DayLine[];
  /** Of what was booked on the date, by account; riders, carriers and funding bodies as one each. */
  readonly movements: readonly DayLine[];
  /** Pay windows of the fare day by state; the amount is what they come to. */
  readonly windows: readonly DayLine[];
  /** Of those windows, by kind and status; what goes back to a card, or its bank took back, is below nought. */
  readonly settlements: readonly DayLine[];
  /** From when on taps of the fare day are late, and why from then on; null while it is open. */
  readonly closing: { readonly closesAt: Date; readonly reason: 'COMPLETE' | 'TIMEOUT' } | null;
  readonly seal: { readonly hash: string; readonly previousHash: string; readonly sealedAt: Date } | null;
}

/** Widest day: that on which clocks go back, and fare days that begin in the morning. */
const OF_DATE = `tap.tapped_at >= $1::date::timestamp AT TIME ZONE ${LEDGER_ZONE}
  AND tap.tapped_at < ($1::date + 1)::timestamp AT TIME ZONE ${LEDGER_ZONE}`;
/** Taps that are said to be nobody's, of a stolen device: the last correction holds. */
const STRUCK = `EXISTS (
  SELECT FROM ticketing.tap_corrections AS made
  WHERE made.device_id = tap.device_id AND made.seq = tap.seq AND made.outcome = '${STRUCK_OUT}' AND NOT EXISTS (
    SELECT FROM ticketing.tap_corrections AS later
    WHERE later.device_id = made.device_id AND later.seq = made.seq AND later.revision > made.revision
  )
)`;
const TAPS_OF_DAY = `FROM ticketing.taps AS tap WHERE ${OF_DATE}`;
/** What was sent and is no tap has no time of its own but that at which it came. */
const NO_TAPS_OF_DAY = `FROM ticketing.tap_tombstones AS gone, ticketing.ledger_settings
  WHERE received_at >= $1::date::timestamp AT TIME ZONE time_zone
    AND received_at < ($1::date + 1)::timestamp AT TIME ZONE time_zone AND NOT is_lost
    AND NOT EXISTS (SELECT FROM ticketing.taps AS mended WHERE mended.device_id = gone.device_id AND mended.seq = gone.seq)`;
const CHARGES_OF_DAY = `FROM ticketing.charges AS charge
  WHERE charge.fare_date = $1 AND charge.tapped_at >= $1::date - interval '2 days'
    AND charge.tapped_at < $1::date + interval '3 days'`;
const LAST = `AND NOT EXISTS (
  SELECT FROM ticketing.charges AS later WHERE later.ride_ref = charge.ride_ref AND later.revision > charge.revision
)`;
/** The disposition, and the code of its reason. */
const LOST: Disposition = 'LOST_MEDIUM';
const COUNT = 'count(*)::float8 AS count';

const STATEMENTS = {
  taps: `SELECT CASE WHEN ${STRUCK} THEN '${STRUCK_OUT}' ELSE tap.outcome END AS name, ${COUNT}, 0::float8 AS "amountMinor"
    ${TAPS_OF_DAY} GROUP BY 1
    UNION ALL SELECT 'REJECTED_FORM', ${COUNT}, 0::float8 ${NO_TAPS_OF_DAY} HAVING count(*) > 0 ORDER BY 1`,
  charges: `SELECT disposition AS name, ${COUNT}, sum(amount_minor)::float8 AS "amountMinor"
    ${CHARGES_OF_DAY} ${LAST} AND disposition <> 'VOID' GROUP BY 1 ORDER BY 1`,
  steps: `SELECT CASE WHEN step ->> 'kind' = 'CONCESSION' AND coalesce(funded_minor, 0) = 0 THEN 'CONCESSION_UNFUNDED'
      ELSE step ->> 'kind' END AS name, count(DISTINCT ride_ref)::float8 AS count,
      sum((step ->> 'amountMinor')::bigint)::float8 AS "amountMinor"
    FROM (SELECT charge.* ${CHARGES_OF_DAY} ${LAST} AND disposition <> 'VOID') AS charge,
    LATERAL json_array_elements(details -> 'adjustments') AS made (step) GROUP BY 1 ORDER BY 1`,
  losses: `SELECT told #>> '{inputs,fault}' AS name, ${COUNT}, sum(amount_minor)::float8 AS "amountMinor"
    FROM (SELECT charge.* ${CHARGES_OF_DAY} ${LAST} AND disposition = '${LOST}') AS charge,
    LATERAL json_array_elements(details -> 'reasons') AS every (told) WHERE told ->> 'code' = '${LOST}' GROUP BY 1 ORDER BY 1`,
  funded: `SELECT funding_body_id AS name, ${COUNT}, sum(funded_minor)::float8 AS "amountMinor"
    ${CHARGES_OF_DAY} ${LAST} AND funding_body_id IS NOT NULL GROUP BY 1 ORDER BY 1`,
  adjustments: `SELECT cause AS name, ${COUNT}, sum(charge.amount_minor - before.amount_minor)::float8 AS "amountMinor"
    FROM (SELECT charge.* ${CHARGES_OF_DAY} AND charge.revision > 1) AS charge
    JOIN ticketing.charges AS before ON before.charge_id = charge.supersedes,
    LATERAL array_to_string(charge.causes, ', ') AS cause GROUP BY 1 ORDER BY 1`,
  sales: `SELECT fare_product_id AS name, ${COUNT}, sum(price_minor)::float8 AS "amountMinor" FROM (
      SELECT fare_product_id, price_minor, sold_at FROM ticketing.travel_rights
      UNION ALL SELECT fare_product_id, price_minor, sold_at FROM ticketing.tickets
    ) AS sold, ticketing.ledger_settings WHERE sold_at >= $1::date::timestamp AT TIME ZONE time_zone
      AND sold_at < ($1::date + 1)::timestamp AT TIME ZONE time_zone GROUP BY 1 ORDER BY 1`,
  passRefunds: `SELECT fare_product_id AS name, ${COUNT}, sum(refunded_minor)::float8 AS "amountMinor"
    FROM ticketing.travel_rights, ticketing.ledger_settings
    WHERE refunded_at >= $1::date::timestamp AT TIME ZONE time_zone
      AND refunded_at < ($1::date + 1)::timestamp AT TIME ZONE time_zone GROUP BY 1 ORDER BY 1`,
  fines: `SELECT fine.state AS name, ${COUNT}, sum(amount_minor)::float8 AS "amountMinor"
    FROM ticketing.fines AS fine, ticketing.ledger_settings WHERE issued_at >= $1::date::timestamp AT TIME ZONE time_zone
      AND issued_at < ($1::date + 1)::timestamp AT TIME ZONE time_zone GROUP BY 1 ORDER BY 1`,
  booked: `SELECT head.kind AS name, count(DISTINCT head.transaction_id)::float8 AS count,
      coalesce(sum(entry.amount_minor) FILTER (WHERE entry.amount_minor > 0), 0)::float8 AS "amountMinor"
    FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
    WHERE head.ledger_date = $1 GROUP BY 1 ORDER BY 1`,
  movements: `SELECT CASE WHEN account ~ '^(rider|operator|funding|cash|fine):' THEN split_part(account, ':', 1) || ':*'
        ELSE account END AS name, ${COUNT}, sum(entry.amount_minor)::float8 AS "amountMinor"
    FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
    WHERE head.ledger_date = $1 GROUP BY 1 ORDER BY 1`,
  windows: `SELECT state AS name, ${COUNT}, sum(net_minor)::float8 AS "amountMinor"
    FROM ticketing.pay_windows WHERE fare_date = $1 GROUP BY 1 ORDER BY 1`,
  settlements: `SELECT made.kind || ' ' || made.status AS name, ${COUNT},
      sum(CASE WHEN made.kind IN ('CREDIT', 'CHARGEBACK') THEN -made.amount_minor ELSE made.amount_minor END)::float8 AS "amountMinor"
    FROM ticketing.settlements AS made JOIN ticketing.pay_windows AS pay USING (pay_window_id)
    WHERE pay.fare_date = $1 GROUP BY 1 ORDER BY 1`,
} as const;

/**
 * What is missing since the tap before the first of the day, as the report of completeness has it: a number that was settled to be
 * no tap is not missing, nor is one whose tap is of another day.
 */
const COMPLETENESS = `SELECT count(*)::float8 AS devices, coalesce(sum(last - prior - settled.n), 0)::float8 AS "missingTaps"
  FROM (
    SELECT device_id, last, coalesce((
        SELECT max(seq) FROM ticketing.taps AS before WHERE before.device_id = device.device_id AND before.seq < first
      ), first - 1) AS prior
    FROM (
      SELECT tap.device_id, max(tap.seq) AS last, min(tap.seq) AS first ${TAPS_OF_DAY} GROUP BY tap.device_id
    ) AS device
  ) AS spanned
  CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM (
      SELECT seq FROM ticketing.taps AS here
      WHERE here.device_id = spanned.device_id AND here.seq > prior AND here.seq <= last
      UNION SELECT seq FROM ticketing.tap_tombstones AS gone
      WHERE gone.device_id = spanned.device_id AND gone.seq > prior AND gone.seq <= last AND NOT is_lost
    ) AS number
  ) AS settled`;

/**
 * What taps became is read as it lies, device by device and by time, not tap by tap, which took half a minute on a busy
 * machine. Only of taps without a charge of their own time, perhaps corrected since, is each looked for by itself.
 */
const PRICED = `WITH accepted AS MATERIALIZED (
    SELECT tap.device_id, tap.seq, tap.kind ${TAPS_OF_DAY} AND tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED') AND NOT ${STRUCK}
  ), labelled AS (
    SELECT DISTINCT span.device_id, context.seq
    FROM (SELECT device_id, min(seq) AS first, max(seq) AS last FROM accepted GROUP BY 1) AS span
    CROSS JOIN LATERAL (
      SELECT seq FROM ticketing.tap_contexts AS found
      WHERE found.device_id = span.device_id AND found.seq BETWEEN span.first AND span.last AND trip_id IS NOT NULL OFFSET 0
    ) AS context
  ), priced AS MATERIALIZED (
    SELECT ride_ref FROM ticketing.charges AS tap WHERE ${OF_DATE} AND revision = 1
  ), looked AS (
    SELECT labelled.seq IS NOT NULL AS is_labelled, CASE WHEN tap.kind = 'EXIT' OR priced.ride_ref IS NOT NULL THEN true
      ELSE EXISTS (SELECT FROM ticketing.charges AS moved WHERE moved.ride_ref = tap.device_id || '/' || tap.seq) END AS is_priced
    FROM accepted AS tap LEFT JOIN labelled USING (device_id, seq)
    LEFT JOIN priced ON priced.ride_ref = tap.device_id || '/' || tap.seq
  )
  SELECT count(*) FILTER (WHERE NOT is_priced)::float8 AS "unpricedTaps",
    count(*) FILTER (WHERE NOT is_labelled)::float8 AS "unlabelledTaps",
    count(*) FILTER (WHERE is_labelled)::float8 AS "labelledTaps" FROM looked`;

const TOTALS = `SELECT min(charge.currency) AS currency, coalesce(sum(nominal_minor), 0)::float8 AS "nominalMinor",
    coalesce(sum(billed_minor), 0)::float8 AS "billedMinor",
    coalesce(sum(amount_minor - billed_minor) FILTER (WHERE disposition <> '${LOST}'), 0)::float8 AS "writtenOffMinor",
    coalesce(sum(amount_minor - billed_minor) FILTER (WHERE disposition = '${LOST}'), 0)::float8 AS "lostMinor"
  ${CHARGES_OF_DAY} ${LAST} AND disposition <> 'VOID'`;

const SEAL = `SELECT encode(hash, 'hex') AS hash, encode(previous_hash, 'hex') AS "previousHash", sealed_at AS "sealedAt"
  FROM ticketing.ledger_days WHERE ledger_date = $1`;

const CLOSING = `SELECT closes_at AS "closesAt", reason FROM ticketing.fare_day_closings WHERE fare_date = $1`;

type Counts = Omit<DayReport['completeness'], 'unpricedTaps' | 'unlabelledTaps' | 'labelledTaps'>;
type Priced = Omit<DayReport['completeness'], 'devices' | 'missingTaps'>;
type Totals = Pick<DayReport, 'currency' | 'nominalMinor' | 'billedMinor' | 'writtenOffMinor' | 'lostMinor'>;

/** @param date `YYYY-MM-DD` */
export async function readDayReport(pool: pg.Pool, date: string): Promise<DayReport> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const list = async <Row extends object>(text: string): Promise<Row[]> =>
      (await client.query<Row>(text, [date])).rows;
    const lines = {} as Record<keyof typeof STATEMENTS, DayLine[]>;
    for (const name of Object.keys(STATEMENTS) as (keyof typeof STATEMENTS)[]) {
      lines[name] = await list<DayLine>(STATEMENTS[name]);
    }
    const [counts] = await list<Counts>(COMPLETENESS);
    const [priced] = await list<Priced>(PRICED);
    const [totals] = await list<Totals>(TOTALS);
    const [seal] = await list<NonNullable<DayReport['seal']>>(SEAL);
    const [closing] = await list<NonNullable<DayReport['closing']>>(CLOSING);
    const zone = await client.query<{ zone: string }>(
      'SELECT time_zone AS zone FROM ticketing.ledger_settings',
    );
    await client.query('COMMIT');
    client.release();
    return {
      date,
      timeZone: zone.rows[0]!.zone,
      ...totals!,
      ...lines,
      completeness: { ...counts!, ...priced! },
      closing: closing ?? null,
      seal: seal ?? null,
    };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

export interface AccountBalance {
  readonly account: string;
  readonly balanceMinor: number;
  readonly entries: number;
}

/** Balances of accounts that begin with a text, e.g. `funding:`; in their order. */
export async function listBalances(pool: pg.Pool, prefix: string, limit: number): Promise<AccountBalance[]> {
  const { rows } = await pool.query<AccountBalance>(
    `SELECT account, balance_minor::float8 AS "balanceMinor", entries::float8 AS entries
     FROM ticketing.ledger_balances WHERE starts_with(account, $1) ORDER BY account LIMIT $2`,
    [prefix, limit],
  );
  return rows;
}
