/**
 * Taps to be placed, and where they were. Who places them holds the rows of `context_pending` locked until what he
 * found is written, so that several may work at it and a look that was cut short is taken again.
 */
import type { TapContext } from '@rukh/domain/taps';
import type pg from 'pg';
import { VehicleHistories } from './vehicle-histories.js';
import { writeLooks } from './write-looks.js';

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

/** What came of a look. */
export interface Look {
  readonly tap: PendingTap;
  /** A new revision; absent where what was known still holds. */
  readonly context?: TapContext;
  /** When to look again; absent where that is not needed. */
  readonly nextMs?: number;
  /** Whether prices may depend on what changed. */
  readonly reprices: boolean;
}

export class TapContexts {
  constructor(private readonly pool: pg.Pool) {}

  /** Takes up taps accepted since the last time, of transactions that are over; answers how many, at most about `most`. */
  async takeUpNew(most: number): Promise<number> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ from: string; until: string }>(
        `SELECT accepted_xid::text AS "from", coalesce(
           (SELECT accepted_xid FROM ticketing.taps
            WHERE accepted_xid >= reader.accepted_xid AND accepted_xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY accepted_xid OFFSET $1 LIMIT 1),
           pg_snapshot_xmin(pg_current_snapshot()))::text AS "until"
         FROM ticketing.context_cursor AS reader FOR UPDATE`,
        [most],
      );
      const { from, until } = rows[0]!;
      const { rowCount } = await client.query(
        `INSERT INTO ticketing.context_pending (device_id, seq)
         SELECT device_id, seq FROM ticketing.taps
         WHERE accepted_xid >= $1::xid8 AND accepted_xid < $2::xid8 AND clock_quality <> 'IMPOSSIBLE'
         ON CONFLICT DO NOTHING`,
        [from, until],
      );
      await client.query('UPDATE ticketing.context_cursor SET accepted_xid = $1::xid8', [until]);
      await client.query('COMMIT');
      client.release();
      return rowCount ?? 0;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Has the taps of a stretch placed again, of one vehicle or of all; answers how many. */
  async lookAgain(fromMs: number, toMs: number, vehicleId?: string): Promise<number> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO ticketing.context_pending (device_id, seq)
       SELECT device_id, seq FROM ticketing.placed_taps
       WHERE tapped_at >= $1 AND tapped_at < $2 AND ($3::text IS NULL OR vehicle_id = $3)
       ON CONFLICT (device_id, seq) DO UPDATE SET due_at = '-infinity', looks = 0`,
      [new Date(fromMs), new Date(toMs), vehicleId ?? null],
    );
    return rowCount ?? 0;
  }

  /** Gives `work` at most `most` taps that are due, and writes what it finds, in one transaction; answers how many. */
  async place(
    nowMs: number,
    most: number,
    work: (taps: readonly PendingTap[], history: VehicleHistories) => Promise<readonly Look[]>,
  ): Promise<number> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const taps = await takeDue(client, nowMs, most);
      if (taps.length > 0) await writeLooks(client, await work(taps, new VehicleHistories(client)));
      await client.query('COMMIT');
      client.release();
      return taps.length;
    } catch (error) {
      // What became of the transaction is not known: the connection goes with it.
      client.release(true);
      throw error;
    }
  }

  /** Of the taps of a stretch, the share of which no trip is known; undefined where there were none. */
  async findUnlabelledShare(fromMs: number, toMs: number): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ share: number | null }>(
      `SELECT avg((trip_id IS NULL)::integer)::float8 AS share FROM ticketing.placed_taps
       WHERE tapped_at >= $1 AND tapped_at < $2`,
      [new Date(fromMs), new Date(toMs)],
    );
    return rows[0]?.share ?? undefined;
  }

  /** How many taps wait for their first look, and how many for another. */
  async countPending(): Promise<{ readonly first: number; readonly again: number }> {
    const { rows } = await this.pool.query<{ first: number; again: number }>(
      `SELECT count(*) FILTER (WHERE looks = 0)::integer AS first,
         count(*) FILTER (WHERE looks > 0)::integer AS again FROM ticketing.context_pending`,
    );
    return rows[0]!;
  }
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

async function takeDue(client: pg.ClientBase, nowMs: number, most: number): Promise<PendingTap[]> {
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
      ...toTripEnd(row.trip_end_stop_id, row.trip_end_place),
      source: row.source as TapContext['source'],
      confidence: Number(row.confidence),
    },
    ...present('vehicleId', row.vehicle_id),
    ...present('operatorId', row.operator_id),
  };
}

function toTripEnd(stopId: unknown, place: unknown): Pick<TapContext, 'tripEnd'> | object {
  return typeof stopId === 'string' ? { tripEnd: { stopId, place: Number(place) } } : {};
}

/** A member, where the database has a value for it. */
function present<K extends string>(key: K, value: unknown): Record<K, never> | object {
  return value === null || value === undefined ? {} : { [key]: value };
}
