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
import type { TrackingParameters } from './tracking-parameters.js';
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
  p: TrackingParameters,
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
  const how = howEnded(p, timetable, progress, chosen, fix);
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
  p: TrackingParameters,
  timetable: Timetable,
  progress: TripProgress,
  chosen: Hypothesis | undefined,
  fix: Fix,
): TripEnded['how'] {
  // Taken for it at first, the vehicle drove along its line empty.
  if (chosen?.skipped === progress.trip) return 'reassigned';
  const { stopMetres } = timetable.schedule.patterns[progress.trip.pattern]!;
  const leftMetres = stopMetres[stopMetres.length - 1]! - progress.metres;
  const goesOn =
    chosen !== undefined &&
    isNext(progress.trip, chosen.trip) &&
    wasBegunAfter(p, timetable, chosen, leftMetres, fix.at - progress.at);
  if (goesOn || leftMetres < NEAR_END_METRES) return 'finished';
  return chosen ? 'reassigned' : 'abandoned';
}

const NEAR_END_METRES = 200;

/**
 * Whether the next trip was begun when the one before had been run to its end. One that is waited for elsewhere than at its first
 * stop was not, nor one that the vehicle is on farther than it can have driven since, `leftMetres` from the end of the other.
 */
function wasBegunAfter(
  p: TrackingParameters,
  { schedule }: Timetable,
  next: Hypothesis,
  leftMetres: number,
  seconds: number,
): boolean {
  const begunMetres = next.metres - schedule.patterns[next.trip.pattern]!.stopMetres[0]!;
  if (!isOnTrip(next)) return begunMetres <= 0;
  return begunMetres <= p.begunMetres || leftMetres + begunMetres <= p.maxSpeed * seconds;
}

function isNext(done: RunTrip, now: RunTrip): boolean {
  return now.run === done.run && now.position > done.position;
}
