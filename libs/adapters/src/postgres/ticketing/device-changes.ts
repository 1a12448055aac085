/** What may be changed of devices. Each change and the note of who made it are one transaction. */
import type { DeviceKind, DeviceState } from '@rukh/domain/taps';
import type pg from 'pg';
import { transact } from '../transact.js';
import { isForeignKeyViolation, isUniqueViolation } from '../violations.js';

/** Why a change cannot be made; for the one who asked for it. */
export class DeviceChangeError extends Error {
  override readonly name = 'DeviceChangeError';

  constructor(
    readonly kind: 'unknown' | 'conflict',
    message: string,
  ) {
    super(message);
  }
}

export interface NewDevice {
  readonly deviceId: string;
  readonly kind: DeviceKind;
  readonly operatorId: string;
  /** Makes the operator where there is none of this id. */
  readonly operatorName?: string | undefined;
  readonly provisionedAtMs?: number | undefined;
}

export interface NewKey {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  readonly validFromMs?: number | undefined;
  readonly validUntilMs?: number | undefined;
}

export interface NewAssignment {
  readonly vehicleId: string;
  readonly operatorId?: string | undefined;
  readonly validFromMs: number;
  readonly validUntilMs?: number | undefined;
}

export class DeviceChanges {
  constructor(private readonly pool: pg.Pool) {}

