/** Inspectors, their sessions on vehicles, and what they found. */
import type { InspectionResult } from '@rukh/domain/taps';
import type pg from 'pg';
import { type InspectedRide, type InspectionCase, readInspectionCase } from './inspection-case.js';

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

export class Inspections {
  constructor(private readonly pool: pg.Pool) {}

  /** Adds an inspector, or gives him a new PIN. Answers whether it was done: of no operator nobody is an inspector. */
  async putInspector(
    inspectorId: string,
    { operatorId, pinSalt, pinHash, isActive }: Inspector,
  ): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO ticketing.inspectors (inspector_id, operator_id, pin_salt, pin_hash, is_active)
       SELECT $1::text, operator_id, $3::bytea, $4::bytea, $5::boolean FROM ticketing.operators WHERE operator_id = $2
       ON CONFLICT (inspector_id) DO UPDATE SET operator_id = excluded.operator_id, pin_salt = excluded.pin_salt,
         pin_hash = excluded.pin_hash, is_active = excluded.is_active`,
      [inspectorId, operatorId, pinSalt, pinHash, isActive],
    );
    return rowCount === 1;
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

  /** All that a verdict on a medium goes by. */
  async readCase(ride: InspectedRide): Promise<InspectionCase> {
    return readInspectionCase(this.pool, ride);
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

  /** A fine in force that was issued for the medium in the same session. */
  async findFineOf(sessionId: number, tokenRef: Buffer): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ id: number }>(
      `SELECT fine_id::float8 AS id FROM ticketing.inspections JOIN ticketing.fines AS fine USING (inspection_id)
       WHERE session_id = $1 AND token_ref = $2 AND fine.state IN ('ISSUED', 'PAID') ORDER BY fine_id DESC LIMIT 1`,
      [sessionId, tokenRef],
    );
    return rows[0]?.id;
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
