import type { Verdict } from './choose-trip.js';
import { nextEmptiness, nextLoyalty } from './follow-loyalty.js';
import { rememberRun } from './former-run.js';
import { hintsOf, sameHints } from './hints.js';
import type { Fix } from './hypothesis.js';
import { SURE } from './seeding-interval.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { NewVehicleState } from './vehicle-state.js';

/** Keeps which trip was surely begun, for as long as it is chosen. */
export function noteBegun(
  p: TrackingParameters,
  timetable: Timetable,
  now: NewVehicleState,
  verdict: Verdict,
): void {
  if (verdict.chosen?.trip !== now.begun) now.begun = undefined;
  if (hasBegun(p, timetable, verdict)) now.begun = verdict.chosen?.trip;
}

/** Makes a verdict the vehicle's own: what is believed and told of it, and held to the next time. */
export function settleVerdict(
  p: TrackingParameters,
  now: NewVehicleState,
  verdict: Verdict,
  done: boolean,
  fix: Fix,
): void {
  const { chosen } = verdict;
  now.emptiness = nextEmptiness(p, now, verdict, done, fix);
  now.loyalty = nextLoyalty(p, now, verdict, done, fix);
  now.former = rememberRun(p, now.former, chosen?.trip.run, now.loyalty, fix.at);
  now.thoughtAt = fix.at;
  now.movedMetres = 0;
  now.halts.startAfresh();
  if (!sameHints(now.hints, fix)) now.hints = hintsOf(fix);
  now.believed = chosen && { ...chosen };
  now.trip = chosen?.trip;
  now.confidence = verdict.confidence;
  now.lineConfidence = verdict.lineConfidence;
}

/** Surely on a trip, and its first stop left behind. */
function hasBegun({ begunMetres }: TrackingParameters, timetable: Timetable, verdict: Verdict): boolean {
  const { chosen, confidence } = verdict;
  if (chosen?.phase !== 'IN_PROGRESS' || chosen.trip.headway || confidence <= SURE) return false;
  return timetable.metresPastStart(chosen.trip, chosen.metres) > begunMetres;
}
