/**
 * Reads a recording of VehiclePositions: a folder of GTFS-realtime messages, as anybody's poller saves them. Each vehicle of each
 * message is a row, received when the header says. What cannot be read is a row without a report, which is counted.
 */
import { FeedRefusedError, type VehicleFeed, decodeVehicleFeed } from '@rukh/adapters/protobuf';
import type { VehicleReport } from '@rukh/domain/vehicle';
import { listMessageFiles, readMessageFile } from './message-files.js';
import type { Hidden, RecordedRow } from './recorded-row.js';

export async function* readSnapshots(folder: string, hidden: Hidden): AsyncGenerator<readonly RecordedRow[]> {
  for (const file of await listMessageFiles(folder)) {
    yield toRows(await readFeed(file), hidden);
  }
}

async function readFeed(file: string): Promise<VehicleFeed> {
  try {
    return decodeVehicleFeed(await readMessageFile(file));
  } catch (error) {
    if (!(error instanceof FeedRefusedError)) throw error;
    return { reports: [], incomplete: 1 };
  }
}

function toRows({ timestampSeconds, reports, incomplete }: VehicleFeed, hidden: Hidden): RecordedRow[] {
  const rows: RecordedRow[] = reports.map((report) => ({
    vehicleId: report.vehicleId,
    ts: String(report.timestampSeconds),
    report: hide(report, hidden),
    receivedAtSeconds: timestampSeconds ?? report.timestampSeconds,
  }));
  const broken = { vehicleId: '', ts: '', report: undefined, receivedAtSeconds: timestampSeconds ?? NaN };
  for (let i = 0; i < incomplete; i++) rows.push(broken);
  return rows;
}

function hide(report: VehicleReport, { trip, route, stop }: Hidden): VehicleReport {
  const hiddenFields: (keyof VehicleReport)[] = [
    ...(trip ? TRIP_FIELDS : []),
    ...(route ? ROUTE_FIELDS : []),
    ...(stop ? STOP_FIELDS : []),
  ];
  return Object.fromEntries(
    Object.entries(report).filter(([field]) => !hiddenFields.includes(field as keyof VehicleReport)),
  ) as unknown as VehicleReport;
}

const TRIP_FIELDS = ['tripId', 'startDate', 'startTime'] as const;
const ROUTE_FIELDS = ['routeId', 'directionId'] as const;
const STOP_FIELDS = ['stopSequence', 'stopId', 'stopStatus'] as const;
