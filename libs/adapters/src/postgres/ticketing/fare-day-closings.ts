/** Closings of fare days: written once each, read by all who take in taps. */
import type { FareDayClosing } from '@rukh/domain/taps';
import type pg from 'pg';
import { ms } from './validator-standing.js';

/** No day waits longer than a week, and each is closed after the one before. */
const LAST = 10;

/** A day that another process has closed meanwhile is closed as it said. Answers how many are new. */
export async function addFareDayClosings(
  pool: pg.Pool,
  closings: readonly FareDayClosing[],
): Promise<number> {
  const { rowCount } = await pool.query(
    `INSERT INTO ticketing.fare_day_closings (fare_date, ends_at, closes_at, reason)
     SELECT * FROM unnest($1::date[], $2::timestamptz[], $3::timestamptz[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      closings.map(({ fareDate }) => fareDate),
      closings.map(({ endsAtMs }) => new Date(endsAtMs)),
      closings.map(({ closesAtMs }) => new Date(closesAtMs)),
      closings.map(({ reason }) => reason),
    ],
  );
  return rowCount ?? 0;
}

/** The last days that are closed, or will be soon; the newest first. */
export async function listFareDayClosings(pool: pg.Pool): Promise<FareDayClosing[]> {
  const { rows } = await pool.query<FareDayClosing>(
    `SELECT fare_date::text AS "fareDate", ${ms('ends_at')} AS "endsAtMs", ${ms('closes_at')} AS "closesAtMs", reason
     FROM ticketing.fare_day_closings ORDER BY fare_date DESC LIMIT ${LAST}`,
  );
  return rows;
}
