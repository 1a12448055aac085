/** The taps that prices of some accounts depend on, since an instant each: each with its last correction and its last context. */
import type { FareTap } from '@rukh/domain/fares';
import type { MediaType, TapExtra, TapKind } from '@rukh/domain/taps';
import type { DatabaseClient } from './in-transaction.js';
import { given } from './given.js';
import { Losses } from './load-losses.js';
import { type WantedAccount, toColumns } from './wanted-accounts.js';

export interface LoadedTap extends FareTap {
  readonly tokenRef: string;
  /** Since when it is known as it is: when it came, or was last corrected. */
  readonly knownMs: number;
  /** Its place in the order in which taps, and corrections of them, became durable. */
  readonly place: number;
}

interface TapRow {
  account_id: string;
  device_id: string;
  seq: string;
  at: number;
  known: number;
  place: number;
  kind: TapKind;
  media_type: MediaType;
  token: string;
  deny_list_version: number;
  fare_media_id: string | null;
  extras: TapExtra[] | null;
  vehicle_id: string | null;
  operator_id: string | null;
  trip_id: string | null;
  route_id: string | null;
  direction_id: number | null;
  stop_id: string | null;
  stop_place: number | null;
  trip_metres: number | null;
  trip_end_stop_id: string | null;
  trip_end_place: number | null;
  trip_end_metres: number | null;
}

const TAP_COLUMNS = `owned.account_id, tap.device_id, tap.seq, tap.kind, tap.media_type,
  (extract(epoch FROM coalesce(fixed.tapped_at, tap.tapped_at)) * 1000)::float8 AS at,
  (extract(epoch FROM coalesce(fixed.made_at, tap.received_at)) * 1000)::float8 AS known,
  coalesce(fixed.made_xid, tap.accepted_xid)::text::float8 AS place,
  encode(tap.token_ref, 'hex') AS token, tap.deny_list_version, medium.fare_media_id, tap.extras,
  coalesce(context.vehicle_id, tap.vehicle_id) AS vehicle_id, coalesce(context.operator_id, tap.operator_id) AS operator_id,
  context.trip_id, context.route_id, context.direction_id, context.stop_id, context.trip_stop_sequence AS stop_place,
  context.trip_metres, context.trip_end_stop_id, context.trip_end_place, context.trip_end_metres`;

const TAP_PARTS = `JOIN ticketing.media AS medium ON medium.token_ref = tap.token_ref
  LEFT JOIN LATERAL (
    SELECT tapped_at, outcome, made_at, made_xid FROM ticketing.tap_corrections AS fixed
    WHERE fixed.device_id = tap.device_id AND fixed.seq = tap.seq ORDER BY revision DESC LIMIT 1
  ) AS fixed ON true
  LEFT JOIN LATERAL (
    SELECT trip_id, route_id, direction_id, stop_id, trip_stop_sequence, trip_metres, trip_end_stop_id, trip_end_place,
      trip_end_metres, vehicle_id, operator_id
    FROM ticketing.tap_contexts AS context
    WHERE context.device_id = tap.device_id AND context.seq = tap.seq ORDER BY revision DESC LIMIT 1
  ) AS context ON true
  WHERE coalesce(fixed.outcome, tap.outcome) IN ('ACCEPTED', 'LATE_ACCEPTED')
  AND coalesce(fixed.tapped_at, tap.tapped_at) >= owned.since
  AND coalesce(fixed.tapped_at, tap.tapped_at) >= owned.valid_from
  AND coalesce(fixed.tapped_at, tap.tapped_at) < owned.valid_until
  -- What an older transaction may still come before is taken up when pricing follows it: so that no order is missed.
  AND NOT (tap.accepted_xid >= (SELECT pg_snapshot_xmin(pg_current_snapshot()))
    AND tap.accepted_xid < (SELECT pg_snapshot_xmax(pg_current_snapshot())) AND tap.received_at > now() - interval '1 hour')`;

const OWNED = `SELECT wanted.account_id, wanted.since, owner.token_ref, owner.valid_from, owner.valid_until
  FROM unnest($1::bigint[], $2::timestamptz[]) AS wanted (account_id, since)
  JOIN ticketing.media_accounts AS owner USING (account_id)`;

/** Accepted taps by account, each with its last correction, its last context, and whether its medium was reported lost by then. */
export async function loadTaps(
  client: DatabaseClient,
  wanted: readonly WantedAccount[],
): Promise<Map<string, LoadedTap[]>> {
  const values = toColumns(wanted);
  const byTime = await client.query<TapRow>(
    `WITH owned AS (${OWNED}) SELECT ${TAP_COLUMNS} FROM owned
     JOIN ticketing.taps AS tap ON tap.token_ref = owned.token_ref AND tap.tapped_at >= owned.since
       AND ticketing.week_of(tap.tapped_at) >= ticketing.week_of(owned.since) ${TAP_PARTS}`,
    values,
  );
  // Taps that a correction brought after the instant; there are few corrections.
  const byCorrection = await client.query<TapRow>(
    `WITH owned AS (${OWNED}) SELECT ${TAP_COLUMNS} FROM (
       SELECT DISTINCT device_id, seq FROM ticketing.tap_corrections
       WHERE tapped_at >= (SELECT min(since) FROM unnest($2::timestamptz[]) AS since)
     ) AS moved
     JOIN ticketing.taps AS tap USING (device_id, seq)
     JOIN owned ON owned.token_ref = tap.token_ref AND tap.tapped_at < owned.since ${TAP_PARTS}`,
    values,
  );
  const losses = await Losses.load(client, values[0]);
  const taps = new Map<string, LoadedTap[]>(wanted.map(({ accountId }) => [accountId, []]));
  for (const row of [...byTime.rows, ...byCorrection.rows]) {
    taps.get(row.account_id)!.push({ ...toTap(row), ...findLoss(row, losses) });
  }
  return taps;
}

function toTap(row: TapRow): LoadedTap {
  return {
    ref: `${row.device_id}/${row.seq}`,
    deviceId: row.device_id,
    seq: Number(row.seq),
    atMs: row.at,
    knownMs: row.known,
    place: row.place,
    kind: row.kind,
    mediaType: row.media_type,
    extras: row.extras ?? [],
    tokenRef: row.token,
    mediumRef: row.token,
    ...given('fareMediaId', row.fare_media_id),
    ...given('vehicleId', row.vehicle_id),
    ...given('operatorId', row.operator_id),
    ...given('routeId', row.route_id),
    ...given('tripId', row.trip_id),
    ...given('directionId', row.direction_id),
    ...given('stopId', row.stop_id),
    ...given('stopSequence', row.stop_place),
    ...given('tripMetres', row.trip_metres),
    ...(row.trip_end_stop_id !== null && { tripEnd: toTripEnd(row.trip_end_stop_id, row) }),
  };
}

/** Of what was paid for on board nothing is asked afterwards, whoever had it. */
function findLoss(row: TapRow, losses: Losses): Pick<FareTap, 'loss'> {
  if (row.media_type === 'CASH' || row.media_type === 'PAPER') return {};
  const { account_id: accountId, token: tokenRef, at: atMs, deny_list_version: denyListVersion } = row;
  const loss = losses.find({ accountId, tokenRef, atMs, denyListVersion });
  return loss ? { loss } : {};
}

function toTripEnd(stopId: string, row: TapRow): NonNullable<FareTap['tripEnd']> {
  return {
    stopId,
    ...given('stopSequence', row.trip_end_place),
    ...given('tripMetres', row.trip_end_metres),
  };
}
