import { clockCorrectionSeconds } from './correct-clock.js';
import { type FleetClock, countFleetLag, startFleetClock, turnFleetClock } from './fleet-clock.js';
import { judgeForm } from './judge-form.js';
import { judgeMovement } from './judge-movement.js';
import { judgeTime } from './judge-time.js';
import { type JudgedVehicle, UNHEARD_VEHICLE } from './judged-vehicle.js';
import type { JudgingLimits } from './judging-limits.js';
import { tidyReport } from './tidy-report.js';
import { SILENCE_SECONDS, isLivePace, observeVehicleClock, startVehicleClock } from './vehicle-clock.js';
import type { ReportRejection, VehiclePosition, VehicleReport } from './vehicle-report.js';

/** What judging knows before a report: of the fleet it came with, and of its vehicle if it was heard before. */
export interface JudgingState {
  readonly fleet?: FleetClock | undefined;
  readonly vehicle?: JudgedVehicle | undefined;
}

export type Judgement =
  | { readonly state: JudgedState; readonly position: VehiclePosition }
  | { readonly state: JudgedState; readonly rejection: ReportRejection };

/** The state after a report: the fleet is known; the vehicle only if it ever said something of use. */
export interface JudgedState extends JudgingState {
  readonly fleet: FleetClock;
}

/**
 * Whether a report becomes a position, and when it was measured on our clock.
 *
 * @param state of the vehicle's fleet (all that report by one way share clocks) and of the vehicle
 * @param receivedAtSeconds our clock, epoch seconds
 * @param newestSeconds timestamp of the newest report that came in the same message, where there were several:
 *   only that one tells how late the vehicle's clock is, the others were kept back
 */
export function judgeReport(
  state: JudgingState,
  report: VehicleReport,
  receivedAtSeconds: number,
  limits: JudgingLimits,
  newestSeconds: number = report.timestampSeconds,
): Judgement {
  const fleet = turnFleetClock(
    state.fleet ?? startFleetClock(receivedAtSeconds),
    receivedAtSeconds,
    limits.maxClockErrorSeconds,
  );
  const fault = judgeForm(report, limits);
  if (fault) return { state: { ...state, fleet }, rejection: fault };

  const before = state.vehicle ?? UNHEARD_VEHICLE;
  const { timestampSeconds } = report;
  const newestLagSeconds = receivedAtSeconds - newestSeconds;
  const correctionSeconds = clockCorrectionSeconds(fleet, before.clock, limits);
  const time = { timestampSeconds, receivedAtSeconds, correctionSeconds, newestLagSeconds };
  const timed = judgeTime(before, time, limits);
  if ('rejection' in timed) {
    return { state: { fleet, vehicle: timed.vehicle }, rejection: timed.rejection };
  }
  const { lat, lon } = report;
  const moved = judgeMovement(
    timed.vehicle,
    { lat, lon, timestampSeconds, atSeconds: timed.atSeconds },
    limits,
  );
  if (!moved.accepted) return { state: { fleet, vehicle: moved.vehicle }, rejection: 'teleport' };

  const position = toPosition(tidyReport(report), receivedAtSeconds, timed.atSeconds);
  const isNewest = timestampSeconds === newestSeconds;
  const after = isNewest
    ? learnClocks(fleet, moved.vehicle, time, limits)
    : { fleet, vehicle: moved.vehicle };
  return { state: after, position };
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
  { timestampSeconds, receivedAtSeconds }: { timestampSeconds: number; receivedAtSeconds: number },
  limits: JudgingLimits,
): { fleet: FleetClock; vehicle: JudgedVehicle } {
  const before = vehicle.clock;
  if (!before || timestampSeconds <= before.timestampSeconds) {
    const clock = before ?? startVehicleClock(timestampSeconds, receivedAtSeconds);
    return { fleet, vehicle: { ...vehicle, clock } };
  }
  const clock = observeVehicleClock(before, timestampSeconds, receivedAtSeconds);
  const hasSaid = before.countedInSeconds === fleet.windowStartSeconds;
  const isLive =
    receivedAtSeconds - before.receivedAtSeconds <= SILENCE_SECONDS &&
    isLivePace(before, timestampSeconds, receivedAtSeconds, 0.5);
  if (hasSaid || !isLive) return { fleet, vehicle: { ...vehicle, clock } };
  const lagSeconds = receivedAtSeconds - timestampSeconds;
  return {
    fleet: countFleetLag(fleet, lagSeconds, limits.maxClockErrorSeconds),
    vehicle: { ...vehicle, clock: { ...clock, countedInSeconds: fleet.windowStartSeconds } },
  };
}
