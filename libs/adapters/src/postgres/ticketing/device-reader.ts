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

  /**
   * Devices that were revoked or enrolled more than once, each with the number of the last of these changes: accounts of
   * enrolments of before have ended. Of others there is nobody who had one before.
   */
  async listEndedAccounts(): Promise<readonly { readonly deviceId: string; readonly number: number }[]> {
    const { rows } = await this.pool.query<{ deviceId: string; number: number }>(
      `SELECT device_id AS "deviceId", max(change_id)::float8 AS number FROM ticketing.device_changes
       WHERE change = 'ENROLLED' OR (change = 'STATE' AND detail ->> 'state' = 'REVOKED')
       GROUP BY device_id HAVING count(*) > 1 OR bool_or(change = 'STATE')`,
    );
    return rows;
  }

  /** Ids of devices on whose vehicle tickets are being inspected. */
  async listLocked(): Promise<string[]> {
    const { rows } = await this.pool.query<{ device_id: string }>(
      'SELECT DISTINCT device_id FROM ticketing.locked_devices',
    );
    return rows.map(({ device_id: deviceId }) => deviceId);
  }

  /** Of each device, in their order, in as many queries as for one. */
  async listHistories(deviceIds: readonly string[]): Promise<DeviceHistory[]> {
    const [progress, { rows }] = await Promise.all([
      this.listProgress(deviceIds),
      this.pool.query<HistoryRow>({ name: 'find-histories', text: FIND_HISTORIES, values: [deviceIds] }),
    ]);
    const known = new Map(rows.map((row) => [row.device_id, row]));
    return deviceIds.map((deviceId, i) => {
      const { boots, last_seq: seq, tapped_ms: tappedMs } = known.get(deviceId)!;
      return {
        progress: progress[i]!,
        boots: (boots ?? []).map(toBoot),
        ...(seq !== null && tappedMs !== null && { lastTap: { seq, tappedAtMs: Math.round(tappedMs) } }),
      };
    });
  }

  /**
   * Which numbers of each device are durable, in their order. Starts at the noted mark, which is never too high: a mark
   * is noted after what it says is durable, and taps are never deleted.
   */
  async listProgress(deviceIds: readonly string[]): Promise<SequenceProgress[]> {
    const { rows } = await this.pool.query<ProgressRow>({
      name: 'find-progress',
      text: FIND_PROGRESS,
      values: [deviceIds],
    });
    const known = Map.groupBy(rows, ({ device_id: deviceId }) => deviceId);
    return deviceIds.map((deviceId) => toProgress(known.get(deviceId)!));
  }
}

function toProgress(rows: readonly ProgressRow[]): SequenceProgress {
  const ranges = rows.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]));
  let highWaterMark = rows[0]!.mark;
  if (ranges[0]?.from === highWaterMark + 1) highWaterMark = ranges.shift()!.to;
  return { highWaterMark, above: ranges };
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

const FIND_PROGRESS = `WITH asked AS (
    SELECT device_id, coalesce(high_water_mark, 0) AS mark
    FROM unnest($1::text[]) AS device_id LEFT JOIN ticketing.device_progress USING (device_id)
  ), settled AS (
    SELECT asked.device_id, tap.seq FROM asked CROSS JOIN LATERAL (
      SELECT seq FROM ticketing.taps WHERE taps.device_id = asked.device_id AND seq > mark
      UNION
      SELECT seq FROM ticketing.tap_tombstones AS gone WHERE gone.device_id = asked.device_id AND seq > mark
    ) AS tap
  ), stretches AS (
    SELECT device_id, min(seq) AS first, max(seq) AS last
    FROM (
      SELECT device_id, seq, seq - row_number() OVER (PARTITION BY device_id ORDER BY seq) AS stretch FROM settled
    ) AS numbered
    GROUP BY device_id, stretch
  )
  SELECT device_id, mark::float8, first::float8 AS "from", last::float8 AS "to"
  FROM asked LEFT JOIN stretches USING (device_id) ORDER BY device_id, first`;

/** Its latest starts, by rising number, and the tap with the highest number. */
const FIND_HISTORIES = `SELECT device_id, last.seq::float8 AS last_seq,
    extract(epoch FROM last.tapped_at)::float8 * 1000 AS tapped_ms,
    (SELECT jsonb_agg(jsonb_build_object('bootId', boot_id, 'startedAt', extract(epoch FROM started_at)::float8,
        'heardAt', extract(epoch FROM last_heard_at)::float8) ORDER BY boot_id)
      FROM (
        SELECT * FROM ticketing.device_boots AS boot WHERE boot.device_id = asked.device_id
        ORDER BY boot_id DESC LIMIT 16
      ) AS latest) AS boots
  FROM unnest($1::text[]) AS asked (device_id)
  LEFT JOIN LATERAL (
    SELECT seq, tapped_at FROM ticketing.taps WHERE taps.device_id = asked.device_id ORDER BY seq DESC LIMIT 1
  ) AS last ON true`;

interface ProgressRow {
  readonly device_id: string;
  readonly mark: number;
  readonly from: number | null;
  readonly to: number | null;
}

interface HistoryRow {
  readonly device_id: string;
  readonly last_seq: number | null;
  readonly tapped_ms: number | null;
  readonly boots: readonly BootRow[] | null;
}

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
  readonly bootId: number;
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly heardAt: number;
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

function toBoot({ bootId, startedAt, heardAt }: BootRow): Boot {
  return { bootId, startedAtMs: Math.round(startedAt * 1000), lastHeardAtMs: Math.round(heardAt * 1000) };
}
