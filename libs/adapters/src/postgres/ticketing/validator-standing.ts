/** How far validators have come, of which the domain tells up to when all that they took is here. */
import type { ValidatorStanding } from '@rukh/domain/taps';
import type pg from 'pg';

/**
 * Of a row `place` with `device_id`: what the device said last and by Rukh's clock when, and the tap of its mark. A message of
 * a clock that is right was not kept on its way, whatever the uptime says of it, which may have stood still for a night.
 */
export const STANDING = `CASE WHEN abs(status.clock_offset_ms) <= 2000 THEN status.heard_at
      ELSE least(status.heard_at, boot.started_at + status.uptime_ms * interval '1 millisecond') END AS heard_at,
    coalesce(progress.missing > 0, false)
      OR coalesce(status.last_seq > progress.high_water_mark, status.last_seq > 0, false) AS has_gap,
    coalesce(status.queue_length, 0) AS queue_length, mark.tapped_at AS mark_at`;
export const STANDING_JOINS = `LEFT JOIN ticketing.device_status AS status ON status.device_id = place.device_id
  LEFT JOIN ticketing.device_boots AS boot ON boot.device_id = place.device_id AND boot.boot_id = status.boot_id
  LEFT JOIN ticketing.device_progress AS progress ON progress.device_id = place.device_id
  LEFT JOIN ticketing.taps AS mark ON mark.device_id = place.device_id AND mark.seq = progress.high_water_mark
    AND mark.clock_quality IN ('EXACT', 'CORRECTED')`;

/** Milliseconds since 1970 UTC. */
export const ms = (instant: string): string => `extract(epoch FROM ${instant})::float8 * 1000`;
/** As the domain has it, of a row with these columns. */
export const STANDING_FIELDS = `'heardMs', ${ms('heard_at')}, 'hasGap', has_gap, 'queueLength', queue_length,
    'markMs', ${ms('mark_at')}`;

/** Of validators in use that were on a vehicle, or heard, in the last so many days. */
export async function listStandings(pool: pg.Pool, days: number): Promise<ValidatorStanding[]> {
  const { rows } = await pool.query<{ standing: ValidatorStanding }>(
    `SELECT json_strip_nulls(json_build_object(${STANDING_FIELDS})) AS standing FROM (
       SELECT ${STANDING} FROM ticketing.devices AS place ${STANDING_JOINS}
       WHERE place.kind = 'VALIDATOR' AND place.state IN ('ACTIVE', 'SUSPENDED') AND (
         status.heard_at > now() - $1 * interval '1 day' OR EXISTS (
           SELECT FROM ticketing.device_assignments AS on_board
           WHERE on_board.device_id = place.device_id AND valid_from <= now()
             AND coalesce(valid_until, 'infinity') > now() - $1 * interval '1 day'
         )
       )
     ) AS device`,
    [days],
  );
  return rows.map(({ standing }) => standing);
}
