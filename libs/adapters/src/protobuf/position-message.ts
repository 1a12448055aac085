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

export function toReportMessage(report: VehicleReport): ReportMessage {
  const { timestampSeconds, lat, lon, stopStatus, ...same } = report;
  return {
    ...same,
    timestampMs: Math.round(timestampSeconds * 1000),
    latitude: lat,
    longitude: lon,
    ...(stopStatus === undefined ? {} : { stopStatus: STOP_STATUSES.indexOf(stopStatus) }),
  };
}

export function fromReportMessage(message: ReportMessage): VehicleReport {
  const stopStatus = message.stopStatus == null ? undefined : STOP_STATUSES[message.stopStatus];
  return {
    vehicleId: message.vehicleId ?? '',
    timestampSeconds: (message.timestampMs ?? 0) / 1000,
    lat: message.latitude ?? 0,
    lon: message.longitude ?? 0,
    ...(message.bearing == null ? {} : { bearing: message.bearing }),
    ...(message.speedMetresPerSecond == null ? {} : { speedMetresPerSecond: message.speedMetresPerSecond }),
    ...(message.odometerMetres == null ? {} : { odometerMetres: message.odometerMetres }),
    ...hintsOf(message),
    ...(stopStatus === undefined ? {} : { stopStatus }),
    ...(message.occupancyStatus == null ? {} : { occupancyStatus: message.occupancyStatus }),
    ...(message.label ? { label: message.label } : {}),
    ...(message.licensePlate ? { licensePlate: message.licensePlate } : {}),
    ...(message.wheelchairAccessible == null ? {} : { wheelchairAccessible: message.wheelchairAccessible }),
  };
}

function hintsOf(message: ReportMessage): Partial<VehicleReport> {
  return {
    ...(message.tripId ? { tripId: message.tripId } : {}),
    ...(message.startDate ? { startDate: message.startDate } : {}),
    ...(message.startTime ? { startTime: message.startTime } : {}),
    ...(message.routeId ? { routeId: message.routeId } : {}),
    ...(message.directionId == null ? {} : { directionId: message.directionId }),
    ...(message.stopSequence == null ? {} : { stopSequence: message.stopSequence }),
    ...(message.stopId ? { stopId: message.stopId } : {}),
  };
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
  return {
    ...fromReportMessage(message.report ?? {}),
    receivedAtSeconds: (message.receivedAtMs ?? 0) / 1000,
    atSeconds: (message.atMs ?? 0) / 1000,
  };
}
