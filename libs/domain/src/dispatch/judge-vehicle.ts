/** In one word how a vehicle does: what it is drawn and listed by. */
import type { LineRule } from './line-rules.js';
import type { VehicleState } from './live-view.js';
import { type WatchedVehicle, fixAt, isInService, isUnderWay } from './watched-vehicle.js';

/** A vehicle silent for so long has no signal; GTFS-realtime's practice is not to publish it any more. */
export const NO_SIGNAL_SECONDS = 90;
/** Off its line for so long and so often, it is off route rather than a bad fix. */
export const OFF_ROUTE_SECONDS = 30;
export const OFF_ROUTE_FIXES = 2;
/** On no trip, and moving about, for so long. */
export const ASTRAY_SECONDS = 300;

export function judgeVehicle(vehicle: WatchedVehicle, rule: LineRule | undefined, now: number): VehicleState {
  const silent = now - fixAt(vehicle);
  if (!vehicle.assignment) {
    if (isAstray(vehicle)) return silent >= NO_SIGNAL_SECONDS ? 'no_signal' : 'unassigned';
    return 'not_in_service';
  }
  if (!isInService(vehicle)) return 'not_in_service';
  if (silent >= NO_SIGNAL_SECONDS) return 'no_signal';
  if (isOffRoute(vehicle)) return 'off_route';
  if (rule?.mode !== 'schedule') return 'normal';
  return judgeDeviation(vehicle, rule);
}

export function isAstray({ astraySince, update }: WatchedVehicle): boolean {
  return astraySince > 0 && update.position.atSeconds - astraySince >= ASTRAY_SECONDS;
}

export function isOffRoute(vehicle: WatchedVehicle): boolean {
  return (
    vehicle.offRouteFixes >= OFF_ROUTE_FIXES && fixAt(vehicle) - vehicle.offRouteSince >= OFF_ROUTE_SECONDS
  );
}

function judgeDeviation(vehicle: WatchedVehicle, { thresholds }: LineRule): VehicleState {
  const { deviationSeconds } = vehicle.assignment!;
  if (deviationSeconds >= thresholds.veryLateSeconds) return 'very_late';
  if (deviationSeconds >= thresholds.lateSeconds) return 'late';
  return isUnderWay(vehicle) && deviationSeconds <= -thresholds.earlySeconds ? 'early' : 'normal';
}
