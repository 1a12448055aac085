/**
 * Taps to be placed, and where they were. Who places them holds the rows of `context_pending` locked until what he
 * found is written, so that several may work at it and a look that was cut short is taken again.
 */
import type pg from 'pg';
import { type PendingTap, takeDue } from './take-due-taps.js';
import { VehicleHistories } from './vehicle-histories.js';
import { type Look, writeLooks } from './write-looks.js';

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
       SELECT device_id, seq FROM ticketing.placed_between($1, $2)
       WHERE tapped_at < $2 AND ($3::text IS NULL OR vehicle_id = $3)
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
      `SELECT avg((trip_id IS NULL)::integer)::float8 AS share FROM ticketing.placed_between($1, $2)
       WHERE tapped_at < $2`,
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