  async register(device: NewDevice, by: string): Promise<void> {
    const { deviceId, kind, operatorId, operatorName, provisionedAtMs } = device;
    await this.#change(deviceId, by, 'REGISTERED', { kind, operatorId }, async (client) => {
      if (operatorName !== undefined) {
        await client.query(
          'INSERT INTO ticketing.operators (operator_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING',
          [operatorId, operatorName],
        );
      }
      await client.query(
        `INSERT INTO ticketing.devices (device_id, kind, operator_id, provisioned_at)
         VALUES ($1, $2, $3, coalesce($4::timestamptz, now()))`,
        [deviceId, kind, operatorId, toDate(provisionedAtMs)],
      );
    });
  }

  /**
   * Says when a device was put up, where it was registered with another day. Taps that could not be before that day get their
   * times by the next look at those without one. None that is here may be left before it.
   */
  async setProvisioned(deviceId: string, provisionedAtMs: number, by: string): Promise<void> {
    const provisionedAt = new Date(provisionedAtMs);
    await this.#change(deviceId, by, 'PROVISIONED_AT', { provisionedAt }, async (client) => {
      const changed = await client.query<{ isBefore: boolean }>(
        `UPDATE ticketing.devices SET provisioned_at = $2 WHERE device_id = $1
         RETURNING EXISTS (
           SELECT FROM ticketing.current_taps WHERE device_id = $1 AND tapped_at < $2
         ) AS "isBefore"`,
        [deviceId, provisionedAt],
      );
      if (changed.rowCount === 0) throw unknownDevice(deviceId);
      if (changed.rows[0]!.isBefore) {
        throw new DeviceChangeError('conflict', 'The device has taps of before that time.');
      }
    });
  }

  async setState(deviceId: string, state: DeviceState, reason: string, by: string): Promise<void> {
    await this.#change(deviceId, by, 'STATE', { state, reason }, async (client) => {
      const changed = await client.query(
        'UPDATE ticketing.devices SET state = $2, state_reason = $3 WHERE device_id = $1',
        [deviceId, state, reason],
      );
      if (changed.rowCount === 0) throw unknownDevice(deviceId);
      // For good: whoever has them would come back with the device.
      if (state === 'REVOKED') await endKeys(client, deviceId);
    });
  }

  async addKey(deviceId: string, key: NewKey, by: string): Promise<void> {
    await this.#change(deviceId, by, 'KEY_ADDED', { keyId: key.keyId }, (client) =>
      insertKey(client, deviceId, key),
    );
  }

  /** From `untilMs` on the key signs nothing any more. */
  async retireKey(deviceId: string, keyId: string, untilMs: number, by: string): Promise<void> {
    const detail = { keyId, validUntil: new Date(untilMs) };
    await this.#change(deviceId, by, 'KEY_RETIRED', detail, async (client) => {
      const changed = await client.query(
        `UPDATE ticketing.device_keys SET valid_until = greatest($3::timestamptz, valid_from)
         WHERE device_id = $1 AND key_id = $2`,
        [deviceId, keyId, new Date(untilMs)],
      );
      if (changed.rowCount === 0) {
        throw new DeviceChangeError('unknown', `There is no key ${keyId} of this device.`);
      }
    });
  }

  /** A device's own new key in the place of its old one, which holds on until `overlapUntilMs`. */
  async rotateKey(deviceId: string, oldKeyId: string, key: NewKey, overlapUntilMs: number): Promise<void> {
    const detail = { keyId: key.keyId, insteadOf: oldKeyId };
    await this.#change(deviceId, `device ${deviceId}`, 'KEY_ROTATED', detail, async (client) => {
      await insertKey(client, deviceId, key);
      await client.query(
        `UPDATE ticketing.device_keys SET valid_until = least(valid_until, $3::timestamptz)
         WHERE device_id = $1 AND key_id = $2`,
        [deviceId, oldKeyId, new Date(overlapUntilMs)],
      );
    });
  }

  /**
   * Says on which vehicle the device was, over whatever was said of that time before. Riders whose taps are thereby on
   * another vehicle are priced again.
   */
  async assign(deviceId: string, assignment: NewAssignment, by: string): Promise<void> {
    const { vehicleId, operatorId, validFromMs, validUntilMs } = assignment;
    const detail = {
      vehicleId,
      operatorId,
      validFrom: new Date(validFromMs),
      validUntil: toDate(validUntilMs),
    };
    await this.#change(deviceId, by, 'ASSIGNED', detail, async (client) => {
      const values = [deviceId, new Date(validFromMs), toDate(validUntilMs)];
      await client.query(MAKE_ROOM, values);
      const added = await client.query(
        `INSERT INTO ticketing.device_assignments (device_id, valid_from, valid_until, vehicle_id, operator_id)
         SELECT device_id, $2, $3, $4, coalesce($5, operator_id) FROM ticketing.devices WHERE device_id = $1`,
        [...values, vehicleId, operatorId ?? null],
      );
      if (added.rowCount === 0) throw unknownDevice(deviceId);
      await client.query(REPRICE_STRETCH, values);
    });
  }

  /** A code that lets a device of this id in once, kept as a digest. */
  async addEnrolment(deviceId: string, codeHash: Uint8Array, expiresAtMs: number, by: string): Promise<void> {
    await this.#change(
      deviceId,
      by,
      'ENROLMENT_OPENED',
      { expiresAt: new Date(expiresAtMs) },
      async (client) => {
        await client.query(
          'INSERT INTO ticketing.device_enrolments (device_id, code_hash, expires_at) VALUES ($1, $2, $3)',
          [deviceId, Buffer.from(codeHash), new Date(expiresAtMs)],
        );
      },
    );
  }

  /** Uses a code up: the device is in use with this key, and with no other. @returns the enrolment's number; undefined where the code is not good */
  async enrol(deviceId: string, codeHash: Uint8Array, key: NewKey): Promise<number | undefined> {
    try {
      return await this.#change(
        deviceId,
        `device ${deviceId}`,
        'ENROLLED',
        { keyId: key.keyId },
        async (client) => {
          const used = await client.query(
            `UPDATE ticketing.device_enrolments SET used_at = now()
           WHERE code_hash = $1 AND device_id = $2 AND used_at IS NULL AND expires_at > now()`,
            [Buffer.from(codeHash), deviceId],
          );
          if (used.rowCount === 0) throw new DeviceChangeError('unknown', NO_CODE);
          await endKeys(client, deviceId);
          await insertKey(client, deviceId, key);
          await client.query(
            "UPDATE ticketing.devices SET state = 'ACTIVE', state_reason = 'enrolled' WHERE device_id = $1",
            [deviceId],
          );
        },
      );
    } catch (error) {
      if ((error as Error).message === NO_CODE) return undefined;
      throw error;
    }
  }

  /** After what a device goes on that has lost its journal: the last number under its name, of a tap or of none, and its last start. */
  async findLastTap(deviceId: string): Promise<{ readonly lastSeq: number; readonly lastBootId: number }> {
    const { rows } = await this.pool.query<{ lastSeq: number; lastBootId: number }>(
      `SELECT greatest(
         (SELECT max(seq) FROM ticketing.taps WHERE device_id = $1),
         (SELECT max(seq) FROM ticketing.tap_tombstones WHERE device_id = $1), 0
       )::float8 AS "lastSeq", greatest(
         (SELECT boot_id FROM ticketing.taps WHERE device_id = $1 ORDER BY seq DESC LIMIT 1),
         (SELECT max(boot_id) FROM ticketing.device_boots WHERE device_id = $1), 0
       )::float8 AS "lastBootId"`,
      [deviceId],
    );
    return rows[0]!;
  }

  /** @returns the number of the change */
  async #change(
    deviceId: string,
    by: string,
    change: string,
    detail: object,
    work: (client: pg.PoolClient) => Promise<void>,
  ): Promise<number> {
    try {
      return await transact(this.pool, async (client) => {
        await work(client);
        const { rows } = await client.query<{ number: number }>(
          `INSERT INTO ticketing.device_changes (device_id, made_by, change, detail) VALUES ($1, $2, $3, $4)
           RETURNING change_id::float8 AS number`,
          [deviceId, by, change, JSON.stringify(detail)],
        );
        return rows[0]!.number;
      });
    } catch (error) {
      throw explain(error, deviceId);
    }
  }
}

