import type { LinePosition } from '../geo/index.js';
import type { PatternIndex } from '../gtfs/index.js';
import { waitFor } from './advance-hypothesis.js';
import { listNearPlaces } from './find-on-line.js';
import type { Fix, Hypothesis } from './hypothesis.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { settledEvidence, weighOnLine, weighWaiting } from './weigh-position.js';

/**
 * New ideas of what a vehicle may be doing, from one position alone: every trip that the timetable has near this
 * place at about this time, under way or waiting to begin. Each starts as if its past had fitted moderately, so
 * that it has to earn its place beside what is being followed.
 */
export function seedHypotheses(p: TrackingParameters, timetable: Timetable, fix: Fix): Hypothesis[] {
  const seeds: Hypothesis[] = [];
  const past = settledEvidence(p, p.seedEmission);
  for (const { line, patterns, segments } of timetable.grid.listNear(fix.x, fix.y)) {
    const places = listNearPlaces(line, segments, fix.x, fix.y, p.seedMetres);
    for (const pattern of patterns) {
      for (const place of places) {
        const evidence = past + weighOnLine(p, line, place, fix);
        seeds.push(
          ...seedUnderWay(p, timetable, pattern, place, fix.at).map((seed) => ({ ...seed, evidence })),
        );
      }
      seedWaiting(p, timetable, pattern, past, fix, seeds);
    }
  }
  return seeds;
}

function seedUnderWay(
  p: TrackingParameters,
  timetable: Timetable,
  pattern: PatternIndex,
  place: LinePosition,
  at: number,
): Hypothesis[] {
  const seeds: Hypothesis[] = [];
  const { stopMetres } = timetable.schedule.patterns[pattern]!;
  const last = stopMetres[stopMetres.length - 1]!;
  if (place.alongMetres < stopMetres[0]! + p.startedMetres || place.alongMetres > last - p.finishedMetres) {
    return seeds;
  }
  for (const trip of listTripsNear(timetable, pattern, at, p)) {
    const deviation = at - timetable.secondsAt(trip, place.alongMetres);
    if (deviation < p.earliestSeconds || deviation > p.latestSeconds) continue;
    seeds.push({
      trip,
      phase: 'IN_PROGRESS',
      metres: place.alongMetres,
      offsetMetres: place.distanceMetres,
      evidence: 0,
      timeEvidence: 0,
      deviationSeconds: deviation,
      ownScore: 0,
      score: 0,
      strayPositions: 0,
      offRouteSince: 0,
    });
  }
  return seeds;
}

function seedWaiting(
  p: TrackingParameters,
  timetable: Timetable,
  pattern: PatternIndex,
  past: number,
  fix: Fix,
  seeds: Hypothesis[],
): void {
  const { stops } = timetable.schedule.patterns[pattern]!;
  const { x, y } = timetable.schedule.stops;
  const distance = Math.hypot(x[stops[0]!]! - fix.x, y[stops[0]!]! - fix.y);
  if (distance > p.layoverMetres) return;
  const evidence = past + weighWaiting(p, distance, fix);
  for (const trip of listTripsNear(timetable, pattern, fix.at, p)) {
    const early = trip.startSeconds - fix.at;
    if (early > p.layoverEarliestSeconds || -early > p.latestSeconds / 3) continue;
    seeds.push(waitFor(p, timetable, trip, { evidence, timeEvidence: 0 }, fix));
  }
}

/** Trips of a pattern whose time, widened by what deviation allows, holds the instant. */
function* listTripsNear(
  timetable: Timetable,
  pattern: PatternIndex,
  at: number,
  p: TrackingParameters,
): Generator<RunTrip> {
  for (const day of timetable.around(at)) {
    const trips = day.byPattern[pattern]!;
    const latestStart = at + Math.max(p.layoverEarliestSeconds, -p.earliestSeconds);
    for (let i = firstStartingAfter(trips, latestStart) - 1; i >= 0; i--) {
      const trip = trips[i]!;
      // Trips of one pattern take much the same time: once one is long over, so are those before it.
      if (trip.endSeconds + p.latestSeconds + 3600 < at) break;
      if (trip.endSeconds + p.latestSeconds >= at) yield trip;
    }
  }
}

function firstStartingAfter(trips: readonly RunTrip[], seconds: number): number {
  let low = 0;
  let high = trips.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (trips[middle]!.startSeconds > seconds) high = middle;
    else low = middle + 1;
  }
  return low;
}
