import type { LinePosition } from '../geo/index.js';
import type { PatternIndex } from '../gtfs/index.js';
import { waitFor } from './advance-hypothesis.js';
import { type Fix, type Hypothesis, type NewHypothesis, createHypothesis } from './hypothesis.js';
import { OUTSIDE_MOST } from './headway-runs.js';
import { type HeadwayTrip, secondsOutside } from './headway-trips.js';
import type { Rivals } from './rivals.js';
import type { DayRuns, RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { weighWaiting } from './weigh-position.js';

/**
 * New ideas of vehicles on trips by headway. Of such a trip there is one idea a place, not one a departure: the
 * vehicle makes its own, which started when a vehicle must have that is here now. What it is followed on already
 * keeps its start.
 */
export interface HeadwaySearch {
  readonly p: TrackingParameters;
  readonly timetable: Timetable;
  readonly beam: readonly Hypothesis[];
  readonly fix: Fix;
  readonly rivals: Rivals;
  /** What was found. */
  readonly seeds: NewHypothesis[];
}

export function listHeadwayTrips(days: readonly DayRuns[], pattern: PatternIndex): HeadwayTrip[] {
  const trips: HeadwayTrip[] = [];
  for (const { headwayByPattern } of days) {
    if (headwayByPattern.size > 0) trips.push(...(headwayByPattern.get(pattern) ?? []));
  }
  return trips;
}

export function seedUnderHeadway(
  { p, timetable, beam, fix, rivals, seeds }: HeadwaySearch,
  headway: HeadwayTrip,
  { alongMetres, distanceMetres }: LinePosition,
  own: number,
): void {
  const { stopMetres } = timetable.schedule.patterns[headway.pattern]!;
  const last = stopMetres[stopMetres.length - 1]!;
  if (alongMetres < stopMetres[0]! + p.startedMetres || alongMetres > last - p.finishedMetres) return;
  const start = fix.at - timetable.secondsFromStart(headway.trip, headway.pattern, alongMetres);
  if (secondsOutside(headway, start) > OUTSIDE_MOST) return;
  const trip = findFollowed(beam, headway, false) ?? timetable.headwayRuns.draft(headway, start);
  const evidence = rivals.evidenceAt(headway.pattern, 'IN_PROGRESS', alongMetres, own);
  if (rivals.chanceOf(trip, evidence, false) < 0) return;
  timetable.headwayRuns.take(trip);
  seeds.push(
    createHypothesis(trip, 'IN_PROGRESS', alongMetres, distanceMetres, {
      evidence,
      timeEvidence: 0,
      runEvidence: 0,
    }),
  );
}

export function seedHeadwayWait(
  { p, timetable, beam, fix, rivals, seeds }: HeadwaySearch,
  headway: HeadwayTrip,
  settled: number,
): void {
  const { stops, stopMetres } = timetable.schedule.patterns[headway.pattern]!;
  const { x, y } = timetable.schedule.stops;
  const distance = Math.hypot(x[stops[0]!]! - fix.x, y[stops[0]!]! - fix.y);
  if (distance > p.layoverMetres || secondsOutside(headway, fix.at) > OUTSIDE_MOST) return;
  const trip = findFollowed(beam, headway, true) ?? timetable.headwayRuns.draft(headway, fix.at);
  const own = settled + weighWaiting(p, distance, fix);
  const evidence = rivals.evidenceAt(headway.pattern, 'LAYOVER', stopMetres[0]!, own);
  if (rivals.chanceOf(trip, evidence, false) < 0) return;
  timetable.headwayRuns.take(trip);
  seeds.push(waitFor(p, timetable, trip, { evidence, timeEvidence: 0, runEvidence: 0 }, fix));
}

/** The instance under which the vehicle is followed on this trip, or waited for at its start. */
function findFollowed(
  beam: readonly Hypothesis[],
  headway: HeadwayTrip,
  waiting: boolean,
): RunTrip | undefined {
  return beam.find(
    ({ trip, phase }) =>
      trip.headway === headway && (phase === 'LAYOVER' || phase === 'DEADHEAD') === waiting,
  )?.trip;
}
