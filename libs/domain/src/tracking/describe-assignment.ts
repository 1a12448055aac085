import type { Fix, Hypothesis } from './hypothesis.js';
import type { Timetable } from './timetable.js';
import { nextStopAfter } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { VehicleState } from './vehicle-state.js';
import type { Assignment, Phase, UnassignedReason } from './vehicle-update.js';

/** Within this distance before a stop a vehicle is arriving, and round it, while slow, standing at it. */
const ARRIVING_METRES = 100;
const AT_STOP_METRES = 35;

/** The chosen hypothesis in the words that the feed and the archive use. */
export function describeAssignment(
  timetable: Timetable,
  chosen: Hypothesis,
  { confidence, lineConfidence, progress }: VehicleState,
  fix: Fix,
): Assignment {
  const { stopMetres } = timetable.schedule.patterns[chosen.trip.pattern]!;
  const waiting = chosen.phase === 'LAYOVER' || chosen.phase === 'DEADHEAD';
  const next =
    !waiting && progress?.trip === chosen.trip
      ? progress.nextStop
      : nextStopAfter(stopMetres, chosen.metres - (waiting ? 1 : AT_STOP_METRES));
  const nextStopIndex = Math.min(stopMetres.length - 1, next);
  const toStop = stopMetres[nextStopIndex]! - chosen.metres;
  return {
    instance: chosen.trip.instance,
    phase: chosen.phase,
    confidence,
    lineConfidence,
    shapeMetres: chosen.metres,
    offsetMetres: chosen.offsetMetres,
    nextStopIndex,
    stopStatus: stopStatus(chosen, toStop, fix),
    deviationSeconds: chosen.deviationSeconds,
  };
}

function stopStatus(chosen: Hypothesis, toStopMetres: number, fix: Fix): Assignment['stopStatus'] {
  if (chosen.phase === 'LAYOVER') return 'STOPPED_AT';
  if (chosen.phase === 'DEADHEAD') return 'IN_TRANSIT_TO';
  const slow = fix.elapsed > 0 && fix.moved / fix.elapsed < 1;
  if (Math.abs(toStopMetres) <= AT_STOP_METRES && slow) return 'STOPPED_AT';
  return toStopMetres <= ARRIVING_METRES ? 'INCOMING_AT' : 'IN_TRANSIT_TO';
}

/** Phase of a vehicle that is on no trip. */
export function publishedPhase(p: TrackingParameters, fix: Fix): Phase {
  return isKept(p, fix) ? 'AT_BASE' : 'DEADHEAD';
}

/** A vehicle on no trip is at its base where it stands in a known one, or stands long. */
function isKept(p: TrackingParameters, fix: Fix): boolean {
  return fix.atBase || fix.standing >= p.atBaseSeconds;
}

/** On the way to a trip, but standing for so long that it is at its base rather. */
export function standsAtBase(p: TrackingParameters, { phase }: Hypothesis, fix: Fix): boolean {
  return phase === 'DEADHEAD' && isKept(p, fix);
}

/** Why a vehicle is on no trip. */
export function unassignedReason(
  p: TrackingParameters,
  timetable: Timetable,
  state: VehicleState,
  fix: Fix,
): UnassignedReason {
  if (isKept(p, fix)) return 'at_base';
  if (state.beam.length > 0) return state.at - state.firstAt < 60 ? 'too_few_positions' : 'ambiguous';
  if (!timetable.around(fix.at).some(({ runs, headwayTrips }) => runs.length + headwayTrips.size > 0)) {
    return 'no_service_now';
  }
  return 'no_trip_near';
}
