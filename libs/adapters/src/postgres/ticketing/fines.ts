/** Fines that inspectors issued, and their falling away; each step is in `ticketing.fine_events`. */
import type { InspectedTap } from '@rukh/domain/taps';
import type pg from 'pg';
import { INSPECTED_TAP } from './inspection-case.js';

export const FINE_STATES = ['ISSUED', 'PAID', 'VOIDED', 'TO_REFUND'] as const;
export type FineState = (typeof FINE_STATES)[number];

export interface Fine {
  readonly fineId: number;
  readonly state: FineState;
  readonly amountMinor: number;
  readonly currency: string;
}

/** A fine that is not void, with a tap of the medium on the vehicle. */
export interface FineWithTap {
  readonly fineId: number;
  readonly state: FineState;
  readonly lockedAtMs: number;
  readonly rideSinceMs: number;
  readonly deviceId: string;
  readonly seq: number;
  readonly tap: InspectedTap;
}

const SELECT_FINE = `SELECT fine_id::float8 AS "fineId", fine.state, amount_minor::float8 AS "amountMinor", currency
  FROM ticketing.fines AS fine JOIN ticketing.inspections USING (inspection_id)
  JOIN ticketing.inspection_sessions USING (session_id) WHERE inspector_id = $2`;

export class Fines {
  constructor(private readonly pool: pg.Pool) {}

  /** A fine for what an inspection of this inspector found; the one there is where it was issued before. */
  async issue(
    inspectionId: number,
    inspectorId: string,
    { amountMinor, currency }: Pick<Fine, 'amountMinor' | 'currency'>,
  ): Promise<Fine | undefined> {
    await this.pool.query(
      `WITH found AS (
         SELECT inspection_id, result FROM ticketing.inspections JOIN ticketing.inspection_sessions USING (session_id)
         WHERE inspection_id = $1 AND inspector_id = $2 AND result <> 'VALID'
       ), fine AS (
         INSERT INTO ticketing.fines (inspection_id, amount_minor, currency) SELECT inspection_id, $3, $4 FROM found
         ON CONFLICT (inspection_id) DO NOTHING RETURNING fine_id
       )
       INSERT INTO ticketing.fine_events (fine_id, state, actor, reason)
       SELECT fine_id, 'ISSUED', 'inspector:' || $2, (SELECT result FROM found) FROM fine`,
      [inspectionId, inspectorId, amountMinor, currency],
    );
    const { rows } = await this.pool.query<Fine>(`${SELECT_FINE} AND inspection_id = $1`, [
      inspectionId,
      inspectorId,
    ]);
    return rows[0];
  }

  /** Of an inspector, issued in the last `hours`, the newest first. */
  async listOf(inspectorId: string, hours: number): Promise<Fine[]> {
    const { rows } = await this.pool.query<Fine>(
      `${SELECT_FINE} AND issued_at > now() - $1 * interval '1 hour' ORDER BY fine_id DESC LIMIT 100`,
      [hours, inspectorId],
    );
    return rows;
  }

  async find(fineId: number, inspectorId: string): Promise<Fine | undefined> {
    const { rows } = await this.pool.query<Fine>(`${SELECT_FINE} AND fine_id = $1`, [fineId, inspectorId]);
    return rows[0];
  }

  /**
   * Fines of the last `days` with each tap of their medium on their vehicle before the lock. A card on the deny list is
   * among them: who was let in by a list of before rides on. Another's card is not: no tap makes it his.
   */
  async listWithTaps(days: number): Promise<FineWithTap[]> {
    const { rows } = await this.pool.query<FineWithTap>(
      `SELECT fine_id::float8 AS "fineId", fine.state, extract(epoch FROM opened_at)::float8 * 1000 AS "lockedAtMs",
         extract(epoch FROM ride_since)::float8 * 1000 AS "rideSinceMs", tap.device_id AS "deviceId",
         tap.seq::float8 AS seq, ${INSPECTED_TAP} AS tap
       FROM ticketing.fines AS fine
       JOIN ticketing.inspections USING (inspection_id)
       JOIN ticketing.inspection_sessions AS session USING (session_id)
       JOIN ticketing.placed_taps AS tap ON tap.token_ref = inspections.token_ref AND tap.vehicle_id = session.vehicle_id
       WHERE fine.state IN ('ISSUED', 'PAID') AND issued_at > now() - $1 * interval '1 day'
         AND inspections.result <> 'WRONG_HOLDER'
         AND tap.tapped_at < opened_at AND tap.tapped_at >= ride_since
       ORDER BY fine_id, tap.tapped_at`,
      [days],
    );
    return rows;
  }

  /** Voids a fine for a tap that surfaced; one that was paid is to be given back. Answers whether it did. */
  async voidFor({ fineId, deviceId, seq }: FineWithTap): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `WITH voided AS (
         UPDATE ticketing.fines SET state = CASE state WHEN 'PAID' THEN 'TO_REFUND' ELSE 'VOIDED' END
         WHERE fine_id = $1 AND state IN ('ISSUED', 'PAID') RETURNING fine_id, state
       )
       INSERT INTO ticketing.fine_events (fine_id, state, actor, device_id, seq, reason)
       SELECT fine_id, state, 'service', $2, $3, 'the tap was in the queue of the validator' FROM voided`,
      [fineId, deviceId, seq],
    );
    return rowCount === 1;
  }
}
