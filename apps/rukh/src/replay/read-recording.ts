import { stat } from 'node:fs/promises';
import type { StopStatus, VehicleReport } from '@rukh/domain/vehicle';
import { type CsvRows, cutRows, findColumns } from './csv-rows.js';
import { RecordedOrder } from './recorded-order.js';
import type { Hidden, RecordedRow } from './recorded-row.js';
import { readSnapshots } from './read-snapshots.js';
import { FIRST_MILLISECONDS, findRecordedTime } from './recorded-time.js';

/**
 * Reads a recording of positions in the uniform CSV form: feed_ts,ts,vehicle_id,trip_id,start_date,start_time,
 * route_id,direction_id,lat,lon,bearing,speed_mps,stop_sequence,status,stop_id,odometer_m,occupancy. Only ts,
 * vehicle_id, lat and lon are needed; plain or gzipped. The names of TIDES are known too. A city's day is millions of rows: they come in batches,
 * and reports are filled in field by field. A folder is one of GTFS-realtime messages (read-snapshots.ts).
 */
const NEEDED = ['ts', 'vehicle_id', 'lat', 'lon'] as const;
const COLUMNS = [
  ...NEEDED,
  ...(['feed_ts', 'trip_id', 'start_date', 'start_time', 'route_id', 'direction_id', 'bearing'] as const),
  ...(['speed_mps', 'stop_sequence', 'status', 'stop_id', 'odometer_m', 'occupancy'] as const),
  // Of TIDES: taken where the scheduled one is not said; archives often name it after the vehicle too.
  'trip_id_performed' as const,
];
type Column = (typeof COLUMNS)[number];
/** Names that TIDES (vehicle_locations) and recorders of GTFS-realtime have for the same. */
const ALIASES: Readonly<Record<string, Column>> = {
  event_timestamp: 'ts',
  timestamp: 'ts',
  latitude: 'lat',
  longitude: 'lon',
  heading: 'bearing',
  speed: 'speed_mps',
  trip_id_scheduled: 'trip_id',
  // Not trip_stop_sequence: that counts the stops of a trip, 1, 2, 3, whatever the timetable calls them.
  scheduled_stop_sequence: 'stop_sequence',
  current_status: 'status',
};
/** Where each column is in the row; -1 where the file has none. */
type Places = Readonly<Record<Column, number>>;
type Filled = { -readonly [K in keyof VehicleReport]: VehicleReport[K] };

/**
 * Rows in the order of the file. Throws an Error naming the file where it cannot be read, lacks a column or is not in the order of
 * time.
 */
export async function* readRecording(path: string, hidden: Hidden): AsyncGenerator<readonly RecordedRow[]> {
  const order = new RecordedOrder();
  try {
    const isFolder = (await stat(path)).isDirectory();
    for await (const batch of isFolder ? readSnapshots(path, hidden) : readTable(path, hidden)) {
      for (const { receivedAtSeconds } of batch) order.note(receivedAtSeconds);
      yield batch;
    }
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function* readTable(path: string, hidden: Hidden): AsyncGenerator<readonly RecordedRow[]> {
  let places: Places | undefined;
  for await (const rows of cutRows(path)) {
    const batch: RecordedRow[] = [];
    while (rows.next()) {
      if (places) batch.push(toRow(rows, places, hidden));
      else places = findColumns(rows, COLUMNS, NEEDED, ALIASES);
    }
    yield batch;
  }
}

function toRow(row: CsvRows, at: Places, hidden: Hidden): RecordedRow {
  const timestampSeconds = readTime(row, at.ts);
  const lat = row.number(at.lat);
  const lon = row.number(at.lon);
  const vehicleId = row.id(at.vehicle_id) ?? '';
  const known = {
    vehicleId,
    ts: row.id(at.ts) ?? '',
    receivedAtSeconds: readTime(row, at.feed_ts) ?? timestampSeconds ?? NaN,
  };
  if (vehicleId === '' || timestampSeconds === undefined || lat === undefined || lon === undefined) {
    return { ...known, report: undefined };
  }
  const report: Filled = { vehicleId, timestampSeconds, lat, lon };
  addMotion(report, row, at);
  if (!hidden.trip) addTrip(report, row, at);
  if (!hidden.route) addRoute(report, row, at);
  if (!hidden.stop) addStop(report, row, at);
  return { ...known, report };
}

/** Epoch seconds; the text is looked at only where that is no plain number of them. */
function readTime(row: CsvRows, place: number): number | undefined {
  const seconds = row.number(place);
  return seconds !== undefined && seconds < FIRST_MILLISECONDS ? seconds : findRecordedTime(row.text(place));
}

function addMotion(report: Filled, row: CsvRows, at: Places): void {
  const bearing = row.number(at.bearing);
  const speedMetresPerSecond = row.number(at.speed_mps);
  const odometerMetres = row.number(at.odometer_m);
  const occupancyStatus = row.number(at.occupancy);
  if (bearing !== undefined) report.bearing = bearing;
  if (speedMetresPerSecond !== undefined) report.speedMetresPerSecond = speedMetresPerSecond;
  if (odometerMetres !== undefined) report.odometerMetres = odometerMetres;
  if (occupancyStatus !== undefined) report.occupancyStatus = occupancyStatus;
}

function addTrip(report: Filled, row: CsvRows, at: Places): void {
  const tripId = row.id(at.trip_id) || row.id(at.trip_id_performed);
  const startDate = row.id(at.start_date);
  const startTime = row.id(at.start_time);
  if (tripId) report.tripId = tripId;
  if (startDate) report.startDate = startDate;
  if (startTime) report.startTime = startTime;
}

function addRoute(report: Filled, row: CsvRows, at: Places): void {
  const routeId = row.id(at.route_id);
  const directionId = row.number(at.direction_id);
  if (routeId) report.routeId = routeId;
  if (directionId !== undefined) report.directionId = directionId;
}

function addStop(report: Filled, row: CsvRows, at: Places): void {
  const stopId = row.id(at.stop_id);
  const status = row.id(at.status);
  const stopSequence = row.number(at.stop_sequence);
  if (stopSequence !== undefined) report.stopSequence = stopSequence;
  if (stopId) report.stopId = stopId;
  const stopStatus = status === undefined ? undefined : STATUSES.get(status);
  if (stopStatus) report.stopStatus = stopStatus;
}

/** As GTFS-realtime and TIDES write them. */
const STATUSES: ReadonlyMap<string, StopStatus> = new Map<string, StopStatus>([
  ...(['INCOMING_AT', 'STOPPED_AT', 'IN_TRANSIT_TO'] as const).map((status) => [status, status] as const),
  ['Incoming at', 'INCOMING_AT'],
  ['Stopped at', 'STOPPED_AT'],
  ['In transit to', 'IN_TRANSIT_TO'],
]);
