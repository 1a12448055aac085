/** What intake notes beside taps: numbers settled without one, conflicts, refusals, and how far devices have come. */
import type { Boot } from '@rukh/domain/taps';
import type pg from 'pg';

export interface Tombstone {
  readonly deviceId: string;
  readonly seq: number;
  readonly fault: string;
}

export interface Conflict {
  readonly deviceId: string;
  readonly seq: number;
  readonly contentHash: Uint8Array;
  readonly storedHash: Uint8Array;
}

export interface Refusal {
  readonly deviceId: string;
  readonly reason: string;
  readonly times: number;
  readonly bytes: number;
  readonly sha256: Uint8Array;
  readonly atMs: number;
}

export interface NotedDevice {
  readonly deviceId: string;
  readonly highWaterMark: number;
  readonly lastSeq: number;
  readonly missing: number;
  readonly lastTapAtMs?: number | undefined;
  readonly boots: readonly Boot[];
}

export class IntakeNotes {
  constructor(private readonly pool: pg.Pool) {}

  /** Durable when it resolves: the numbers count as settled from then on. */
  async addTombstones(tombstones: readonly Tombstone[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.tap_tombstones (device_id, seq, fault)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
       ON CONFLICT (device_id, seq) DO UPDATE SET fault = excluded.fault, is_lost = false, received_at = now()
       WHERE tap_tombstones.is_lost`,
      [tombstones.map((t) => t.deviceId), tombstones.map((t) => t.seq), tombstones.map((t) => t.fault)],
    );
  }

  async addConflicts(conflicts: readonly Conflict[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.tap_conflicts (device_id, seq, content_hash, stored_hash)
       SELECT DISTINCT ON (1, 2, 3) * FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::bytea[])
       ON CONFLICT (device_id, seq, content_hash)
       DO UPDATE SET times = tap_conflicts.times + 1, last_at = now()`,
      [
        conflicts.map((c) => c.deviceId),
        conflicts.map((c) => c.seq),
        conflicts.map((c) => Buffer.from(c.contentHash)),
        conflicts.map((c) => Buffer.from(c.storedHash)),
      ],
    );
  }

  async addRefusals(refusals: readonly Refusal[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.batch_rejections (device_id, reason, hour, times, bytes, sha256, last_at)
       SELECT device_id, reason, date_trunc('hour', at), times, bytes, sha256, at
       FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[], $6::timestamptz[])
         AS refused (device_id, reason, times, bytes, sha256, at)
       ORDER BY 1, 2, 3
       ON CONFLICT (device_id, reason, hour) DO UPDATE SET times = batch_rejections.times + excluded.times,
         bytes = batch_rejections.bytes + excluded.bytes, sha256 = excluded.sha256,
         last_at = excluded.last_at`,
      [
        refusals.map((r) => r.deviceId),
        refusals.map((r) => r.reason),
        refusals.map((r) => r.times),
        refusals.map((r) => r.bytes),
        refusals.map((r) => Buffer.from(r.sha256)),
        refusals.map((r) => new Date(r.atMs)),
      ],
    );
  }

  /** Refusals of longer ago than a time are forgotten: anybody can make any number of them. */
  async forgetRefusals(beforeMs: number): Promise<void> {
    await this.pool.query('DELETE FROM ticketing.batch_rejections WHERE hour < $1', [new Date(beforeMs)]);
  }

  /** Marks only rise: several processes note what each of them knows. */
  async noteDevices(devices: readonly NotedDevice[]): Promise<void> {
    const sorted = [...devices].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
    await this.pool.query(
      `INSERT INTO ticketing.device_progress (device_id, high_water_mark, last_seq, missing, last_tap_at)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[])
       ON CONFLICT (device_id) DO UPDATE SET
         missing = CASE WHEN excluded.high_water_mark >= device_progress.high_water_mark
           THEN excluded.missing ELSE device_progress.missing END,
         high_water_mark = greatest(device_progress.high_water_mark, excluded.high_water_mark),
         last_seq = greatest(device_progress.last_seq, excluded.last_seq),
         last_tap_at = greatest(device_progress.last_tap_at, excluded.last_tap_at), noted_at = now()`,
      [
        sorted.map((d) => d.deviceId),
        sorted.map((d) => d.highWaterMark),
        sorted.map((d) => d.lastSeq),
        sorted.map((d) => d.missing),
        sorted.map((d) => (d.lastTapAtMs === undefined ? null : new Date(d.lastTapAtMs))),
      ],
    );
    await this.#noteBoots(sorted);
  }

  async #noteBoots(devices: readonly NotedDevice[]): Promise<void> {
    const boots = devices.flatMap(({ deviceId, boots: own }) => own.map((boot) => ({ deviceId, ...boot })));
    await this.pool.query(
      `INSERT INTO ticketing.device_boots (device_id, boot_id, started_at, last_heard_at)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::timestamptz[])
       ON CONFLICT (device_id, boot_id) DO UPDATE SET
         started_at = least(device_boots.started_at, excluded.started_at),
         last_heard_at = least(device_boots.started_at, excluded.started_at) + greatest(
           device_boots.last_heard_at - device_boots.started_at, excluded.last_heard_at - excluded.started_at)`,
      [
        boots.map((b) => b.deviceId),
        boots.map((b) => b.bootId),
        boots.map((b) => new Date(b.startedAtMs)),
        boots.map((b) => new Date(b.lastHeardAtMs)),
      ],
    );
  }
}
