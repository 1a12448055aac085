import type { StopStatus, VehiclePosition, VehicleReport } from '@rukh/domain/vehicle';
import type { rukh } from '../../generated/rukh.js';

/**
 * VehicleReport and VehiclePosition as messages of proto/rukh.proto, and back. The message says milliseconds where
 * the domain says seconds; a field absent on the wire is absent in the value.
 */
type ReportMessage = rukh.v1.VehicleReport.$Properties;
type PositionMessage = rukh.v1.Position.$Properties;

/** GTFS-realtime VehicleStopStatus by number. */
const STOP_STATUSES: readonly StopStatus[] = ['INCOMING_AT', 'STOPPED_AT', 'IN_TRANSIT_TO'];

/**
 * Thousands of these are made each second, so they are filled in field by field: objects put together from spread
 * pieces cost three times as much, and all who read their fields afterwards pay for it, too.
 */
type Filled<T> = { -readonly [K in keyof T]: T[K] };

export function toReportMessage(report: VehicleReport): ReportMessage {
  const { timestampSeconds, lat, lon, stopStatus, ...same } = report;
  const message: ReportMessage = same;
  message.timestampMs = Math.round(timestampSeconds * 1000);
  message.latitude = lat;
  message.longitude = lon;
  if (stopStatus !== undefined) message.stopStatus = STOP_STATUSES.indexOf(stopStatus);
  return message;
}

export function fromReportMessage(message: ReportMessage): VehicleReport {
  const report = startReport(message);
  addMotion(report, message);
  addHints(report, message);
  addDescription(report, message);
  return report;
}

function startReport(message: ReportMessage): Filled<VehicleReport> {
  return {
    vehicleId: message.vehicleId ?? '',
    timestampSeconds: (message.timestampMs ?? 0) / 1000,
    lat: message.latitude ?? 0,
    lon: message.longitude ?? 0,
  };
}

function addMotion(report: Filled<VehicleReport>, message: ReportMessage): void {
  const { bearing, speedMetresPerSecond, odometerMetres } = message;
  if (bearing != null) report.bearing = bearing;
  if (speedMetresPerSecond != null) report.speedMetresPerSecond = speedMetresPerSecond;
  if (odometerMetres != null) report.odometerMetres = odometerMetres;
}

function addHints(report: Filled<VehicleReport>, message: ReportMessage): void {
  const { tripId, startDate, startTime, routeId, directionId, stopSequence, stopId, stopStatus } = message;
  if (tripId) report.tripId = tripId;
  if (startDate) report.startDate = startDate;
  if (startTime) report.startTime = startTime;
  if (routeId) report.routeId = routeId;
  if (directionId != null) report.directionId = directionId;
  if (stopSequence != null) report.stopSequence = stopSequence;
  if (stopId) report.stopId = stopId;
  const status = stopStatus == null ? undefined : STOP_STATUSES[stopStatus];
  if (status !== undefined) report.stopStatus = status;
}

function addDescription(report: Filled<VehicleReport>, message: ReportMessage): void {
  const { occupancyStatus, label, licensePlate, wheelchairAccessible, chargePercent, driverId } = message;
  if (occupancyStatus != null) report.occupancyStatus = occupancyStatus;
  if (label) report.label = label;
  if (licensePlate) report.licensePlate = licensePlate;
  if (wheelchairAccessible != null) report.wheelchairAccessible = wheelchairAccessible;
  if (chargePercent != null) report.chargePercent = chargePercent;
  if (driverId) report.driverId = driverId;
}

export function toPositionMessage({
  receivedAtSeconds,
  atSeconds,
  ...report
}: VehiclePosition): PositionMessage {
  return {
    report: toReportMessage(report),
    receivedAtMs: Math.round(receivedAtSeconds * 1000),
    atMs: Math.round(atSeconds * 1000),
  };
}

export function fromPositionMessage(message: PositionMessage): VehiclePosition {
  const position = startReport(message.report ?? {}) as Filled<VehiclePosition>;
  position.receivedAtSeconds = (message.receivedAtMs ?? 0) / 1000;
  position.atSeconds = (message.atMs ?? 0) / 1000;
  addMotion(position, message.report ?? {});
  addHints(position, message.report ?? {});
  addDescription(position, message.report ?? {});
  return position;
}
