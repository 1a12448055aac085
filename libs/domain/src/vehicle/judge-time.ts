import { startVehicleClock } from './vehicle-clock.js';
import type { ClockRun, JudgedVehicle } from './judged-vehicle.js';
import type { JudgingLimits } from './judging-limits.js';
import type { ReportRejection } from './vehicle-report.js';

/** When a report was measured, ours and theirs. */
export interface ReportTime {
  /** The vehicle's clock. */
  readonly timestampSeconds: number;
  /** Our clock at receipt. */
  readonly receivedAtSeconds: number;
  /** What is known of the vehicle's clock: seconds to add to its timestamp. */
  readonly correctionSeconds: number;
  /** Lag of the newest report that came with this one; only it was sent when it was measured. */
  readonly newestLagSeconds: number;
}

/** A corrected clock slows down to half pace at most, so that corrections that shrink never stop time. */
const SLOWEST_PACE = 0.5;
/** Times travel in milliseconds: the smallest step forward. */
const TICK_SECONDS = 0.001;

/**
 * When the report was measured on our clock, epoch seconds, or why it cannot be believed. Order is judged by the vehicle's own
 * clock, so no correction can make a good sequence look shuffled. A row of reports that are all wrong in the
 * same way, and go on at the pace of real time, is a clock that was set: it is followed from then on.
 */
export function judgeTime(
  vehicle: JudgedVehicle,
  time: ReportTime,
  limits: JudgingLimits,
): number | ReportRejection {
  const lag = time.receivedAtSeconds - time.timestampSeconds;
  if (time.timestampSeconds === vehicle.last?.timestampSeconds) return 'duplicate';
  const rejection = findTimeFault(vehicle, time, limits);
  if (rejection === undefined) {
    const correction = Math.min(
      time.correctionSeconds,
      Math.max(time.newestLagSeconds, -limits.maxAheadSeconds),
    );
    vehicle.clockRun = undefined;
    return placeOnOurClock(vehicle, time, correction);
  }
  if (lag !== time.newestLagSeconds) return rejection;
  const clockRun = extendRun(vehicle.clockRun, time);
  if (!isProof(clockRun, limits)) {
    vehicle.clockRun = clockRun;
    return rejection;
  }
  vehicle.clockRun = undefined;
  vehicle.clock = startVehicleClock(time.timestampSeconds, time.receivedAtSeconds, clockRun.lowestLagSeconds);
  const after = (vehicle.last?.atSeconds ?? -Infinity) + TICK_SECONDS;
  return Math.max(time.timestampSeconds + clockRun.lowestLagSeconds, after);
}

function findTimeFault(
  vehicle: JudgedVehicle,
  time: ReportTime,
  limits: JudgingLimits,
): ReportRejection | undefined {
  const lag = time.receivedAtSeconds - time.timestampSeconds;
  if (lag < -limits.maxAheadSeconds && lag < time.correctionSeconds - limits.maxAheadSeconds) return 'future';
  if (lag - Math.min(time.correctionSeconds, time.newestLagSeconds) > limits.maxAgeSeconds) return 'stale';
  if (vehicle.last && time.timestampSeconds < vehicle.last.timestampSeconds) return 'out_of_order';
  return undefined;
}

/** The time on our clock: never after the receipt, never back, never much slower than the vehicle's own. */
function placeOnOurClock(vehicle: JudgedVehicle, time: ReportTime, correctionSeconds: number): number {
  const atSeconds = Math.min(time.timestampSeconds + correctionSeconds, time.receivedAtSeconds);
  const { last } = vehicle;
  if (!last) return atSeconds;
  const slowest = last.atSeconds + SLOWEST_PACE * (time.timestampSeconds - last.timestampSeconds);
  return Math.max(
    Math.min(Math.max(atSeconds, slowest), time.receivedAtSeconds),
    last.atSeconds + TICK_SECONDS,
  );
}

function extendRun(run: ClockRun | undefined, time: ReportTime): ClockRun {
  const { timestampSeconds, receivedAtSeconds } = time;
  const lag = receivedAtSeconds - timestampSeconds;
  if (run && goesOn(run, time)) {
    const lowestLagSeconds = Math.min(run.lowestLagSeconds, lag);
    return { ...run, timestampSeconds, receivedAtSeconds, reports: run.reports + 1, lowestLagSeconds };
  }
  return {
    timestampSeconds,
    receivedAtSeconds,
    sinceSeconds: receivedAtSeconds,
    reports: 1,
    lowestLagSeconds: lag,
  };
}

function goesOn(run: ClockRun, time: ReportTime): boolean {
  const theirs = time.timestampSeconds - run.timestampSeconds;
  const ours = time.receivedAtSeconds - run.receivedAtSeconds;
  return theirs > 0 && Math.abs(theirs - ours) <= Math.max(5, ours / 4);
}

function isProof(run: ClockRun, limits: JudgingLimits): boolean {
  const lastedSeconds = run.receivedAtSeconds - run.sinceSeconds;
  return (
    run.reports >= limits.proofReports &&
    lastedSeconds >= limits.proofSeconds &&
    Math.abs(run.lowestLagSeconds) <= limits.maxClockErrorSeconds
  );
}
