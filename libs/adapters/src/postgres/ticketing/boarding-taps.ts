/**
 * Taps of the last hours that a trip and a stop are known of, kept in memory: who asks every few seconds pays for what is
 * new, not for the hours. What is new is what a transaction since the last time placed or corrected.
 */
import type pg from 'pg';
import { PERSONS } from './count-persons.js';

export interface BoardingTap {
  readonly vehicleId: string;
  readonly tripId: string;
  readonly serviceDate: string;
  readonly tripIdPerformed: string;
  /** Place of the stop in the trip, from 1. */
  readonly place: number;
  readonly isExit: boolean;
  readonly atMs: number;
  readonly receivedMs: number;
  /** With companions. */
  readonly persons: number;
}

interface Row {
  readonly key: string;
  /** Null where it counts for nothing (any more). */
  readonly tap: BoardingTap | null;
}

/** No trip takes longer. */
const KEPT_MS = 3 * 3_600_000;
/** The hours are read in pieces, none of which meets the limit of a statement on a busy day. */
const PIECE_MS = 10 * 60_000;
/** A clock that went back farther makes what was let go of count again. */
const BACK_MS = 60_000;

/** More that is new than this is not read in one go: the hours are, in pieces. */
const MOST_CHANGED = 5_000;

const TAP = `CASE WHEN tap.trip_id_performed IS NOT NULL
    AND tap.trip_stop_sequence IS NOT NULL AND tap.vehicle_id IS NOT NULL
    AND tap.reason LIKE 'OK\\_%' AND tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED')
  THEN json_build_object('vehicleId', tap.vehicle_id, 'tripId', tap.trip_id, 'serviceDate', tap.service_date,
    'tripIdPerformed', tap.trip_id_performed, 'place', tap.trip_stop_sequence, 'isExit', tap.kind = 'EXIT',
    'atMs', extract(epoch FROM tap.tapped_at)::float8 * 1000, 'receivedMs', extract(epoch FROM tap.received_at)::float8 * 1000,
    'persons', ${PERSONS}) END AS tap`;

const PIECE = `SELECT tap.device_id || '/' || tap.seq AS key, ${TAP} FROM ticketing.placed_between($1, $2) AS tap`;

/**
 * Up to now: a database that was restored holds numbers of the one before, which lie ahead. Each by itself, in a subquery
 * that cannot be taken apart: joined, all taps might be gone through for some.
 */
const CHANGED = `SELECT changed.device_id || '/' || changed.seq AS key, ${TAP} FROM (
    (${listMade('tap_contexts')}) UNION (${listMade('tap_corrections')})
  ) AS changed LEFT JOIN LATERAL (
    SELECT * FROM ticketing.placed_taps AS placed
    WHERE placed.device_id = changed.device_id AND placed.seq = changed.seq LIMIT 1
  ) AS tap ON true`;

function listMade(table: string): string {
  return `SELECT device_id, seq FROM ticketing.${table}
    WHERE made_xid >= $1::xid8 AND made_xid < pg_snapshot_xmax(pg_current_snapshot()) LIMIT ${MOST_CHANGED + 1}`;
}

interface Held {
  readonly taps: Map<string, BoardingTap>;
  /** Up to which transaction they are known. */
  readonly xid: bigint;
  readonly nowMs: number;
}

export class BoardingTaps {
  #held: Held | undefined;

  constructor(private readonly pool: pg.Pool) {}

  /** In no order. After a failure the hours are read anew: what is new since would only become more. */
  async list(nowMs: number): Promise<BoardingTap[]> {
    // Asked before the taps are: what is over by then is in them, what is not is read again.
    const xid = await this.#readXid();
    const held = this.#held;
    this.#held = undefined;
    const follows = held !== undefined && xid >= held.xid && nowMs >= held.nowMs - BACK_MS;
    const taps = (follows ? await this.#follow(held) : undefined) ?? (await this.#readHours(nowMs));
    for (const [key, { atMs }] of taps) if (atMs < nowMs - KEPT_MS) taps.delete(key);
    this.#held = { taps, xid, nowMs };
    return [...taps.values()].filter(({ atMs }) => atMs <= nowMs);
  }

  /** Undefined where too much is new. */
  async #follow({ taps, xid }: Held): Promise<Map<string, BoardingTap> | undefined> {
    const changed = await this.#read(CHANGED, [String(xid)]);
    if (changed.length > MOST_CHANGED) return undefined;
    keep(taps, changed);
    return taps;
  }

  async #readHours(nowMs: number): Promise<Map<string, BoardingTap>> {
    const taps = new Map<string, BoardingTap>();
    // A little ahead as well: nothing new is told of a tap when its time comes.
    for (let fromMs = nowMs - KEPT_MS; fromMs < nowMs + KEPT_MS; fromMs += PIECE_MS) {
      keep(taps, await this.#read(PIECE, [new Date(fromMs), new Date(fromMs + PIECE_MS)]));
    }
    return taps;
  }

  async #readXid(): Promise<bigint> {
    const text = 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid';
    return BigInt((await this.pool.query<{ xid: string }>(text)).rows[0]!.xid);
  }

  async #read(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }
}

function keep(taps: Map<string, BoardingTap>, rows: readonly Row[]): void {
  for (const { key, tap } of rows) {
    if (tap === null) taps.delete(key);
    else taps.set(key, tap);
  }
}
