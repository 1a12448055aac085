import { type LinePosition, distanceOf } from '../geo/index.js';
import type { PatternIndex } from '../gtfs/index.js';
import { waitFor } from './advance-hypothesis.js';
import { listNearPlaces } from './find-on-line.js';
import { type Fix, type Hypothesis, type NewHypothesis, createHypothesis } from './hypothesis.js';
import type { Rivals } from './rivals.js';
import { type HeadwaySearch, listHeadwayTrips, seedHeadwayWait, seedUnderHeadway } from './seed-headways.js';
import type { DayRuns, RunTrip } from './service-day-runs.js';
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
  beam: readonly Hypothesis[],
  fix: Fix,
  rivals: Rivals,
): NewHypothesis[] {
  const search: Search = { p, timetable, fix, rivals, seeds: [] };
  const byHeadway: HeadwaySearch = { p, timetable, beam, fix, rivals, seeds: search.seeds };
  const past = settledEvidence(p, p.seedEmission);
  const days = timetable.around(fix.at);
  for (const { line, patterns, segments } of timetable.grid.listNear(fix.x, fix.y)) {
    const places = listNearPlaces(p, line, segments, fix).map((place) => ({
      place,
      evidence: past + weighOnLine(p, line, place, fix),
    }));
    for (const pattern of patterns) {
      const startsNear = distanceToFirstStop(search, pattern) <= p.layoverMetres;
      if (places.length === 0 && !startsNear) continue;
      for (const trip of listHeadwayTrips(days, pattern)) {
        for (const { place, evidence } of places) seedUnderHeadway(byHeadway, trip, place, evidence);
        seedHeadwayWait(byHeadway, trip, past);
      }
      const near = new TripsNear(p, days, pattern, fix.at);
      for (const { place, evidence } of places) seedUnderWay(search, near, place, evidence);
      if (startsNear) seedWaiting(search, near);
    }
  }
  return search.seeds;
}

/** A past that fitted moderately, and this position; a vehicle that stands has been at it for as long. */
function evidenceHere(p: TrackingParameters, fix: Fix, emission: number): number {
  const before = Math.exp(-fix.standing / p.evidenceMemorySeconds);
  return before * settledEvidence(p, p.seedEmission) + (1 - before) * settledEvidence(p, emission) + emission;
}

/** Whether a place along a line is far from the first stop: a trip taken up there is taken up on its way. */
export function isFarFromStart(p: TrackingParameters, stopMetres: Float64Array, metres: number): boolean {
  return metres - stopMetres[0]! > p.layoverMetres;
}

interface Search {
  readonly p: TrackingParameters;
  readonly timetable: Timetable;
  readonly fix: Fix;
  readonly rivals: Rivals;
  /** What was found. */
  readonly seeds: NewHypothesis[];
}

function seedUnderWay(
  { p, timetable, fix, rivals, seeds }: Search,
  near: TripsNear,
  place: LinePosition,
  own: number,
): void {
  const { pattern } = near;
  const { stopMetres } = timetable.schedule.patterns[pattern]!;
  const last = stopMetres[stopMetres.length - 1]!;
  if (place.alongMetres < stopMetres[0]! + p.startedMetres || place.alongMetres > last - p.finishedMetres) {
    return;
  }
  const evidence = rivals.evidenceAt(pattern, 'IN_PROGRESS', place.alongMetres, own);
  if (rivals.isHopeless(pattern, evidence)) return;
  const past = { evidence, timeEvidence: 0, runEvidence: 0 };
  const midway = isFarFromStart(p, stopMetres, place.alongMetres);
  for (const trip of near.list()) {
    // First without its deviation: that is dear to find out, and most have no chance even in time.
    const chance = rivals.chanceOf(trip, evidence, midway);
    if (chance < 0) continue;
    const deviation = fix.at - timetable.secondsAt(trip, place.alongMetres);
    if (deviation < p.earliestSeconds || deviation > p.latestSeconds) continue;
    if (chance + rivals.weighNow(trip, deviation) < 0) continue;
    seeds.push(createHypothesis(trip, 'IN_PROGRESS', place.alongMetres, place.distanceMetres, past));
  }
}

function seedWaiting(search: Search, near: TripsNear): void {
  const { p, timetable, fix, rivals, seeds } = search;
  const { pattern } = near;
  const own = evidenceHere(p, fix, weighWaiting(p, distanceToFirstStop(search, pattern), fix));
  const start = timetable.schedule.patterns[pattern]!.stopMetres[0]!;
  const evidence = rivals.evidenceAt(pattern, 'LAYOVER', start, own);
  if (rivals.isHopeless(pattern, evidence)) return;
  for (const trip of near.list()) {
    const early = trip.startSeconds - fix.at;
    if (early > p.layoverEarliestSeconds || -early > p.latestSeconds / 3) continue;
    if (rivals.chanceOf(trip, evidence, false) >= 0) {
      seeds.push(waitFor(p, timetable, trip, { evidence, timeEvidence: 0, runEvidence: 0 }, fix));
    }
  }
}

function distanceToFirstStop({ timetable, fix }: Search, pattern: PatternIndex): number {
  const { patterns, stops } = timetable.schedule;
  const first = patterns[pattern]!.stops[0]!;
  return distanceOf(stops.x[first]! - fix.x, stops.y[first]! - fix.y);
}

/** Trips of a pattern near an instant, sought when they are first asked for: mostly nobody does. */
class TripsNear {
  #trips: readonly RunTrip[] | undefined;

  constructor(
    private readonly p: TrackingParameters,
    private readonly days: readonly DayRuns[],
    readonly pattern: PatternIndex,
    private readonly at: number,
  ) {}

  list(): readonly RunTrip[] {
    return (this.#trips ??= listTripsNear(this.p, this.days, this.pattern, this.at));
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
    // Yesterday's are over, and tomorrow's have not begun.
    if (trips.length === 0 || trips[0]!.startSeconds > latestStart) continue;
    if (trips.at(-1)!.endSeconds + p.latestSeconds + 3600 < at) continue;
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
