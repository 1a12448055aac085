/** Inspectors, their sessions on vehicles, what they found, and fines with their history. */
import type { InspectedTap, InspectionResult, ValidatorStanding } from '@rukh/domain/taps';
import type pg from 'pg';

export interface Inspector {
  readonly operatorId: string;
  readonly pinSalt: Buffer;
  readonly pinHash: Buffer;
  readonly isActive: boolean;
}

export interface InspectionSession {
  readonly sessionId: number;
  readonly vehicleId: string;
  readonly inspectorId: string;
  readonly openedMs: number;
  readonly isOpen: boolean;
}

/** All that a verdict goes by. */
export interface InspectionCase {
  readonly taps: readonly InspectedTap[];
  readonly validators: readonly ValidatorStanding[];
  readonly hasUndatedTap: boolean;
  readonly isOnDenyList: boolean;
}

export interface Fine {
  readonly fineId: number;
  readonly state: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** A fine that is not void, with a tap of the medium on the vehicle. */
export interface FineWithTap {
  readonly fineId: number;
  readonly state: string;
  readonly lockedAtMs: number;
  readonly rideSinceMs: number;
  readonly deviceId: string;
  readonly seq: number;
  readonly tap: InspectedTap;
}

/** Accepted, and the device let the rider in. */
const IS_ALLOWED = `(outcome IN ('ACCEPTED', 'LATE_ACCEPTED', 'LATE_EXPIRED') AND reason LIKE 'OK\\_%')`;
const LOOK_BACK = '12 hours';

export class Inspections {
  constructor(private readonly pool: pg.Pool) {}

  /** Adds an inspector, or gives him a new PIN. */
  async putInspector(
    inspectorId: string,
    { operatorId, pinSalt, pinHash, isActive }: Inspector,
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.inspectors (inspector_id, operator_id, pin_salt, pin_hash, is_active) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (inspector_id) DO UPDATE SET operator_id = excluded.operator_id, pin_salt = excluded.pin_salt,
         pin_hash = excluded.pin_hash, is_active = excluded.is_active`,
      [inspectorId, operatorId, pinSalt, pinHash, isActive],
    );
  }

  async findInspector(inspectorId: string): Promise<Inspector | undefined> {
    const { rows } = await this.pool.query<Inspector>(
      `SELECT operator_id AS "operatorId", pin_salt AS "pinSalt", pin_hash AS "pinHash", is_active AS "isActive"
       FROM ticketing.inspectors WHERE inspector_id = $1`,
      [inspectorId],
    );
    return rows[0];
  }

  /** Counts an attempt before its PIN is looked at, so that attempts at once count too; answers how many lately. */
  async countAttempt(inspectorId: string, minutes: number): Promise<number> {
    const { rows } = await this.pool.query<{ attempts: number }>(
      `WITH old AS (DELETE FROM ticketing.inspector_attempts WHERE at < now() - interval '1 day'),
       added AS (INSERT INTO ticketing.inspector_attempts (inspector_id) VALUES ($1))
       SELECT count(*)::integer + 1 AS attempts FROM ticketing.inspector_attempts
       WHERE inspector_id = $1 AND at > now() - $2 * interval '1 minute'`,
      [inspectorId, minutes],
    );
    return rows[0]!.attempts;
  }

  async signIn(inspectorId: string, tokenHash: Buffer, hours: number): Promise<void> {
    await this.pool.query(
      `WITH right_pin AS (DELETE FROM ticketing.inspector_attempts WHERE inspector_id = $1),
       gone AS (DELETE FROM ticketing.inspector_sign_ins WHERE expires_at < now())
       INSERT INTO ticketing.inspector_sign_ins (token_hash, inspector_id, expires_at)
       VALUES ($2, $1, now() + $3 * interval '1 hour')`,
      [inspectorId, tokenHash, hours],
    );
  }

  async signOut(tokenHash: Buffer): Promise<void> {
    await this.pool.query('DELETE FROM ticketing.inspector_sign_ins WHERE token_hash = $1', [tokenHash]);
  }

  async findSignedIn(tokenHash: Buffer): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ inspector_id: string }>(
      `SELECT inspector_id FROM ticketing.inspector_sign_ins JOIN ticketing.inspectors USING (inspector_id)
       WHERE token_hash = $1 AND expires_at > now() AND is_active`,
      [tokenHash],
    );
    return rows[0]?.inspector_id;
  }

  /** Opens a session, which locks the vehicle's validators; the one that is open where it is the inspector's own. */
  async openSession(
    vehicleId: string,
    inspectorId: string,
    minutes: number,
  ): Promise<InspectionSession | 'TAKEN' | 'UNKNOWN_VEHICLE'> {
    const known = await this.pool.query('SELECT FROM ticketing.validators_of($1) LIMIT 1', [vehicleId]);
    if (known.rowCount === 0) return 'UNKNOWN_VEHICLE';
    await this.pool.query(
      `UPDATE ticketing.inspection_sessions SET closed_at = expires_at
       WHERE vehicle_id = $1 AND closed_at IS NULL AND expires_at <= now()`,
      [vehicleId],
    );
    await this.pool.query(
      `INSERT INTO ticketing.inspection_sessions (vehicle_id, inspector_id, expires_at)
       VALUES ($1, $2, now() + $3 * interval '1 minute') ON CONFLICT (vehicle_id) WHERE closed_at IS NULL DO NOTHING`,
      [vehicleId, inspectorId, minutes],
    );
    const open = await this.#select('vehicle_id = $1 AND closed_at IS NULL', vehicleId);
    if (open?.inspectorId !== inspectorId) return 'TAKEN';
    return open;
  }

  async findSession(sessionId: number): Promise<InspectionSession | undefined> {
    return this.#select('session_id = $1', sessionId);
  }

  async closeSession(sessionId: number): Promise<void> {
    await this.pool.query(
      `UPDATE ticketing.inspection_sessions SET closed_at = least(clock_timestamp(), expires_at)
       WHERE session_id = $1 AND closed_at IS NULL`,
      [sessionId],
    );
  }

  /** Devices on the vehicle now. */
  async listDevices(vehicleId: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ device_id: string }>(
      'SELECT device_id FROM ticketing.validators_of($1) ORDER BY device_id',
      [vehicleId],
    );
    return rows.map(({ device_id: deviceId }) => deviceId);
  }

  /** How many media were looked at in a session in the last minute. */
  async countLately(sessionId: number): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM ticketing.inspections
       WHERE session_id = $1 AND inspected_at > now() - interval '1 minute'`,
      [sessionId],
    );
    return rows[0]!.n;
  }

