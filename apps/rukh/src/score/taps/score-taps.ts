/** How many taps get their trip and stop, and how many the right ones: in the end, and at once. */
import type { Schedule } from '@rukh/domain/gtfs';
import { type StopStay, type TapContext, type TripFix, type TripPlan, placeTap } from '@rukh/domain/taps';
import { type SeenVehicle, describePlans } from './collect-history.js';
import type { TrueTap } from './read-true-taps.js';

export interface TapScore {
  readonly taps: number;
  /** No trip was found. */
  readonly unlabelled: number;
  /** On a trip other than the true one. */
  readonly wrongTrip: number;
  /** Of those, on another route or direction. */
  readonly wrongRoute: number;
  readonly wrongStop: number;
  /** By confidence, rounded down to a twentieth: taps, and how many of them with trip and stop right. */
  readonly byConfidence: Readonly<Record<string, { readonly taps: number; readonly right: number }>>;
}

/** A stretch round a tap that holds all that placing looks at. */
const BEFORE_MS = 75 * 60_000;
const AFTER_MS = 50 * 60_000;
const FIXES_ROUND_MS = 6 * 60_000;

/** `isAtOnce`: by what was known so many seconds after the tap; otherwise by all. */
export function scoreTaps(
  schedule: Schedule,
  taps: readonly TrueTap[],
  vehicles: ReadonlyMap<string, SeenVehicle>,
  knownAfterSeconds = Infinity,
): TapScore {
  const plans = describePlans(schedule, vehicles);
  const score = { taps: 0, unlabelled: 0, wrongTrip: 0, wrongRoute: 0, wrongStop: 0 };
  const byConfidence: Record<string, { taps: number; right: number }> = {};
  for (const tap of taps) {
    const found = place(tap, vehicles.get(tap.vehicleId), plans, tap.atMs + knownAfterSeconds * 1000);
    const isTripRight = found.tripId === tap.tripId;
    const isStopRight = isTripRight && found.stopSequence === tap.stopSequence;
    score.taps += 1;
    if (found.tripId === undefined) score.unlabelled += 1;
    else if (!isTripRight) {
      score.wrongTrip += 1;
      const truth = plans.get(tap.tripId);
      const isRouteRight = truth?.routeId === found.routeId && truth?.directionId === found.directionId;
      if (!isRouteRight) score.wrongRoute += 1;
    } else if (!isStopRight) score.wrongStop += 1;
    const band = (Math.floor(found.confidence * 20 + 1e-9) / 20).toFixed(2);
    const tally = (byConfidence[band] ??= { taps: 0, right: 0 });
    tally.taps += 1;
    if (isStopRight) tally.right += 1;
  }
  return { ...score, byConfidence };
}

function place(
  { atMs }: TrueTap,
  seen: SeenVehicle | undefined,
  plans: ReadonlyMap<string, TripPlan>,
  knownMs: number,
): TapContext {
  const stays: StopStay[] = [];
  for (const stay of seen?.stays ?? []) {
    const at = stay.arrivalMs ?? stay.departureMs ?? 0;
    if (stay.knownMs <= knownMs && at >= atMs - BEFORE_MS && at < atMs + AFTER_MS) stays.push(stay);
  }
  const tap = { atMs, isExit: false, isTimeRough: false, claimed: {} };
  const found = placeTap(tap, { stays, fixes: [], plans });
  if (found.confidence >= 0.8) return found;
  const fixes: TripFix[] = (seen?.fixes ?? []).filter(
    (fix) => fix.knownMs <= knownMs && Math.abs(fix.atMs - atMs) < FIXES_ROUND_MS,
  );
  return placeTap(tap, { stays, fixes, plans });
}
