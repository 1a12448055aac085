/**
 * Decides on which trip and at which stop a tap was. People tap while the vehicle stands or in the first minutes
 * after, so a tap belongs to the stop reached last. Between two trips those who get in belong to the next one, those
 * who get out to the one before. What nothing is known of stays unknown: it is looked at again when more has come.
 */
import type { ContextSource, TapContext, TapToPlace, VehicleHistory } from './tap-context.js';
import { findTripEnd, metresOf } from './find-trip-end.js';
import { type Sighting, isSameTrip, listSightings } from './list-sightings.js';
import { placeByClaim } from './place-by-claim.js';
import { PLACING } from './placing.js';

/**
 * A validator's clock and the time of an arrival are known no better than this. In simulation three of four taps so
 * shortly before an arrival are late ones of the stop before.
 */
const EARLY_MS = 2_000;
/** Riders who tap later than this after a departure are few. */
const PROMPT_MS = 60_000;
/** Longer ago nothing is said of where the vehicle is now. */
const LONGEST_SILENCE_MS = 20 * 60_000;
/** So long before its first departure a vehicle may stand open for a trip. */
const LONGEST_WAIT_MS = 45 * 60_000;
/** The last stop of a trip still takes taps while no next trip is known. */
const AFTER_LAST_STOP_MS = 5 * 60_000;

const UNKNOWN: TapContext = { source: 'NONE', confidence: 0 };

export function placeTap(tap: TapToPlace, history: VehicleHistory): TapContext {
  const sightings = listSightings(history);
  const seen = placeBySightings(tap, sightings, history);
  const found = seen ?? placeByClaim(tap, history) ?? UNKNOWN;
  const tripEnd = findTripEnd(found, sightings, history);
  const context = tripEnd ? { ...found, tripEnd } : found;
  return tap.isTimeRough ? { ...context, confidence: Math.min(context.confidence, 0.5) } : context;
}

function placeBySightings(
  tap: TapToPlace,
  sightings: readonly Sighting[],
  history: VehicleHistory,
): TapContext | undefined {
  const next = sightings.findIndex(({ fromMs }) => fromMs > tap.atMs);
  const before = sightings[(next < 0 ? sightings.length : next) - 1];
  const after = next < 0 ? undefined : sightings[next];
  if (!before) return after && placeBeforeFirst(tap, after, history);
  if (tap.atMs <= before.untilMs) return standing(tap, before, after, history);
  if (after && isSameTrip(before.trip, after.trip)) return placeUnderWay(tap, before, after, history);
  if (isLast(before, history)) return placeAfterLast(tap, before, after, history);
  return placeInSilence(tap, before, after, history);
}

/** It stood there at that moment; at a last stop those who get in wait for the next trip. */
function standing(
  tap: TapToPlace,
  before: Sighting,
  after: Sighting | undefined,
  history: VehicleHistory,
): TapContext | undefined {
  if (isLast(before, history)) return placeAfterLast(tap, before, after, history);
  return at(before, 'AVL', PLACING.standing, history);
}

function placeUnderWay(
  tap: TapToPlace,
  before: Sighting,
  after: Sighting,
  history: VehicleHistory,
): TapContext {
  if (after.place > before.place + 1) return placeBetween(tap, before, after, history);
  if (after.place > before.place && after.fromMs - tap.atMs <= EARLY_MS) {
    return at(before, 'AVL', PLACING.early, history);
  }
  const isPrompt = tap.atMs - before.untilMs <= PROMPT_MS;
  return at(before, 'AVL', isPrompt ? PLACING.prompt : PLACING.late, history);
}

/** Stops between two sightings were passed unseen: the timetable says where in between. */
function placeBetween(
  tap: TapToPlace,
  before: Sighting,
  after: Sighting,
  history: VehicleHistory,
): TapContext {
  const stops = history.plans.get(before.trip.tripId)?.stops ?? [];
  const first = stops[before.place - 1]?.offsetSeconds;
  const last = stops[after.place - 1]?.offsetSeconds;
  if (first === undefined || last === undefined || last <= first) {
    return at(before, 'AVL', PLACING.between, history);
  }
  const share = (tap.atMs - before.untilMs) / (after.fromMs - before.untilMs);
  const offset = first + share * (last - first);
  let { place } = before;
  while (place + 1 < after.place && (stops[place]?.offsetSeconds ?? Infinity) <= offset) place += 1;
  return at({ ...before, place }, 'SCHEDULE', PLACING.between, history);
}

