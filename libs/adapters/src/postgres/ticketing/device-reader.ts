/** Devices as intake needs them, and how far each has come. */
import type {
  Boot,
  Device,
  DeviceAssignment,
  DeviceKey,
  DeviceKind,
  DeviceState,
  SequenceProgress,
} from '@rukh/domain/taps';
import type pg from 'pg';

/** What is known of a device's taps. */
export interface DeviceHistory {
  readonly progress: SequenceProgress;
  readonly boots: readonly Boot[];
  /** The tap with the highest number. */
  readonly lastTap?: { readonly seq: number; readonly tappedAtMs: number };
}

export class DeviceReader {
  constructor(private readonly pool: pg.Pool) {}

  /** Those of the devices that there are. */
  async find(deviceIds: readonly string[]): Promise<Device[]> {
    const { rows } = await this.pool.query<DeviceRow>({
      name: 'find-devices',
      text: FIND_DEVICES,
      values: [deviceIds],
    });
    return rows.map(toDevice);
  }

  /** Ids of devices of which something was changed since an instant. */
  async listChangedSince(sinceMs: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ device_id: string }>(
      'SELECT DISTINCT device_id FROM ticketing.device_changes WHERE made_at >= $1',
      [new Date(sinceMs)],
    );
    return rows.map(({ device_id: deviceId }) => deviceId);
  }

  /** Ids of devices on whose vehicle tickets are being inspected. */
  async listLocked(): Promise<string[]> {
    const { rows } = await this.pool.query<{ device_id: string }>(
      'SELECT DISTINCT device_id FROM ticketing.locked_devices',
    );
    return rows.map(({ device_id: deviceId }) => deviceId);
  }

  async getHistory(deviceId: string): Promise<DeviceHistory> {
    const [durable, boots, last] = await Promise.all([
      this.findProgress(deviceId),
      this.pool.query<BootRow>(
        `SELECT boot_id::float8, extract(epoch FROM started_at)::float8 * 1000 AS started_ms,
           extract(epoch FROM last_heard_at)::float8 * 1000 AS heard_ms
         FROM ticketing.device_boots WHERE device_id = $1 ORDER BY boot_id DESC LIMIT 16`,
        [deviceId],
      ),
      this.pool.query<{ seq: number; tapped_ms: number }>(
        `SELECT seq::float8, extract(epoch FROM tapped_at)::float8 * 1000 AS tapped_ms
         FROM ticketing.taps WHERE device_id = $1 ORDER BY seq DESC LIMIT 1`,
        [deviceId],
      ),
    ]);
    const lastRow = last.rows[0];
    return {
      progress: durable,
      boots: boots.rows.map(toBoot).reverse(),
      ...(lastRow && { lastTap: { seq: lastRow.seq, tappedAtMs: Math.round(lastRow.tapped_ms) } }),
    };
  }

  /**
   * Which numbers of the device are durable. Starts at the noted mark, which is never too high: a mark is noted after
   * what it says is durable, and taps are never deleted.
   */
  async findProgress(deviceId: string): Promise<SequenceProgress> {
    const { rows } = await this.pool.query<{ mark: number; from: number | null; to: number | null }>({
      name: 'find-progress',
      text: FIND_PROGRESS,
      values: [deviceId],
    });
    const ranges = rows.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]));
    let highWaterMark = rows[0]?.mark ?? 0;
    if (ranges[0]?.from === highWaterMark + 1) highWaterMark = ranges.shift()!.to;
    return { highWaterMark, above: ranges };
  }
}

const FIND_DEVICES = `SELECT device_id, kind, operator_id, state,
    extract(epoch FROM provisioned_at)::float8 * 1000 AS provisioned_ms,
    (SELECT jsonb_agg(jsonb_build_object('keyId', key_id, 'publicKey', encode(public_key, 'hex'),
        'from', extract(epoch FROM valid_from)::float8, 'until', extract(epoch FROM valid_until)::float8))
      FROM ticketing.device_keys AS key WHERE key.device_id = device.device_id) AS keys,
    (SELECT jsonb_agg(jsonb_build_object('vehicleId', vehicle_id, 'operatorId', place.operator_id,
        'from', extract(epoch FROM valid_from)::float8, 'until', extract(epoch FROM valid_until)::float8)
        ORDER BY valid_from)
      FROM ticketing.device_assignments AS place WHERE place.device_id = device.device_id) AS assignments
  FROM ticketing.devices AS device WHERE device_id = ANY ($1)`;

const FIND_PROGRESS = `WITH mark AS (
    SELECT coalesce(max(high_water_mark), 0) AS mark FROM ticketing.device_progress WHERE device_id = $1
  ), settled AS (
    SELECT seq FROM ticketing.taps WHERE device_id = $1 AND seq > (SELECT mark FROM mark)
    UNION
    SELECT seq FROM ticketing.tap_tombstones WHERE device_id = $1 AND seq > (SELECT mark FROM mark)
  ), stretches AS (
    SELECT min(seq) AS first, max(seq) AS last
    FROM (SELECT seq, seq - row_number() OVER (ORDER BY seq) AS stretch FROM settled) AS numbered
    GROUP BY stretch
  )
  SELECT mark::float8, first::float8 AS "from", last::float8 AS "to"
  FROM mark LEFT JOIN stretches ON true ORDER BY first`;

interface DeviceRow {
  readonly device_id: string;
  readonly kind: DeviceKind;
  readonly operator_id: string;
  readonly state: DeviceState;
  readonly provisioned_ms: number;
  readonly keys: readonly (Times & { readonly keyId: string; readonly publicKey: string })[] | null;
  readonly assignments:
    readonly (Times & { readonly vehicleId: string; readonly operatorId: string })[] | null;
}

interface Times {
  /** Seconds since 1970; null where there is no end. */
  readonly from: number;
  readonly until: number | null;
}

interface BootRow {
  readonly boot_id: number;
  readonly started_ms: number;
  readonly heard_ms: number;
}

function toDevice(row: DeviceRow): Device {
  return {
    deviceId: row.device_id,
    kind: row.kind,
    operatorId: row.operator_id,
    state: row.state,
    provisionedAtMs: row.provisioned_ms,
    keys: (row.keys ?? []).map(({ keyId, publicKey, ...times }): DeviceKey => ({
      keyId,
      publicKey: Buffer.from(publicKey, 'hex'),
      ...toTimes(times),
    })),
    assignments: (row.assignments ?? []).map(({ vehicleId, operatorId, ...times }): DeviceAssignment => ({
      vehicleId,
      operatorId,
      ...toTimes(times),
    })),
  };
}

function toTimes({ from, until }: Times): { validFromMs: number; validUntilMs: number } {
  return { validFromMs: from * 1000, validUntilMs: until === null ? Infinity : until * 1000 };
}

function toBoot({ boot_id: bootId, started_ms: startedMs, heard_ms: heardMs }: BootRow): Boot {
  return { bootId, startedAtMs: Math.round(startedMs), lastHeardAtMs: Math.round(heardMs) };
}
