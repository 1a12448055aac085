/** Pay windows that something is to be done about, found by indexes that hold no others. */
import type pg from 'pg';
import type { AggregationLimits } from '@rukh/domain/ledger';

export interface DueWindow {
  readonly payWindowId: string;
  readonly accountId: string;
}

type Row = { id: string; account: string };

const toWindows = ({ rows }: { rows: Row[] }): DueWindow[] =>
  rows.map(({ id, account }) => ({ payWindowId: id, accountId: account }));

/** Open ones whose day is over, for good or with all its taps here, or that came to a limit. */
export async function listDueToClose(
  pool: pg.Pool,
  { cumulativeMinor, openMinutes, graceMs, completeUntilMs }: AggregationLimits,
  nowMs: number,
  limit: number,
): Promise<DueWindow[]> {
  return toWindows(
    await pool.query<Row>(
      `SELECT pay_window_id AS id, account_id AS account FROM ticketing.pay_windows
       WHERE state = 'OPEN' AND (closes_at <= $5 OR ($2 > 0 AND net_minor >= $2)
         OR ($3 > 0 AND opened_at <= $1::timestamptz - make_interval(mins => $3)))
       ORDER BY closes_at LIMIT $4`,
      [
        new Date(nowMs),
        cumulativeMinor,
        openMinutes,
        limit,
        new Date(Math.max(nowMs, completeUntilMs + graceMs)),
      ],
    ),
  );
}

/** A credit that the gateway refused is asked for again so much later. */
const REFUSED_FOR = '1 day';

/** Those of which something is to be given back, debts of which nothing is left, losses that became smaller. */
export async function listUnsettled(pool: pg.Pool, limit: number): Promise<DueWindow[]> {
  return toWindows(
    await pool.query<Row>(
      `SELECT pay_window_id AS id, account_id AS account FROM ticketing.pay_windows
       WHERE (settled_minor > greatest(net_minor, 0) OR (state = 'DEBT' AND net_minor <= settled_minor)
         OR lost_minor > greatest(net_minor - settled_minor, 0))
         AND NOT EXISTS (
           SELECT FROM ticketing.settlements AS refused WHERE refused.pay_window_id = pay_windows.pay_window_id
             AND kind = 'CREDIT' AND status = 'FAILED' AND settled_at > clock_timestamp() - interval '${REFUSED_FOR}'
         )
       ORDER BY pay_window_id LIMIT $1`,
      [limit],
    ),
  );
}

/** Debts whose next attempt is due. */
export async function listDueRecoveries(pool: pg.Pool, nowMs: number, limit: number): Promise<DueWindow[]> {
  return toWindows(
    await pool.query<Row>(
      `SELECT pay_window_id AS id, account_id AS account FROM ticketing.pay_windows
       WHERE state = 'DEBT' AND recover_at <= $1 ORDER BY recover_at LIMIT $2`,
      [new Date(nowMs), limit],
    ),
  );
}

/** How many have money to give back that the gateway refused to. */
export async function countRefusedCredits(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ticketing.pay_windows
     WHERE settled_minor > greatest(net_minor, 0) AND EXISTS (
       SELECT FROM ticketing.settlements AS refused WHERE refused.pay_window_id = pay_windows.pay_window_id
         AND kind = 'CREDIT' AND status = 'FAILED'
     )`,
  );
  return rows[0]!.count;
}
