import { isGtfsTime } from '../time/index.js';
import type { VehicleReport } from './vehicle-report.js';

/** Longest text of a hint or label that is kept. */
const MAX_TEXT_LENGTH = 128;
/** Trackers report a wheel's or the satellites' speed; nothing on a city's roads or rails is faster. */
const MAX_SPEED_METRES_PER_SECOND = 100;
/** A year on a clock: YYYYMMDD, checked for its form; whether that trip exists is tracking's business. */
const DATE = /^\d{8}$/;

/**
 * A report without the optional parts that cannot be true: a bearing of 511 ("unknown" in some protocols), a
 * negative speed, a trip id of a kilobyte. What is left out is only a hint or an ornament, so the fix itself is
 * kept. Required parts are untouched: judging them is `judgeForm`'s decision.
 */
export function tidyReport(report: VehicleReport): VehicleReport {
  const tidy: Mutable<VehicleReport> = {
    vehicleId: report.vehicleId,
    timestampSeconds: report.timestampSeconds,
    lat: report.lat,
    lon: report.lon,
  };
  addNumbers(tidy, report);
  addTexts(tidy, report);
  return tidy;
}

// Field by field: a list of their names to go through would cost more than all the rest of judging.
function addNumbers(tidy: Mutable<VehicleReport>, report: VehicleReport): void {
  const { bearing, speedMetresPerSecond: speed, odometerMetres } = report;
  const { directionId, stopSequence, occupancyStatus, wheelchairAccessible, chargePercent } = report;
  if (isWithin(bearing, -360, 360)) tidy.bearing = (bearing + 360) % 360;
  if (isWithin(speed, 0, MAX_SPEED_METRES_PER_SECOND)) tidy.speedMetresPerSecond = speed;
  if (isWithin(odometerMetres, 0, 1e11)) tidy.odometerMetres = odometerMetres;
  if (isCount(directionId, 1)) tidy.directionId = directionId;
  if (isCount(stopSequence, 1_000_000)) tidy.stopSequence = stopSequence;
  if (isCount(occupancyStatus, 8)) tidy.occupancyStatus = occupancyStatus;
  if (isCount(wheelchairAccessible, 3)) tidy.wheelchairAccessible = wheelchairAccessible;
  if (isWithin(chargePercent, 0, 100)) tidy.chargePercent = chargePercent;
}

function addTexts(tidy: Mutable<VehicleReport>, report: VehicleReport): void {
  const { tripId, routeId, stopId, label, licensePlate, driverId, startDate, startTime, stopStatus } = report;
  if (isShort(tripId)) tidy.tripId = tripId;
  if (isShort(routeId)) tidy.routeId = routeId;
  if (isShort(stopId)) tidy.stopId = stopId;
  if (isShort(label)) tidy.label = label;
  if (isShort(licensePlate)) tidy.licensePlate = licensePlate;
  if (isShort(driverId)) tidy.driverId = driverId;
  if (isShort(startDate) && DATE.test(startDate)) tidy.startDate = startDate;
  if (isShort(startTime) && isGtfsTime(startTime)) tidy.startTime = startTime;
  if (stopStatus !== undefined) tidy.stopStatus = stopStatus;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function isWithin(value: number | undefined, from: number, to: number): value is number {
  return value !== undefined && value >= from && value <= to;
}

function isCount(value: number | undefined, most: number): value is number {
  return isWithin(value, 0, most) && Number.isInteger(value);
}

function isShort(text: string | undefined): text is string {
  return text !== undefined && text.length > 0 && text.length <= MAX_TEXT_LENGTH;
}
