import type { Verdict } from './choose-trip.js';
import { instanceOf } from './describe-assignment.js';
import type { Fix, Hypothesis } from './hypothesis.js';
import { type TripProgress, beginProgress, observeLastArrival, observeVisits } from './observe-visits.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { VehicleState } from './vehicle-state.js';
import type { StopVisit, TripEnded } from './vehicle-update.js';

/** Of the state of the vehicle before. */
export type Followed = Pick<VehicleState, 'vehicleId' | 'progress' | 'beam'>;

/**
 * What a verdict means for the trip that was under way: its stops passed, its end, or another's beginning. Stops
 * are told only of a trip that was followed past them; a change of mind tells none.
 */
export function followTrip(
  timetable: Timetable,
  before: Followed,
  { chosen }: Verdict,
  fix: Fix,
): { now: { progress: TripProgress | undefined }; visits: StopVisit[]; ended: TripEnded[] } {
  const { progress, vehicleId } = before;
  const underWay = chosen?.phase === 'IN_PROGRESS' || chosen?.phase === 'OFF_ROUTE';
  const stopsOf = (trip: RunTrip): Float64Array => timetable.schedule.patterns[trip.pattern]!.stopMetres;
  if (!progress) {
    if (!chosen || !underWay) return { now: { progress: undefined }, visits: [], ended: [] };
    return startFollowing(before, chosen.trip, stopsOf(chosen.trip), chosen.metres, fix);
  }
  if (chosen && underWay && chosen.trip === progress.trip) {
    const seen = observeVisits(vehicleId, progress, stopsOf(progress.trip), chosen.metres, fix.at);
    return { now: { progress: seen.progress }, visits: seen.visits, ended: [] };
  }
  const finished =
    chosen !== undefined && isNext(progress.trip, chosen.trip) && !isTakenUpOnItsWay(timetable, chosen);
  const nearEnd = isNearEnd(progress, stopsOf(progress.trip));
  const how = finished || nearEnd ? 'finished' : chosen ? 'reassigned' : 'abandoned';
  const visits =
    how === 'finished' ? observeLastArrival(vehicleId, progress, stopsOf(progress.trip), fix.at) : [];
  const ended: TripEnded[] = [{ vehicleId, instance: instanceOf(progress.trip), atSeconds: fix.at, how }];
  const next =
    chosen && underWay ? beginProgress(chosen.trip, stopsOf(chosen.trip), chosen.metres, fix.at) : undefined;
  return { now: { progress: next }, visits, ended };
}

/** A trip that was waited for begins at its first stop; one found under way begins where it was found. */
function startFollowing(
  before: Followed,
  trip: RunTrip,
  stopMetres: Float64Array,
  metres: number,
  fix: Fix,
): { now: { progress: TripProgress }; visits: StopVisit[]; ended: TripEnded[] } {
  const waited = before.beam.some((idea) => idea.trip === trip && idea.phase === 'LAYOVER');
  if (!waited) {
    return { now: { progress: beginProgress(trip, stopMetres, metres, fix.at) }, visits: [], ended: [] };
  }
  const leftAt = fix.at - fix.elapsed;
  const start = beginProgress(trip, stopMetres, stopMetres[0]!, leftAt);
  const seen = observeVisits(before.vehicleId, { ...start, arrivedAt: leftAt }, stopMetres, metres, fix.at);
  return { now: { progress: seen.progress }, visits: seen.visits, ended: [] };
}

/** Waiting for a trip elsewhere than at its first stop: the one before was cut short. */
function isTakenUpOnItsWay({ schedule }: Timetable, { trip, phase, metres }: Hypothesis): boolean {
  return phase === 'LAYOVER' && metres > schedule.patterns[trip.pattern]!.stopMetres[0]!;
}

function isNext(done: RunTrip, now: RunTrip): boolean {
  return now.run === done.run && now.position > done.position;
}

function isNearEnd({ metres }: TripProgress, stopMetres: Float64Array): boolean {
  return stopMetres[stopMetres.length - 1]! - metres < 200;
}
