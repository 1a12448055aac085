import { clockCorrectionSeconds } from './correct-clock.js';
import { type FleetClock, countFleetLag } from './fleet-clock.js';
import { judgeMovement } from './judge-movement.js';
import { judgeTime } from './judge-time.js';
import type { JudgedVehicle } from './judged-vehicle.js';
import type { JudgingLimits } from './judging-limits.js';
import { tidyReport } from './tidy-report.js';
import { SILENCE_SECONDS, isLivePace, observeVehicleClock, startVehicleClock } from './vehicle-clock.js';
import type { ReportRejection, VehiclePosition, VehicleReport } from './vehicle-report.js';

/**
 * Whether a report that says nothing against itself becomes a position, and when it was measured on our clock. What is
 * known of its fleet's clock (all that report by one way share it) and of its vehicle is moved on in place.
 *
 * @param receivedAtSeconds our clock, epoch seconds
 * @param newestSeconds timestamp of the newest report that came in the same message, where there were several:
 *   only that one tells how late the vehicle's clock is, the others were kept back
 */
export function judgeReport(
  fleet: FleetClock,
  vehicle: JudgedVehicle,
  report: VehicleReport,
  receivedAtSeconds: number,
  limits: JudgingLimits,
  newestSeconds: number = report.timestampSeconds,
): VehiclePosition | ReportRejection {
  const { timestampSeconds, lat, lon } = report;
  const newestLagSeconds = receivedAtSeconds - newestSeconds;
  const correctionSeconds = clockCorrectionSeconds(fleet, vehicle.clock, limits);
  const time = { timestampSeconds, receivedAtSeconds, correctionSeconds, newestLagSeconds };
  const atSeconds = judgeTime(vehicle, time, limits);
  if (typeof atSeconds === 'string') return atSeconds;
  if (!judgeMovement(vehicle, { lat, lon, timestampSeconds, atSeconds }, limits)) return 'teleport';
  if (timestampSeconds === newestSeconds) {
    learnClocks(fleet, vehicle, timestampSeconds, receivedAtSeconds, limits);
  }
  return toPosition(tidyReport(report), receivedAtSeconds, atSeconds);
}

/** The tidy report is nobody else's yet: it becomes the position itself, since millions a day do. */
function toPosition(
  tidy: VehicleReport & { receivedAtSeconds?: number; atSeconds?: number },
  receivedAtSeconds: number,
  atSeconds: number,
): VehiclePosition {
  tidy.receivedAtSeconds = receivedAtSeconds;
  tidy.atSeconds = atSeconds;
  return tidy as VehiclePosition;
}

/** What an accepted report that was sent as soon as it was measured says of its vehicle's clock and its fleet's. */
function learnClocks(
  fleet: FleetClock,
  vehicle: JudgedVehicle,
  timestampSeconds: number,
  receivedAtSeconds: number,
  limits: JudgingLimits,
): void {
  const { clock } = vehicle;
  if (!clock || timestampSeconds <= clock.timestampSeconds) {
    vehicle.clock ??= startVehicleClock(timestampSeconds, receivedAtSeconds);
    return;
  }
  const isLive =
    receivedAtSeconds - clock.receivedAtSeconds <= SILENCE_SECONDS &&
    isLivePace(clock, timestampSeconds, receivedAtSeconds, 0.5);
  observeVehicleClock(clock, timestampSeconds, receivedAtSeconds);
  if (!isLive || clock.countedInSeconds === fleet.windowStartSeconds) return;
  countFleetLag(fleet, receivedAtSeconds - timestampSeconds, limits.maxClockErrorSeconds);
  clock.countedInSeconds = fleet.windowStartSeconds;
}
