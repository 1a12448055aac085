/** What devices said of themselves last, and the list of all of them for those who look after them. */
import type { DeviceHeartbeat } from '@rukh/domain/taps';
import type pg from 'pg';

/** A line of the list; names as the API has them. */
export interface ListedDevice {
  readonly deviceId: string;
  readonly kind: string;
  readonly operatorId: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly provisionedAt: Date;
  readonly vehicleId: string | null;
  readonly keyIds: readonly string[];
  readonly heardAt: Date | null;
  readonly clockOffsetMs: number | null;
  readonly queueLength: number | null;
  readonly denyListVersion: number | null;
  readonly softwareVersion: string | null;
  readonly configVersion: string | null;
  readonly lastSeq: number;
  readonly highWaterMark: number;
  readonly missing: number;
  readonly lastTapAt: Date | null;
  readonly conflicts: number;
}

export interface DeviceChange {
  readonly changeId: number;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly change: string;
  readonly detail: unknown;
}

export class DeviceStatus {
  constructor(private readonly pool: pg.Pool) {}

  /** An older heartbeat than the one that is there changes nothing: messages overtake each other. */
  async note(heartbeat: DeviceHeartbeat, receivedAtMs: number): Promise<void> {
    await this.pool.query(NOTE, [
      heartbeat.deviceId,
      new Date(receivedAtMs),
      heartbeat.sentAtMs - receivedAtMs,
      heartbeat.clockSource,
      heartbeat.bootId,
      heartbeat.uptimeMs,
      heartbeat.lastSeq,
      heartbeat.queueLength,
      heartbeat.denyListVersion,
      heartbeat.softwareVersion ?? null,
      heartbeat.configVersion ?? null,
      heartbeat.vehicleId ?? null,
    ]);
  }

  /** Devices after one in the order of their ids. */
  async list(afterDeviceId: string, limit: number): Promise<ListedDevice[]> {
    const { rows } = await this.pool.query<ListedDevice>(
      `${LIST} WHERE device.device_id > $1 ORDER BY device.device_id LIMIT $2`,
      [afterDeviceId, limit],
    );
    return rows;
  }

  async find(deviceId: string): Promise<ListedDevice | undefined> {
    const { rows } = await this.pool.query<ListedDevice>(`${LIST} WHERE device.device_id = $1`, [deviceId]);
    return rows[0];
  }

  /** Those that are on a vehicle now, by their ids. */
  async listOnVehicle(vehicleId: string): Promise<ListedDevice[]> {
    const { rows } = await this.pool.query<ListedDevice>(
      `${LIST} WHERE device.device_id IN (SELECT device_id FROM ticketing.device_assignments
         WHERE vehicle_id = $1 AND valid_from <= now() AND coalesce(valid_until, 'infinity') > now())
       ORDER BY device.device_id`,
      [vehicleId],
    );
    return rows;
  }

  /** Those that are on some vehicle now. */
  async listOnVehicles(): Promise<ListedDevice[]> {
    const { rows } = await this.pool.query<ListedDevice>(
      `${LIST} WHERE device.device_id IN (SELECT device_id FROM ticketing.device_assignments
         WHERE valid_from <= now() AND coalesce(valid_until, 'infinity') > now())`,
    );
    return rows;
  }

  /** Version of the deny list in force; undefined before the first. */
  async findListVersion(): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ version: number | null }>(
      'SELECT max(version) AS version FROM ticketing.deny_list_versions',
    );
    return rows[0]?.version ?? undefined;
  }

  /** The newest first. */
  async listChanges(deviceId: string, limit: number): Promise<DeviceChange[]> {
    const { rows } = await this.pool.query<DeviceChange>(
      `SELECT change_id::float8 AS "changeId", made_at AS "madeAt", made_by AS "madeBy", change, detail
       FROM ticketing.device_changes WHERE device_id = $1 ORDER BY change_id DESC LIMIT $2`,
      [deviceId, limit],
    );
    return rows;
  }
}

const NOTE = `INSERT INTO ticketing.device_status AS status (device_id, heard_at, clock_offset_ms, clock_source, boot_id,
    uptime_ms, last_seq, queue_length, deny_list_version, software_version, config_version, vehicle_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (device_id) DO UPDATE SET heard_at = excluded.heard_at, clock_offset_ms = excluded.clock_offset_ms,
    clock_source = excluded.clock_source, boot_id = excluded.boot_id, uptime_ms = excluded.uptime_ms,
    last_seq = excluded.last_seq, queue_length = excluded.queue_length,
    deny_list_version = excluded.deny_list_version, software_version = excluded.software_version,
    config_version = excluded.config_version, vehicle_id = excluded.vehicle_id
  WHERE (excluded.boot_id, excluded.uptime_ms) > (status.boot_id, status.uptime_ms)`;

const LIST = `SELECT device.device_id AS "deviceId", device.kind, device.operator_id AS "operatorId", device.state,
    state_reason AS "stateReason", provisioned_at AS "provisionedAt",
    (SELECT place.vehicle_id FROM ticketing.device_assignments AS place
      WHERE place.device_id = device.device_id AND valid_from <= now() AND coalesce(valid_until, 'infinity') > now()
      ORDER BY valid_from DESC LIMIT 1) AS "vehicleId",
    array(SELECT key_id FROM ticketing.device_keys AS key WHERE key.device_id = device.device_id
      AND valid_from <= now() AND coalesce(valid_until, 'infinity') > now() ORDER BY key_id) AS "keyIds",
    heard_at AS "heardAt", clock_offset_ms::float8 AS "clockOffsetMs", queue_length AS "queueLength",
    deny_list_version AS "denyListVersion", software_version AS "softwareVersion", config_version AS "configVersion",
    greatest(progress.last_seq, status.last_seq, 0)::float8 AS "lastSeq",
    coalesce(high_water_mark, 0)::float8 AS "highWaterMark",
    (coalesce(missing, 0) + greatest(coalesce(status.last_seq, 0) - coalesce(progress.last_seq, 0), 0))::float8 AS "missing",
    last_tap_at AS "lastTapAt",
    (SELECT count(*)::integer FROM ticketing.tap_conflicts AS conflict
      WHERE conflict.device_id = device.device_id) AS conflicts
  FROM ticketing.devices AS device
  LEFT JOIN ticketing.device_status AS status USING (device_id)
  LEFT JOIN ticketing.device_progress AS progress USING (device_id)`;
