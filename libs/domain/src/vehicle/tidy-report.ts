import { findGtfsTime } from '../time/index.js';
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
  const { bearing, stopStatus, startDate, startTime } = report;
  if (isWithin(bearing, -360, 360)) tidy.bearing = (bearing + 360) % 360;
  for (const [field, from, to] of NUMBERS) {
    const value = report[field];
    if (isWithin(value, from, to)) tidy[field] = value;
  }
  for (const field of COUNTS) {
    const value = report[field];
    if (isWithin(value, 0, COUNT_LIMITS[field]) && Number.isInteger(value)) tidy[field] = value;
  }
  for (const field of TEXTS) {
    const value = report[field];
    if (isShort(value)) tidy[field] = value;
  }
  if (isShort(startDate) && DATE.test(startDate)) tidy.startDate = startDate;
  if (isShort(startTime) && findGtfsTime(startTime) !== undefined) tidy.startTime = startTime;
  if (stopStatus !== undefined) tidy.stopStatus = stopStatus;
  return tidy;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NUMBERS = [
  ['speedMetresPerSecond', 0, MAX_SPEED_METRES_PER_SECOND],
  ['odometerMetres', 0, 1e11],
] as const;
const COUNT_LIMITS = {
  directionId: 1,
  stopSequence: 1_000_000,
  occupancyStatus: 8,
  wheelchairAccessible: 3,
} as const;
const COUNTS = ['directionId', 'stopSequence', 'occupancyStatus', 'wheelchairAccessible'] as const;
const TEXTS = ['tripId', 'routeId', 'stopId', 'label', 'licensePlate'] as const;

function isWithin(value: number | undefined, from: number, to: number): value is number {
  return value !== undefined && value >= from && value <= to;
}

function isShort(text: string | undefined): text is string {
  return text !== undefined && text.length > 0 && text.length <= MAX_TEXT_LENGTH;
}
