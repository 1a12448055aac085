import { type Fix, type Hypothesis, isOnTrip } from './hypothesis.js';
import {
  NO_VISITS,
  type TripProgress,
  beginProgress,
  observeLastArrival,
  observeVisits,
} from './observe-visits.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { NewVehicleState } from './vehicle-state.js';
import type { StopVisit, TripEnded } from './vehicle-update.js';

/** What became of the trip that was under way. */
export interface Followed {
  readonly visits: readonly StopVisit[];
  readonly ended: readonly TripEnded[];
}

const NO_ENDS: readonly TripEnded[] = [];
const NOTHING_NEW: Followed = { visits: NO_VISITS, ended: NO_ENDS };

/**
 * What is believed of a vehicle now means for the trip that was under way: its stops passed, its end, or another's
 * beginning. Stops are told only of a trip that was followed past them; a change of mind tells none. Moves the vehicle's
 * progress on; `beam` is that of before this position.
 */
export function followTrip(
  timetable: Timetable,
  now: NewVehicleState,
  beam: readonly Hypothesis[],
  fix: Fix,
): Followed {
  const { progress, believed: chosen, vehicleId } = now;
  const onTrip = chosen && isOnTrip(chosen) ? chosen : undefined;
  if (!progress) {
    return onTrip ? startFollowing(now, beam, onTrip, stopsOf(timetable, onTrip.trip), fix) : NOTHING_NEW;
  }
  const stopMetres = stopsOf(timetable, progress.trip);
  if (onTrip?.trip === progress.trip) {
    const visits = observeVisits(vehicleId, progress, stopMetres, onTrip.metres, fix.at);
    return visits === NO_VISITS ? NOTHING_NEW : { visits, ended: NO_ENDS };
  }
  const how = howEnded(timetable, progress, chosen);
  const ended: TripEnded[] = [{ vehicleId, instance: progress.trip.instance, atSeconds: fix.at, how }];
  const visits = how === 'finished' ? observeLastArrival(vehicleId, progress, stopMetres, fix.at) : NO_VISITS;
  now.progress = onTrip && beginProgress(onTrip.trip, stopsOf(timetable, onTrip.trip), onTrip.metres, fix.at);
  return { visits, ended };
}

function stopsOf({ schedule }: Timetable, { pattern }: RunTrip): Float64Array {
  return schedule.patterns[pattern]!.stopMetres;
}

/** A trip that was waited for begins at its first stop; one found under way begins where it was found. */
function startFollowing(
  now: NewVehicleState,
  beam: readonly Hypothesis[],
  { trip, metres }: Hypothesis,
  stopMetres: Float64Array,
  fix: Fix,
): Followed {
  const waited = beam.some((idea) => idea.trip === trip && idea.phase === 'LAYOVER');
  if (!waited) {
    now.progress = beginProgress(trip, stopMetres, metres, fix.at);
    return NOTHING_NEW;
  }
  const leftAt = fix.at - fix.elapsed;
  now.progress = beginProgress(trip, stopMetres, stopMetres[0]!, leftAt);
  now.progress.arrivedAt = leftAt;
  return {
    visits: observeVisits(now.vehicleId, now.progress, stopMetres, metres, fix.at),
    ended: NO_ENDS,
  };
}

function howEnded(
  timetable: Timetable,
  progress: TripProgress,
  chosen: Hypothesis | undefined,
): TripEnded['how'] {
  // Taken for it at first, the vehicle drove along its line empty.
  if (chosen?.skipped === progress.trip) return 'reassigned';
  const goesOn = chosen && isNext(progress.trip, chosen.trip) && !isTakenUpOnItsWay(timetable, chosen);
  const { stopMetres } = timetable.schedule.patterns[progress.trip.pattern]!;
  if (goesOn || isNearEnd(progress, stopMetres)) return 'finished';
  return chosen ? 'reassigned' : 'abandoned';
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
