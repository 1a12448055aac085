import type pg from 'pg';

export interface DeviceKeyRow {
  readonly publicKey: Buffer;
  readonly state: 'PROVISIONED' | 'ACTIVE' | 'SUSPENDED' | 'REVOKED';
}

/** Single keys of devices, for requests that each are signed. */
export class DeviceKeyReader {
  constructor(private readonly pool: pg.Pool) {}

  /** A key that holds now; undefined where there is none of this name. */
  async find(deviceId: string, keyId: string): Promise<DeviceKeyRow | undefined> {
    const { rows } = await this.pool.query<DeviceKeyRow>({
      name: 'find-device-key',
      text: `SELECT public_key AS "publicKey", state FROM ticketing.device_keys JOIN ticketing.devices USING (device_id)
        WHERE device_id = $1 AND key_id = $2 AND valid_from <= now() AND (valid_until IS NULL OR valid_until > now())`,
      values: [deviceId, keyId],
    });
    return rows[0];
  }
}