  async readCase(vehicleId: string, tokenRef: Buffer): Promise<InspectionCase> {
    const { rows } = await this.pool.query<{
      taps: InspectedTap[] | null;
      validators: ValidatorStanding[] | null;
      undated: boolean;
      denied: boolean;
    }>(
      `SELECT (
         SELECT json_agg(json_build_object('atMs', extract(epoch FROM tapped_at)::float8 * 1000, 'isAllowed', ${IS_ALLOWED},
           'isExit', kind = 'EXIT'))
         FROM ticketing.placed_taps WHERE token_ref = $2 AND vehicle_id = $1 AND tapped_at > now() - interval '${LOOK_BACK}'
       ) AS taps, (
         SELECT json_agg(json_strip_nulls(json_build_object('knownUntilMs', extract(epoch FROM known_until)::float8 * 1000,
           'hasGap', has_gap, 'queueLength', queue_length))) FROM ticketing.validators_of($1)
       ) AS validators, EXISTS (
         SELECT FROM ticketing.taps AS tap
         WHERE token_ref = $2 AND outcome = 'QUARANTINED_CLOCK' AND reason LIKE 'OK\\_%'
           AND received_at > now() - interval '${LOOK_BACK}'
           AND device_id IN (SELECT device_id FROM ticketing.validators_of($1))
           AND NOT EXISTS (
             SELECT FROM ticketing.tap_corrections AS made WHERE made.device_id = tap.device_id AND made.seq = tap.seq
           )
       ) AS undated, (
         ticketing.is_to_be_listed($2)
         OR EXISTS (SELECT FROM ticketing.media WHERE token_ref = $2 AND state IN ('BLOCKED', 'LOST', 'REPLACED'))
       ) AS denied`,
      [vehicleId, tokenRef],
    );
    const { taps, validators, undated, denied } = rows[0]!;
    return {
      taps: taps ?? [],
      validators: validators ?? [],
      hasUndatedTap: undated,
      isOnDenyList: denied,
    };
  }

  async record(
    sessionId: number,
    tokenRef: Buffer,
    rideSinceMs: number,
    result: InspectionResult,
  ): Promise<number> {
    const { rows } = await this.pool.query<{ id: number }>(
      `INSERT INTO ticketing.inspections (session_id, token_ref, ride_since, result) VALUES ($1, $2, $3, $4)
       RETURNING inspection_id::float8 AS id`,
      [sessionId, tokenRef, new Date(rideSinceMs), result],
    );
    return rows[0]!.id;
  }

  /** A fine for what an inspection of this inspector found; the one there is where it was issued before. */
  async issueFine(
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

  async findFine(fineId: number, inspectorId: string): Promise<Fine | undefined> {
    const { rows } = await this.pool.query<Fine>(`${SELECT_FINE} AND fine_id = $1`, [fineId, inspectorId]);
    return rows[0];
  }

  /**
   * Fines of the last `days` with each tap of their medium on their vehicle before the lock. A card on the deny list is
   * among them: who was let in by a list of before rides on. Another's card is not: no tap makes it his.
   */
  async listFinesWithTaps(days: number): Promise<FineWithTap[]> {
    const { rows } = await this.pool.query<FineWithTap>(
      `SELECT fine_id::float8 AS "fineId", fine.state, extract(epoch FROM opened_at)::float8 * 1000 AS "lockedAtMs",
         extract(epoch FROM ride_since)::float8 * 1000 AS "rideSinceMs", tap.device_id AS "deviceId",
         tap.seq::float8 AS seq,
         json_build_object('atMs', extract(epoch FROM tap.tapped_at)::float8 * 1000, 'isAllowed', ${IS_ALLOWED},
           'isExit', tap.kind = 'EXIT') AS tap
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
  async voidFine({ fineId, deviceId, seq }: FineWithTap): Promise<boolean> {
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

  async #select(condition: string, value: string | number): Promise<InspectionSession | undefined> {
    const { rows } = await this.pool.query<InspectionSession>(
      `SELECT session_id::float8 AS "sessionId", vehicle_id AS "vehicleId", inspector_id AS "inspectorId",
         extract(epoch FROM opened_at)::float8 * 1000 AS "openedMs",
         closed_at IS NULL AND expires_at > now() AS "isOpen"
       FROM ticketing.inspection_sessions WHERE ${condition}`,
      [value],
    );
    return rows[0];
  }
}

const SELECT_FINE = `SELECT fine_id::float8 AS "fineId", fine.state, amount_minor::float8 AS "amountMinor", currency
  FROM ticketing.fines AS fine JOIN ticketing.inspections USING (inspection_id)
  JOIN ticketing.inspection_sessions USING (session_id) WHERE inspector_id = $2`;
