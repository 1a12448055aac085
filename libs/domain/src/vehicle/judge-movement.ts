import { type LatLon, haversineMetres } from '../geo/index.js';
import type { JudgedVehicle, PlaceDoubt } from './judged-vehicle.js';
import type { JudgingLimits } from './judging-limits.js';

/** A fix whose time is settled. */
export interface TimedFix extends LatLon {
  readonly timestampSeconds: number;
  readonly atSeconds: number;
}

/** Once a fix was refused, the silence since the last good one excuses no more distance than this, seconds. */
const EXCUSED_SECONDS = 30;

/**
 * Whether the vehicle can have got there: jammed and spoofed receivers jump, buses do not. After a jump the
 * next fix must agree with the last good one or with the jump; fixes that agree with neither are refused, so
 * that random jumps are not believed merely because time has passed. Where fixes go on agreeing on the new
 * place it is the truth (a vehicle that was towed, or whose first fix was the bad one) and is believed again,
 * after a long silence by the second of them.
 * Answers whether the fix is accepted, and remembers it with the vehicle.
 */
export function judgeMovement(vehicle: JudgedVehicle, fix: TimedFix, limits: JudgingLimits): boolean {
  const { last, doubt } = vehicle;
  if (!last) return accept(vehicle, fix, limits);
  const possible = canReach(last, fix, fix.atSeconds - last.atSeconds, limits);
  if (!doubt) return possible ? accept(vehicle, fix, limits) : refuse(vehicle, startDoubt(fix));
  const sinceLast = Math.min(fix.atSeconds - last.atSeconds, EXCUSED_SECONDS);
  if (canReach(last, fix, sinceLast, limits)) return accept(vehicle, fix, limits);
  const sinceDoubt = fix.atSeconds - doubt.atSeconds;
  if (sinceDoubt <= 0) return false;
  if (!canReach(doubt, fix, Math.min(sinceDoubt, EXCUSED_SECONDS), limits)) {
    return refuse(vehicle, startDoubt(fix));
  }
  const grown = { ...startDoubt(fix), sinceSeconds: doubt.sinceSeconds, reports: doubt.reports + 1 };
  const wasSilent = grown.sinceSeconds - last.atSeconds >= limits.restartSilenceSeconds;
  const trust = wasSilent ? Math.min(vehicle.trust, 1) : vehicle.trust;
  return possible || isProof(grown, trust, limits) ? accept(vehicle, fix, limits) : refuse(vehicle, grown);
}

function canReach(from: LatLon, to: LatLon, seconds: number, limits: JudgingLimits): boolean {
  const reach = limits.positionErrorMetres + limits.maxSpeedMetresPerSecond * seconds;
  // Most fixes are near the one before: a degree of latitude is at least 110 km, and no other measure is needed.
  const roughMetres = (Math.abs(to.lat - from.lat) + Math.abs(to.lon - from.lon)) * 111_320;
  return roughMetres <= reach || haversineMetres(from, to) <= reach;
}

/** It takes as much to overrule a vehicle's past as there is of it. */
function isProof(doubt: PlaceDoubt, trust: number, limits: JudgingLimits): boolean {
  if (doubt.reports < Math.min(trust + 1, limits.proofReports)) return false;
  return trust < limits.proofReports || doubt.atSeconds - doubt.sinceSeconds >= limits.proofSeconds;
}

function startDoubt(fix: TimedFix): PlaceDoubt {
  const { atSeconds, lat, lon } = fix;
  return { atSeconds, lat, lon, sinceSeconds: atSeconds, reports: 1 };
}

function accept(
  vehicle: JudgedVehicle,
  { timestampSeconds, atSeconds, lat, lon }: TimedFix,
  limits: JudgingLimits,
): true {
  const last = (vehicle.last ??= { timestampSeconds, atSeconds, lat, lon });
  last.timestampSeconds = timestampSeconds;
  last.atSeconds = atSeconds;
  last.lat = lat;
  last.lon = lon;
  vehicle.doubt = undefined;
  vehicle.trust = Math.min(vehicle.trust + 1, limits.proofReports);
  return true;
}

function refuse(vehicle: JudgedVehicle, doubt: PlaceDoubt): false {
  vehicle.doubt = doubt;
  return false;
}
