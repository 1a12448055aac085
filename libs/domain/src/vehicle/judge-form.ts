import type { JudgingLimits } from './judging-limits.js';
import { isInArea } from './service-area.js';
import type { ReportRejection, VehicleReport } from './vehicle-report.js';

/**
 * What one report says against itself, whatever was heard before: numbers that are none, a vehicle nobody
 * knows, and places where no vehicle of this city is. A receiver without a fix writes 0,0 or something close
 * to it; there is only sea within half a degree, so it has a name of its own.
 */
export function judgeForm(report: VehicleReport, limits: JudgingLimits): ReportRejection | undefined {
  if (isMalformed(report)) return 'malformed';
  if (limits.knownVehicles && !limits.knownVehicles.has(report.vehicleId)) return 'unknown_vehicle';
  if (Math.abs(report.lat) < 0.5 && Math.abs(report.lon) < 0.5) return 'null_island';
  if (limits.area && !isInArea(limits.area, report)) return 'out_of_area';
  return undefined;
}

/** Longest vehicle id that is kept. */
export const MAX_VEHICLE_ID_LENGTH = 64;
/** Before 2000 and after 2100 no clock is merely wrong. */
const EARLIEST_SECONDS = 946_684_800;
const LATEST_SECONDS = 4_102_444_800;

function isMalformed(report: VehicleReport): boolean {
  const { vehicleId, timestampSeconds, lat, lon } = report;
  if (vehicleId.length === 0 || vehicleId.length > MAX_VEHICLE_ID_LENGTH || hasControl(vehicleId)) {
    return true;
  }
  if (!(timestampSeconds >= EARLIEST_SECONDS && timestampSeconds <= LATEST_SECONDS)) return true;
  return !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180);
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === 127) return true;
  }
  return false;
}
