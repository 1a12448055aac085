import type { LinePosition } from '../geo/index.js';
import type { PatternIndex } from '../gtfs/index.js';
import { waitFor } from './advance-hypothesis.js';
import { listNearPlaces } from './find-on-line.js';
import { type Fix, type NewHypothesis, createHypothesis } from './hypothesis.js';
import type { DayRuns, Run, RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { settledEvidence, weighOnLine, weighWaiting } from './weigh-position.js';

/**
 * New ideas of what a vehicle may be doing, from one position alone: every trip that the timetable has near this
 * place at about this time, under way or waiting to begin. Each starts as if its past had fitted moderately, so
 * that it has to earn its place beside what is being followed. Those without a chance by their run and evidence are
 * left out.
 */
export function seedHypotheses(
  p: TrackingParameters,
  timetable: Timetable,
  fix: Fix,
  hasChance: (run: Run, evidence: number) => boolean,
): NewHypothesis[] {
  const search: Search = { p, timetable, fix, hasChance, seeds: [] };
  const past = settledEvidence(p, p.seedEmission);
  const days = timetable.around(fix.at);
  for (const { line, patterns, segments } of timetable.grid.listNear(fix.x, fix.y)) {
    const places = listNearPlaces(p, line, segments, fix.x, fix.y);
    for (const pattern of patterns) {
      const trips = listTripsNear(p, days, pattern, fix.at);
      if (trips.length === 0) continue;
      for (const place of places) seedUnderWay(search, trips, place, past + weighOnLine(p, line, place, fix));
      seedWaiting(search, trips);
    }
  }
  return search.seeds;
}

/** A past that fitted moderately, and this position; a vehicle that stands has been at it for as long. */
function evidenceHere(p: TrackingParameters, fix: Fix, emission: number): number {
  const before = Math.exp(-fix.standing / p.evidenceMemorySeconds);
  return before * settledEvidence(p, p.seedEmission) + (1 - before) * settledEvidence(p, emission) + emission;
}

interface Search {
  readonly p: TrackingParameters;
  readonly timetable: Timetable;
  readonly fix: Fix;
  readonly hasChance: (run: Run, evidence: number) => boolean;
  /** What was found. */
  readonly seeds: NewHypothesis[];
}

function seedUnderWay(
  { p, timetable, fix, hasChance, seeds }: Search,
  trips: readonly RunTrip[],
  place: LinePosition,
  evidence: number,
): void {
  const { stopMetres } = timetable.schedule.patterns[trips[0]!.pattern]!;
  const last = stopMetres[stopMetres.length - 1]!;
  if (place.alongMetres < stopMetres[0]! + p.startedMetres || place.alongMetres > last - p.finishedMetres) {
    return;
  }
  const past = { evidence, timeEvidence: 0 };
  for (const trip of trips) {
    if (!hasChance(trip.run, evidence)) continue;
    const deviation = fix.at - timetable.secondsAt(trip, place.alongMetres);
    if (deviation < p.earliestSeconds || deviation > p.latestSeconds) continue;
    seeds.push(createHypothesis(trip, 'IN_PROGRESS', place.alongMetres, place.distanceMetres, past));
  }
}

function seedWaiting({ p, timetable, fix, hasChance, seeds }: Search, trips: readonly RunTrip[]): void {
  const { stops } = timetable.schedule.patterns[trips[0]!.pattern]!;
  const { x, y } = timetable.schedule.stops;
  const distance = Math.hypot(x[stops[0]!]! - fix.x, y[stops[0]!]! - fix.y);
  if (distance > p.layoverMetres) return;
  const evidence = evidenceHere(p, fix, weighWaiting(p, distance, fix));
  for (const trip of trips) {
    const early = trip.startSeconds - fix.at;
    if (early > p.layoverEarliestSeconds || -early > p.latestSeconds / 3) continue;
    if (hasChance(trip.run, evidence)) {
      seeds.push(waitFor(p, timetable, trip, { evidence, timeEvidence: 0 }, fix));
    }
  }
}

/** Trips of a pattern whose time, widened by what deviation allows, holds the instant. */
function listTripsNear(
  p: TrackingParameters,
  days: readonly DayRuns[],
  pattern: PatternIndex,
  at: number,
): RunTrip[] {
  const near: RunTrip[] = [];
  const latestStart = at + Math.max(p.layoverEarliestSeconds, -p.earliestSeconds);
  for (const day of days) {
    const trips = day.byPattern[pattern]!;
    for (let i = firstStartingAfter(trips, latestStart) - 1; i >= 0; i--) {
      const trip = trips[i]!;
      // Trips of one pattern take much the same time: once one is long over, so are those before it.
      if (trip.endSeconds + p.latestSeconds + 3600 < at) break;
      if (trip.endSeconds + p.latestSeconds >= at) near.push(trip);
    }
  }
  return near;
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