const NO_CODE = 'no such code';

/** Takes a stretch of time out of what was said before: inside it, over its start, over its end, around it. */
const MAKE_ROOM = `WITH stretch AS (
    SELECT $1::text AS device_id, $2::timestamptz AS from_at, coalesce($3::timestamptz, 'infinity') AS until_at
  ), hit AS (
    DELETE FROM ticketing.device_assignments AS place USING stretch
    WHERE place.device_id = stretch.device_id AND place.valid_from < stretch.until_at
      AND coalesce(place.valid_until, 'infinity') > stretch.from_at
    RETURNING place.*
  )
  INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from, valid_until)
  SELECT hit.device_id, vehicle_id, operator_id, valid_from, from_at FROM hit, stretch WHERE valid_from < from_at
  UNION ALL
  SELECT hit.device_id, vehicle_id, operator_id, until_at, valid_until FROM hit, stretch
  WHERE coalesce(valid_until, 'infinity') > until_at`;

const REPRICE_STRETCH = `INSERT INTO ticketing.repricing (account_id, since, causes)
  SELECT account_id, min(tapped_at), '{ASSIGNMENT}'
  FROM ticketing.taps JOIN ticketing.media_accounts AS held
    ON held.token_ref = taps.token_ref AND held.valid_from <= tapped_at AND held.valid_until > tapped_at
  WHERE device_id = $1 AND tapped_at >= $2 AND ($3::timestamptz IS NULL OR tapped_at < $3)
  GROUP BY account_id ORDER BY account_id
  ON CONFLICT (account_id) DO UPDATE SET since = least(repricing.since, excluded.since),
    causes = array(SELECT DISTINCT unnest(repricing.causes || excluded.causes))`;

async function insertKey(client: pg.PoolClient, deviceId: string, key: NewKey): Promise<void> {
  await client.query(
    `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from, valid_until)
     VALUES ($1, $2, $3, coalesce($4::timestamptz, now()), $5)`,
    [deviceId, key.keyId, Buffer.from(key.publicKey), toDate(key.validFromMs), toDate(key.validUntilMs)],
  );
}

function explain(error: unknown, deviceId: string): unknown {
  const { constraint } = error as { constraint?: string };
  if (isUniqueViolation(error)) {
    return new DeviceChangeError('conflict', 'There is one of this name already; names are not used again.');
  }
  if (!isForeignKeyViolation(error)) return error;
  return constraint?.includes('operator') === true
    ? new DeviceChangeError('unknown', 'There is no such operator.')
    : unknownDevice(deviceId);
}

function unknownDevice(deviceId: string): DeviceChangeError {
  return new DeviceChangeError('unknown', `There is no device ${deviceId}.`);
}

function toDate(atMs: number | undefined): Date | null {
  return atMs === undefined ? null : new Date(atMs);
}

/** No key of the device holds from now on. */
async function endKeys(client: pg.ClientBase, deviceId: string): Promise<void> {
  await client.query(
    `UPDATE ticketing.device_keys SET valid_until = greatest(least(valid_until, now()), valid_from)
     WHERE device_id = $1`,
    [deviceId],
  );
}
