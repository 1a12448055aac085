/** What is known of a medium on a vehicle, and of the validators that it may have been held to. */
import type { InspectedTap, InspectedValidator } from '@rukh/domain/taps';
import type pg from 'pg';
import { STANDING, STANDING_FIELDS, STANDING_JOINS, ms } from './validator-standing.js';

/** All that a verdict goes by. */
export interface InspectionCase {
  readonly taps: readonly InspectedTap[];
  readonly validators: readonly InspectedValidator[];
  readonly hasUndatedTap: boolean;
  readonly isOnDenyList: boolean;
}

/** A row `tap` of placed_taps as a verdict sees it; allowed is what was accepted and let in by the device. */
export const INSPECTED_TAP = `json_build_object('atMs', ${ms('tap.tapped_at')}, 'isExit', tap.kind = 'EXIT', 'isAllowed',
  tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED', 'LATE_EXPIRED') AND tap.reason LIKE 'OK\\_%')`;
const LOOK_BACK = '12 hours';

/** On the vehicle at some time since the ride may have begun. */
const VALIDATORS = `SELECT place.device_id, left_at, ${STANDING}
  FROM (
    SELECT device_id, max(coalesce(valid_until, 'infinity')) AS left_at
    FROM ticketing.device_assignments JOIN ticketing.devices USING (device_id)
    WHERE vehicle_id = $1 AND kind = 'VALIDATOR' AND valid_from <= now() AND coalesce(valid_until, 'infinity') > $3
    GROUP BY device_id
  ) AS place ${STANDING_JOINS}`;

const READ_CASE = `WITH validators AS (${VALIDATORS})
  SELECT (
    SELECT json_agg(${INSPECTED_TAP})
    FROM ticketing.placed_taps AS tap WHERE token_ref = $2 AND vehicle_id = $1 AND tapped_at > now() - interval '${LOOK_BACK}'
  ) AS taps, (
    SELECT json_agg(json_strip_nulls(json_build_object(${STANDING_FIELDS},
      'leftMs', CASE WHEN left_at <= now() THEN ${ms('left_at')} END))) FROM validators
  ) AS validators, EXISTS (
    SELECT FROM ticketing.taps AS tap
    WHERE token_ref = $2 AND outcome = 'QUARANTINED_CLOCK' AND reason LIKE 'OK\\_%'
      AND received_at > now() - interval '${LOOK_BACK}' AND device_id IN (SELECT device_id FROM validators)
      AND NOT EXISTS (
        SELECT FROM ticketing.tap_corrections AS made WHERE made.device_id = tap.device_id AND made.seq = tap.seq
      )
  ) AS undated, (
    ticketing.is_to_be_listed($2)
    OR EXISTS (SELECT FROM ticketing.media WHERE token_ref = $2 AND state IN ('BLOCKED', 'LOST', 'REPLACED'))
  ) AS denied`;

export interface InspectedRide {
  readonly vehicleId: string;
  readonly tokenRef: Buffer;
  /** When it may have begun at the earliest. */
  readonly sinceMs: number;
}

export async function readInspectionCase(pool: pg.Pool, ride: InspectedRide): Promise<InspectionCase> {
  const { rows } = await pool.query<{
    taps: InspectedTap[] | null;
    validators: InspectedValidator[] | null;
    undated: boolean;
    denied: boolean;
  }>(READ_CASE, [ride.vehicleId, ride.tokenRef, new Date(ride.sinceMs)]);
  const { taps, validators, undated, denied } = rows[0]!;
  return {
    taps: taps ?? [],
    validators: validators ?? [],
    hasUndatedTap: undated,
    isOnDenyList: denied,
  };
}
