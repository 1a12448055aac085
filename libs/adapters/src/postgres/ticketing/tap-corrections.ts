/** Times of taps that are made right after they were accepted. Each is a row of its own; the last holds. */
import { CLOCK_LIMITS, type TapDate, type UndatedTap } from '@rukh/domain/taps';
import type pg from 'pg';

export interface ListedUndated extends UndatedTap {
  readonly deviceId: string;
  readonly seq: number;
}

export interface TapCorrection {
  readonly deviceId: string;
  readonly seq: number;
  readonly tappedAtMs: number;
  readonly quality: TapDate['quality'];
  readonly reason: string;
  readonly madeBy: string;
}

/** Why a tap cannot have been made at a time. */
export type CorrectionFault = 'BEFORE_DEVICE' | 'AFTER_RECEIPT';
export type CorrectionAnswer = 'MADE' | 'NO_TAP' | CorrectionFault;

export class TapCorrections {
  /** @param lateDays what came in later than so many days after it is never charged */
  constructor(
    private readonly pool: pg.Pool,
    private readonly lateDays: number,
  ) {}

  /** Taps without a sure time that nobody has corrected, the newest first, with what their neighbours say. */
  async listUndated(limit: number): Promise<ListedUndated[]> {
    const { rows } = await this.pool.query<ListedUndated>(LIST_UNDATED, [limit]);
    return rows;
  }

  /**
   * Corrects a tap, and has its rider priced again from the earlier of both times. Nobody taps on a device before it is
   * put up, nor after the tap has come in: what was mistyped would be charged by another tariff, or by none.
   */
  async add(correction: TapCorrection): Promise<CorrectionAnswer> {
    const { deviceId, seq, tappedAtMs, quality, reason, madeBy } = correction;
    const { rows } = await this.pool.query<{ fault: CorrectionFault | null; isMade: boolean }>(ADD, [
      ...[deviceId, seq, new Date(tappedAtMs), quality, reason, madeBy],
      ...[CLOCK_LIMITS.futureMs, this.lateDays],
    ]);
    const [answer] = rows;
    if (!answer) return 'NO_TAP';
    if (answer.fault) return answer.fault;
    // Somebody else corrected it at the same time: this one comes after it.
    return answer.isMade ? 'MADE' : this.add(correction);
  }
}

const MS = (time: string): string => `(extract(epoch FROM ${time}) * 1000)::float8`;

const LIST_UNDATED = `SELECT tap.device_id AS "deviceId", tap.seq::float8 AS seq, tap.uptime_ms::float8 AS "uptimeMs",
    ${MS('tap.received_at')} AS "receivedAtMs", ${MS('device.provisioned_at')} AS "provisionedAtMs",
    tap.clock_quality = 'BOUNDED' AS "isBounded", ${MS('boot.started_at')} AS "bootStartedAtMs",
    ${MS('greatest(earlier.tapped_at, boot_before.at)')} AS "afterMs",
    ${MS('least(later.tapped_at, boot_after.at)')} AS "beforeMs"
  FROM ticketing.taps AS tap
  JOIN ticketing.devices AS device USING (device_id)
  LEFT JOIN ticketing.device_boots AS boot USING (device_id, boot_id)
  LEFT JOIN LATERAL (
    SELECT tapped_at FROM ticketing.taps AS other
    WHERE other.device_id = tap.device_id AND other.seq < tap.seq AND clock_quality IN ('EXACT', 'CORRECTED')
    ORDER BY seq DESC LIMIT 1
  ) AS earlier ON true
  LEFT JOIN LATERAL (
    SELECT tapped_at FROM ticketing.taps AS other
    WHERE other.device_id = tap.device_id AND other.seq > tap.seq AND clock_quality IN ('EXACT', 'CORRECTED')
    ORDER BY seq LIMIT 1
  ) AS later ON true
  LEFT JOIN LATERAL (
    SELECT max(last_heard_at) AS at FROM ticketing.device_boots AS other
    WHERE other.device_id = tap.device_id AND other.boot_id < tap.boot_id
  ) AS boot_before ON true
  LEFT JOIN LATERAL (
    SELECT min(started_at) AS at FROM ticketing.device_boots AS other
    WHERE other.device_id = tap.device_id AND other.boot_id > tap.boot_id
  ) AS boot_after ON true
  WHERE tap.clock_quality IN ('BOUNDED', 'IMPOSSIBLE') AND tap.outcome <> 'DENIED_RECORDED' AND tap.boot_id IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM ticketing.tap_corrections AS made WHERE made.device_id = tap.device_id AND made.seq = tap.seq
    )
  ORDER BY tap.received_at DESC LIMIT $1`;

// What was refused on board stays refused at whatever time: nobody rode.
const ADD = `WITH tap AS (
    SELECT taps.*, coalesce(last.revision, 0) AS revision, coalesce(last.tapped_at, taps.tapped_at) AS was_at,
      CASE WHEN $3::timestamptz < date_trunc('milliseconds', provisioned_at) THEN 'BEFORE_DEVICE'
        WHEN $3::timestamptz > received_at + $7 * interval '1 ms' THEN 'AFTER_RECEIPT' END AS fault
    FROM ticketing.taps JOIN ticketing.devices USING (device_id) LEFT JOIN LATERAL (
      SELECT revision, made.tapped_at FROM ticketing.tap_corrections AS made
      WHERE made.device_id = taps.device_id AND made.seq = taps.seq ORDER BY revision DESC LIMIT 1
    ) AS last ON true
    WHERE taps.device_id = $1 AND taps.seq = $2
  ), made AS (
    INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
    SELECT device_id, seq, revision + 1, $3::timestamptz, $4, $5, $6,
      CASE WHEN outcome = 'DENIED_RECORDED' THEN outcome
        WHEN $3::timestamptz < received_at - $8 * interval '24 hours' THEN 'LATE_EXPIRED' ELSE 'ACCEPTED' END
    FROM tap WHERE fault IS NULL
    ON CONFLICT DO NOTHING RETURNING device_id
  ), priced AS (
    SELECT ticketing.reprice(account_id, least(was_at, $3::timestamptz), 'CLOCK')
    FROM tap JOIN made USING (device_id) JOIN ticketing.media_accounts AS held USING (token_ref)
    WHERE held.valid_from <= greatest(was_at, $3::timestamptz) AND held.valid_until > least(was_at, $3::timestamptz)
  )
  SELECT fault, EXISTS (SELECT FROM made) AS "isMade", (SELECT count(*) FROM priced) AS priced FROM tap`;
