/** Fines that inspectors issued, and their falling away; each step is in `ticketing.fine_events`. */
import type { InspectedTap } from '@rukh/domain/taps';
import type pg from 'pg';
import { INSPECTED_TAP } from './inspection-case.js';

export const FINE_STATES = ['ISSUED', 'PAID', 'VOIDED', 'TO_REFUND', 'REFUNDED'] as const;
export type FineState = (typeof FINE_STATES)[number];

export interface Fine {
  readonly fineId: number;
  readonly state: FineState;
  readonly amountMinor: number;
  readonly currency: string;
}

/** As the office sees it, which does not say whose it is: Rukh knows no names. */
export interface OfficeFine extends Fine {
  readonly issuedAt: Date;
  readonly inspectorId: string;
  readonly vehicleId: string;
  readonly result: string;
}

/** What became of a fine's money; `reference` is the bank's document. */
export interface FineMoney {
  readonly fineId: string;
  readonly moves: 'PAYMENT' | 'REFUND';
  readonly reference: string;
  readonly by: string;
}

/** Who pays a fine that has fallen away meanwhile gets his money back, too. */
const NEXT_STATE: Readonly<Record<FineMoney['moves'], string>> = {
  PAYMENT: `CASE state WHEN 'ISSUED' THEN 'PAID' WHEN 'VOIDED' THEN 'TO_REFUND' END`,
  REFUND: `CASE state WHEN 'TO_REFUND' THEN 'REFUNDED' END`,
};

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

const COLUMNS = `fine_id::float8 AS "fineId", fine.state, amount_minor::float8 AS "amountMinor", currency`;
const FROM_FINES = `FROM ticketing.fines AS fine JOIN ticketing.inspections USING (inspection_id)
  JOIN ticketing.inspection_sessions USING (session_id)`;
const SELECT_FINE = `SELECT ${COLUMNS} ${FROM_FINES} WHERE inspector_id = $2`;
const SELECT_OFFICE_FINE = `SELECT ${COLUMNS}, issued_at AS "issuedAt", inspector_id AS "inspectorId",
  vehicle_id AS "vehicleId", result ${FROM_FINES}`;

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

  /** The office's: those in a state, or all, the newest first. */
  async list(state: FineState | undefined, limit: number): Promise<OfficeFine[]> {
    const { rows } = await this.pool.query<OfficeFine>(
      `${SELECT_OFFICE_FINE} WHERE $1::text IS NULL OR fine.state = $1 ORDER BY fine_id DESC LIMIT $2`,
      [state ?? null, limit],
    );
    return rows;
  }

  /** Notes a payment, or money given back, once for each document. Undefined where there is no such fine. */
  async moveMoney({
    fineId,
    moves,
    reference,
    by,
  }: FineMoney): Promise<OfficeFine | 'NOT_POSSIBLE' | undefined> {
    await this.pool.query(
      `WITH moved AS (
         UPDATE ticketing.fines SET state = ${NEXT_STATE[moves]}
         WHERE fine_id = $1 AND ${NEXT_STATE[moves]} IS NOT NULL RETURNING fine_id, state
       )
       INSERT INTO ticketing.fine_events (fine_id, state, actor, reason)
       SELECT fine_id, state, $3, $2 FROM moved`,
      [fineId, `${moves} ${reference}`, `office:${by}`],
    );
    const { rows } = await this.pool.query<OfficeFine>(`${SELECT_OFFICE_FINE} WHERE fine_id = $1`, [fineId]);
    const { rowCount } = await this.pool.query(
      'SELECT FROM ticketing.fine_events WHERE fine_id = $1 AND reason = $2',
      [fineId, `${moves} ${reference}`],
    );
    return rowCount === 0 && rows.length > 0 ? 'NOT_POSSIBLE' : rows[0];
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
