/**
 * Taps that will never come, of a validator whose storage is gone: while they were waited for, fare days closed by their longest
 * wait and inspections on its vehicle answered that they did not know. They stay missing in every report; one that surfaces after all is taken.
 */
import { type DeviceState, countMissing } from '@rukh/domain/taps';
import type pg from 'pg';
import { transact } from '../transact.js';
import { DeviceReader } from './device-reader.js';
import { IntakeNotes } from './intake-notes.js';

export interface LostTaps {
  readonly deviceId: string;
  /** Numbers, both included. */
  readonly from: number;
  readonly until: number;
  readonly reason: string;
  readonly madeBy: string;
}

/**
 * Only of a device that is out of use: the mark of its receipts rises past what is given up, and one that still had those taps would
 * delete them.
 * @returns how many numbers were missing there and are given up; undefined where there is no such device
 */
export async function declareLost(pool: pg.Pool, lost: LostTaps): Promise<number | 'IN_USE' | undefined> {
  const { deviceId, from, until, reason, madeBy } = lost;
  const count = await transact(pool, async (client) => {
    const { rows } = await client.query<{ state: DeviceState }>(
      'SELECT state FROM ticketing.devices WHERE device_id = $1 FOR SHARE',
      [deviceId],
    );
    const [device] = rows;
    if (!device) return undefined;
    if (device.state !== 'SUSPENDED' && device.state !== 'REVOKED') return 'IN_USE';
    const { rowCount } = await client.query(GIVE_UP, [deviceId, from, until, reason]);
    await client.query(
      "INSERT INTO ticketing.device_changes (device_id, made_by, change, detail) VALUES ($1, $2, 'TAPS_LOST', $3)",
      [deviceId, madeBy, JSON.stringify({ from, until, reason, lost: rowCount })],
    );
    return rowCount ?? 0;
  });
  // Of a device that is silent for ever nobody else looks how far it is now.
  if (typeof count === 'number') await noteProgress(pool, deviceId);
  return count;
}

/** Above what the device ever numbered nothing is missing. */
const GIVE_UP = `INSERT INTO ticketing.tap_tombstones (device_id, seq, fault, is_lost)
  SELECT $1, seq, $4, true FROM generate_series($2::bigint, least($3::bigint, greatest(
    (SELECT last_seq FROM ticketing.device_status WHERE device_id = $1),
    (SELECT last_seq FROM ticketing.device_progress WHERE device_id = $1),
    (SELECT max(seq) FROM ticketing.taps WHERE device_id = $1), 0
  ))) AS seq
  WHERE NOT EXISTS (SELECT FROM ticketing.taps AS here WHERE here.device_id = $1 AND here.seq = seq.seq)
  ON CONFLICT DO NOTHING`;

async function noteProgress(pool: pg.Pool, deviceId: string): Promise<void> {
  const [progress] = await new DeviceReader(pool).listProgress([deviceId]);
  const { rows } = await pool.query<{ last: number }>(
    `SELECT greatest(status.last_seq, progress.last_seq, 0)::float8 AS last
     FROM (SELECT $1::text AS device_id) AS asked
     LEFT JOIN ticketing.device_status AS status USING (device_id)
     LEFT JOIN ticketing.device_progress AS progress USING (device_id)`,
    [deviceId],
  );
  const lastSeq = rows[0]!.last;
  const { highWaterMark } = progress!;
  await new IntakeNotes(pool).noteDevices([
    { deviceId, highWaterMark, lastSeq, missing: countMissing(progress!, lastSeq), boots: [] },
  ]);
}
