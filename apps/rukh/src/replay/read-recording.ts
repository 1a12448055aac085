import type { StopStatus, VehicleReport } from '@rukh/domain/vehicle';
import { cutRows } from './cut-rows.js';
import { KnownTexts } from './known-texts.js';

/**
 * Reads a recording of positions in the uniform CSV form: feed_ts,ts,vehicle_id,trip_id,start_date,start_time,
 * route_id,direction_id,lat,lon,bearing,speed_mps,stop_sequence,status,stop_id,odometer_m,occupancy. Only ts,
 * vehicle_id, lat and lon are needed; plain or gzipped. A city's day is millions of rows: they come in batches,
 * and reports are filled in field by field.
 */
export interface RecordedRow {
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
const COLUMNS = [
  ...NEEDED,
  ...(['feed_ts', 'trip_id', 'start_date', 'start_time', 'route_id', 'direction_id', 'bearing'] as const),
  ...(['speed_mps', 'stop_sequence', 'status', 'stop_id', 'odometer_m', 'occupancy'] as const),
];
type Column = (typeof COLUMNS)[number];
/** The row at hand. */
interface Read {
  /** The value of a column; undefined where the file has none. */
  (column: Column): string | undefined;
  /** The same of an id. */
  readonly id: (column: Column) => string | undefined;
}
type Filled = { -readonly [K in keyof VehicleReport]: VehicleReport[K] };

/** Rows in the order of the file. Throws an Error naming the file where it cannot be read or lacks a column. */
export async function* readRecording(path: string, hidden: Hidden): AsyncGenerator<readonly RecordedRow[]> {
  let fields: readonly string[] = [];
  let read: Read | undefined;
  try {
    for await (const batch of cutRows(path)) {
      const rows: RecordedRow[] = [];
      for (fields of batch) {
        if (read) rows.push(toRow(read, hidden));
        else read = readBy(fields, () => fields);
      }
      yield rows;
    }
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function readBy(header: readonly string[], fields: () => readonly string[]): Read {
  const missing = NEEDED.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`no column ${missing.join(', ')} in the header`);
  const places = Object.fromEntries(COLUMNS.map((column) => [column, header.indexOf(column)]));
  const read = (column: Column): string | undefined => fields()[places[column]!];
  const known = new KnownTexts();
  return Object.assign(read, { id: (column: Column) => known.find(read(column)) });
}

function toRow(read: Read, hidden: Hidden): RecordedRow {
  const timestampSeconds = findNumber(read('ts'));
  const lat = findNumber(read('lat'));
  const lon = findNumber(read('lon'));
  const vehicleId = read.id('vehicle_id') ?? '';
  const row = {
    vehicleId,
    ts: read('ts') ?? '',
    receivedAtSeconds: findNumber(read('feed_ts')) ?? timestampSeconds ?? NaN,
  };
  if (vehicleId === '' || timestampSeconds === undefined || lat === undefined || lon === undefined) {
    return { ...row, report: undefined };
  }
  const report: Filled = { vehicleId, timestampSeconds, lat, lon };
  addMotion(report, read);
  if (!hidden.trip) addTrip(report, read);
  if (!hidden.route) addRoute(report, read);
  if (!hidden.stop) addStop(report, read);
  return { ...row, report };
}

function addMotion(report: Filled, read: Read): void {
  const bearing = findNumber(read('bearing'));
  const speedMetresPerSecond = findNumber(read('speed_mps'));
  const odometerMetres = findNumber(read('odometer_m'));
  const occupancyStatus = findNumber(read('occupancy'));
  if (bearing !== undefined) report.bearing = bearing;
  if (speedMetresPerSecond !== undefined) report.speedMetresPerSecond = speedMetresPerSecond;
  if (odometerMetres !== undefined) report.odometerMetres = odometerMetres;
  if (occupancyStatus !== undefined) report.occupancyStatus = occupancyStatus;
}

function addTrip(report: Filled, read: Read): void {
  const tripId = read.id('trip_id');
  const startDate = read.id('start_date');
  const startTime = read.id('start_time');
  if (tripId) report.tripId = tripId;
  if (startDate) report.startDate = startDate;
  if (startTime) report.startTime = startTime;
}

function addRoute(report: Filled, read: Read): void {
  const routeId = read.id('route_id');
  const directionId = findNumber(read('direction_id'));
  if (routeId) report.routeId = routeId;
  if (directionId !== undefined) report.directionId = directionId;
}

function addStop(report: Filled, read: Read): void {
  const stopId = read.id('stop_id');
  const status = read.id('status');
  const stopSequence = findNumber(read('stop_sequence'));
  if (stopSequence !== undefined) report.stopSequence = stopSequence;
  if (stopId) report.stopId = stopId;
  if (isStopStatus(status)) report.stopStatus = status;
}

function isStopStatus(text: string | undefined): text is StopStatus {
  return text === 'INCOMING_AT' || text === 'STOPPED_AT' || text === 'IN_TRANSIT_TO';
}

function findNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
