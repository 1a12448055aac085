import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { StopStatus, VehicleReport } from '@rukh/domain/vehicle';

/**
 * Reads a recording of positions in the uniform CSV form: feed_ts,ts,vehicle_id,trip_id,start_date,start_time,
 * route_id,direction_id,lat,lon,bearing,speed_mps,stop_sequence,status,stop_id,odometer_m,occupancy. Only ts,
 * vehicle_id, lat and lon are needed; plain or gzipped.
 */
export interface RecordedRow {
  /** Line of the file, the header being 1. */
  readonly line: number;
  readonly vehicleId: string;
  /** As the file has it. */
  readonly ts: string;
  /** Undefined where the row is no report. */
  readonly report: VehicleReport | undefined;
  /** When the recorder received it, epoch seconds. */
  readonly receivedAtSeconds: number;
}

/** What of a recording is kept from the tracker, so that it has to find it out. */
export interface Hidden {
  readonly trip: boolean;
  readonly route: boolean;
  readonly stop: boolean;
}

const NEEDED = ['ts', 'vehicle_id', 'lat', 'lon'] as const;

/** Rows in the order of the file. Throws an Error naming the file where it cannot be read or lacks a column. */
export async function* readRecording(path: string, hidden: Hidden): AsyncGenerator<RecordedRow> {
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const rows = text.pipe(
    parse({ columns: checkColumns(path), bom: true, relax_column_count: true, max_record_size: 65_536 }),
  );
  const failed = (error: Error): unknown => rows.destroy(new Error(`${path}: ${error.message}`));
  file.on('error', failed);
  text.on('error', failed);
  let line = 1;
  for await (const row of rows as AsyncIterable<Record<string, string>>) yield toRow(row, ++line, hidden);
}

function checkColumns(path: string): (header: string[]) => string[] {
  return (header) => {
    const missing = NEEDED.filter((column) => !header.includes(column));
    if (missing.length > 0) throw new Error(`${path}: no column ${missing.join(', ')} in the header`);
    return header;
  };
}

function toRow(row: Record<string, string>, line: number, hidden: Hidden): RecordedRow {
  const timestampSeconds = findNumber(row.ts);
  const lat = findNumber(row.lat);
  const lon = findNumber(row.lon);
  const vehicleId = row.vehicle_id ?? '';
  const usable = vehicleId !== '' && timestampSeconds !== undefined && lat !== undefined && lon !== undefined;
  return {
    line,
    vehicleId,
    ts: row.ts ?? '',
    receivedAtSeconds: findNumber(row.feed_ts) ?? timestampSeconds ?? NaN,
    report: usable
      ? { vehicleId, timestampSeconds, lat, lon, ...readMotion(row), ...readHints(row, hidden) }
      : undefined,
  };
}

function readMotion(row: Record<string, string>): Partial<VehicleReport> {
  const bearing = findNumber(row.bearing);
  const speedMetresPerSecond = findNumber(row.speed_mps);
  const odometerMetres = findNumber(row.odometer_m);
  const occupancyStatus = findNumber(row.occupancy);
  return {
    ...(bearing === undefined ? {} : { bearing }),
    ...(speedMetresPerSecond === undefined ? {} : { speedMetresPerSecond }),
    ...(odometerMetres === undefined ? {} : { odometerMetres }),
    ...(occupancyStatus === undefined ? {} : { occupancyStatus }),
  };
}

function readHints(row: Record<string, string>, hidden: Hidden): Partial<VehicleReport> {
  const directionId = findNumber(row.direction_id);
  const stopSequence = findNumber(row.stop_sequence);
  return {
    ...(!hidden.trip && row.trip_id ? { tripId: row.trip_id } : {}),
    ...(!hidden.trip && row.start_date ? { startDate: row.start_date } : {}),
    ...(!hidden.trip && row.start_time ? { startTime: row.start_time } : {}),
    ...(!hidden.route && row.route_id ? { routeId: row.route_id } : {}),
    ...(!hidden.route && directionId !== undefined ? { directionId } : {}),
    ...(!hidden.stop && stopSequence !== undefined ? { stopSequence } : {}),
    ...(!hidden.stop && row.stop_id ? { stopId: row.stop_id } : {}),
    ...(!hidden.stop && isStopStatus(row.status) ? { stopStatus: row.status } : {}),
  };
}

function isStopStatus(text: string | undefined): text is StopStatus {
  return text === 'INCOMING_AT' || text === 'STOPPED_AT' || text === 'IN_TRANSIT_TO';
}

function findNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