/** Before anything was seen: it may be waiting to begin what it was seen on next. */
function placeBeforeFirst(tap: TapToPlace, after: Sighting, history: VehicleHistory): TapContext | undefined {
  const waitMs = after.fromMs - tap.atMs;
  if (waitMs <= EARLY_MS) return at(after, 'AVL', PLACING.early, history);
  if (tap.isExit || waitMs > LONGEST_WAIT_MS) return undefined;
  if (after.place === 1) return at(after, 'AVL', PLACING.waiting, history);
  return extrapolate(tap.atMs - after.fromMs, after, history);
}

/** At the end of a trip or after it: in with the next, out with this. */
function placeAfterLast(
  tap: TapToPlace,
  before: Sighting,
  after: Sighting | undefined,
  history: VehicleHistory,
): TapContext | undefined {
  const sinceMs = tap.atMs - before.untilMs;
  if (tap.isExit) {
    return sinceMs <= AFTER_LAST_STOP_MS ? at(before, 'AVL', PLACING.prompt, history) : undefined;
  }
  if (after && !isSameTrip(before.trip, after.trip) && after.fromMs - tap.atMs <= LONGEST_WAIT_MS) {
    return placeBeforeFirst(tap, after, history);
  }
  return sinceMs <= AFTER_LAST_STOP_MS ? at(before, 'AVL', PLACING.afterLast, history) : undefined;
}

/** Left a stop on its way, and then nothing more of that trip was seen (yet). */
function placeInSilence(
  tap: TapToPlace,
  before: Sighting,
  after: Sighting | undefined,
  history: VehicleHistory,
): TapContext | undefined {
  const sinceMs = tap.atMs - before.untilMs;
  // A stop is told of when the vehicle leaves it: it may stand at the next one by now.
  if (sinceMs <= PROMPT_MS) return at(before, 'AVL', PLACING.newest, history);
  const stops = history.plans.get(before.trip.tripId)?.stops ?? [];
  const leftSeconds = (stops.at(-1)?.offsetSeconds ?? 0) - (stops[before.place - 1]?.offsetSeconds ?? 0);
  const isOver = sinceMs > leftSeconds * 1000;
  if (isOver && after && !tap.isExit) {
    const next = placeBeforeFirst(tap, after, history);
    if (next) return { ...next, confidence: Math.min(next.confidence, PLACING.between) };
  }
  return sinceMs > LONGEST_SILENCE_MS ? undefined : extrapolate(sinceMs, before, history);
}

/** Where a vehicle that keeps to its timetable would be, `byMs` after (or before) it was seen. */
function extrapolate(byMs: number, seen: Sighting, history: VehicleHistory): TapContext {
  const stops = history.plans.get(seen.trip.tripId)?.stops ?? [];
  const offset = (stops[seen.place - 1]?.offsetSeconds ?? 0) + byMs / 1000;
  const reached = stops.findLastIndex((stop) => stop !== undefined && stop.offsetSeconds <= offset);
  const place = stops.length === 0 ? seen.place : Math.max(1, reached + 1);
  return at({ ...seen, place }, 'SCHEDULE', PLACING.silent, history);
}

function at(
  { trip, place }: Pick<Sighting, 'trip' | 'place'>,
  source: ContextSource,
  confidence: number,
  { plans }: VehicleHistory,
): TapContext {
  const plan = plans.get(trip.tripId);
  const stop = plan?.stops[place - 1];
  return {
    tripId: trip.tripId,
    serviceDate: trip.serviceDate,
    tripIdPerformed: trip.performedId,
    ...(plan ? { routeId: plan.routeId } : {}),
    ...(plan?.directionId === undefined ? {} : { directionId: plan.directionId }),
    ...(stop ? { stopId: stop.stopId, stopSequence: stop.stopSequence, place, ...metresOf(stop) } : {}),
    source,
    confidence,
  };
}

function isLast({ trip, place }: Sighting, { plans }: VehicleHistory): boolean {
  return place === plans.get(trip.tripId)?.stops.length;
}
