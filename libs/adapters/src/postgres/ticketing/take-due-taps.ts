/** Taps whose place is due to be looked for, with what was found last; locked until the end of the transaction. */
import type { TapContext } from '@rukh/domain/taps';
import type pg from 'pg';

/** A tap whose place is due to be looked for. */
export interface PendingTap {
  readonly deviceId: string;
  readonly seq: number;
  /** Looks before this one. */
  readonly looks: number;
  readonly receivedMs: number;
  readonly atMs: number;
  readonly kind: string;
  readonly clockQuality: string;
  readonly tokenRef: Buffer;
  readonly claimed: {
    readonly tripId?: string;
    readonly routeId?: string;
    readonly stopId?: string;
  };
  readonly vehicleId?: string;
  readonly operatorId?: string;
  /** What was found last. */
  readonly last?: LastContext;
}

export interface LastContext {
  readonly revision: number;
  readonly context: TapContext;
  readonly vehicleId?: string;
  readonly operatorId?: string;
}

interface PendingRow {
  readonly device_id: string;
  readonly seq: number;
  readonly looks: number;
  readonly received_ms: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly clock_quality: string;
  readonly token_ref: Buffer;
  readonly claimed: Readonly<Record<string, unknown>> | null;
  readonly vehicle_id: string | null;
  readonly operator_id: string | null;
  readonly revision: number | null;
  readonly last: Readonly<Record<string, unknown>> | null;
}

export async function takeDue(client: pg.ClientBase, nowMs: number, most: number): Promise<PendingTap[]> {
  const { rows } = await client.query<PendingRow>(
    `WITH due AS (
       SELECT device_id, seq, looks FROM ticketing.context_pending WHERE due_at <= $1
       ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
     )
     SELECT device_id, tap.seq::float8 AS seq, due.looks, kind,
       extract(epoch FROM tapped_at)::float8 * 1000 AS at_ms, extract(epoch FROM received_at)::float8 * 1000 AS received_ms,
       clock_quality, token_ref, claimed, tap.vehicle_id, tap.operator_id, context_revision AS revision,
       (SELECT to_jsonb(c) FROM ticketing.tap_contexts AS c
        WHERE c.device_id = tap.device_id AND c.seq = tap.seq AND c.revision = context_revision) AS last
     FROM due JOIN ticketing.placed_taps AS tap USING (device_id, seq)`,
    [new Date(nowMs), most],
  );
  return rows.map(toPending);
}

function toPending(row: PendingRow): PendingTap {
  const claimed = row.claimed ?? {};
  return {
    deviceId: row.device_id,
    seq: row.seq,
    looks: row.looks,
    receivedMs: row.received_ms,
    atMs: row.at_ms,
    kind: row.kind,
    clockQuality: row.clock_quality,
    tokenRef: row.token_ref,
    claimed: {
      ...present('tripId', claimed.trip_id ?? claimed.tripId),
      ...present('routeId', claimed.route_id ?? claimed.routeId),
      ...present('stopId', claimed.stop_id ?? claimed.stopId),
    },
    ...present('vehicleId', row.vehicle_id),
    ...present('operatorId', row.operator_id),
    ...(row.last && row.revision !== null ? { last: toLast(row.revision, row.last) } : {}),
  };
}

function toLast(revision: number, row: Readonly<Record<string, unknown>>): LastContext {
  return {
    revision,
    context: {
      ...present('tripId', row.trip_id),
      ...present('serviceDate', row.service_date),
      ...present('tripIdPerformed', row.trip_id_performed),
      ...present('routeId', row.route_id),
      ...present('directionId', row.direction_id),
      ...present('stopId', row.stop_id),
      ...present('stopSequence', row.stop_sequence),
      ...present('place', row.trip_stop_sequence),
      ...present('metres', row.trip_metres),
      ...toTripEnd(row),
      source: row.source as TapContext['source'],
      confidence: Number(row.confidence),
    },
    ...present('vehicleId', row.vehicle_id),
    ...present('operatorId', row.operator_id),
  };
}

function toTripEnd(row: Readonly<Record<string, unknown>>): Pick<TapContext, 'tripEnd'> | object {
  const { trip_end_stop_id: stopId, trip_end_place: place, trip_end_metres: metres } = row;
  return typeof stopId === 'string'
    ? { tripEnd: { stopId, place: Number(place), ...present('metres', metres) } }
    : {};
}

/** A member, where the database has a value for it. */
function present<K extends string>(key: K, value: unknown): Record<K, never> | object {
  return value === null || value === undefined ? {} : { [key]: value };
}
