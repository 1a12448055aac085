/**
 * Taps that nobody made: what came in under the name of a device while its key was in a thief's hands. They stay, as all taps do, and
 * are corrected to be none: whose fares they were is priced again, and gets back what was taken. Who struck one out by mistake says
 * its time again, by a correction.
 */
import { STRUCK_OUT } from '@rukh/domain/taps';
import type pg from 'pg';

export interface StrikeOut {
  readonly deviceId: string;
  /** By when they came in: when they were made is what the thief said. */
  readonly receivedFromMs: number;
  readonly receivedUntilMs: number;
  readonly reason: string;
  readonly madeBy: string;
}

/** In one statement: a busy validator makes so many in some days. */
const MOST_AT_ONCE = 5_000;

/** @returns how many were struck out; undefined where there is no such device */
export async function strikeTaps(pool: pg.Pool, strike: StrikeOut): Promise<number | undefined> {
  const { deviceId, receivedFromMs, receivedUntilMs, reason, madeBy } = strike;
  const known = await pool.query('SELECT FROM ticketing.devices WHERE device_id = $1', [deviceId]);
  if (known.rowCount === 0) return undefined;
  const values = [
    ...[deviceId, new Date(receivedFromMs), new Date(receivedUntilMs), reason, madeBy],
    ...[STRUCK_OUT, MOST_AT_ONCE],
  ];
  let struck = 0;
  for (let made = MOST_AT_ONCE; made === MOST_AT_ONCE; struck += made) {
    ({ made } = (await pool.query<{ made: number }>(STRIKE, values)).rows[0]!);
  }
  const detail = { from: new Date(receivedFromMs), until: new Date(receivedUntilMs), reason, struck };
  await pool.query(
    "INSERT INTO ticketing.device_changes (device_id, made_by, change, detail) VALUES ($1, $2, 'TAPS_STRUCK', $3)",
    [deviceId, madeBy, JSON.stringify(detail)],
  );
  return struck;
}

// What the device refused is charged to nobody. Accounts in their order, so that two of these do not wait for one another.
const STRIKE = `WITH tap AS (
    SELECT tap.device_id, tap.seq, tap.token_ref, coalesce(last.revision, 0) AS revision,
      coalesce(last.tapped_at, tap.tapped_at) AS tapped_at, coalesce(last.clock_quality, tap.clock_quality) AS clock_quality
    FROM ticketing.taps AS tap LEFT JOIN LATERAL (
      SELECT * FROM ticketing.tap_corrections AS made
      WHERE made.device_id = tap.device_id AND made.seq = tap.seq ORDER BY revision DESC LIMIT 1
    ) AS last ON true
    WHERE tap.device_id = $1 AND tap.received_at >= $2 AND tap.received_at < $3
      AND coalesce(last.outcome, tap.outcome) NOT IN ('DENIED_RECORDED', $6)
    ORDER BY tap.seq LIMIT $7
  ), made AS (
    INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
    SELECT device_id, seq, revision + 1, tapped_at, clock_quality, $4, $5, $6 FROM tap
    ON CONFLICT DO NOTHING RETURNING device_id, seq
  ), owed AS (
    SELECT account_id, min(tapped_at) AS since
    FROM tap JOIN made USING (device_id, seq) JOIN ticketing.media_accounts AS held USING (token_ref)
    WHERE held.valid_from <= tapped_at AND held.valid_until > tapped_at GROUP BY account_id ORDER BY account_id
  ), priced AS (
    SELECT ticketing.reprice(account_id, since, 'STRUCK') FROM owed
  )
  SELECT (SELECT count(*) FROM made)::integer AS made, (SELECT count(*) FROM priced) AS priced`;
