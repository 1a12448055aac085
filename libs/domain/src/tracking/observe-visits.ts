import type { StopVisit } from './vehicle-update.js';
import type { RunTrip } from './service-day-runs.js';

/**
 * Arrivals and departures seen along a trip: the times at which the vehicle came within and went beyond a few metres of a stop,
 * interpolated between positions. Places of stops are not that exact: who stands somewhat before or behind one has arrived
 * when it came to stand there, and leaves when it no longer stands. Between positions far apart in time the vehicle is taken to
 * drive evenly, though it stood: what it takes for a longer way round the stop stands for that, a metre to either side for each second.
 * Nowhere does the way round a stop reach farther than halfway to the next one. Of stops at one
 * place it is seen when that was reached and left, not when one call became the other: each has half of the time.
 */
const AT_STOP_METRES = 10;
const NEAR_STOP_METRES = 30;
/** Slower is standing, whatever its positions tremble. */
const STANDING_METRES_PER_SECOND = 0.5;

export interface TripProgress {
  readonly trip: RunTrip;
  metres: number;
  at: number;
  /** The stop being approached or stood at. */
  nextStop: number;
  /** When it was reached; undefined while still on the way. */
  arrivedAt: number | undefined;
  /** When it was left, as far as is known before the vehicle is well beyond it. */
  leftAt: number | undefined;
}

/** Most positions are on the way between two stops. */
export const NO_VISITS: readonly StopVisit[] = [];

/** Progress of a trip taken up at a place, with nothing seen of the stops before it. */
export function beginProgress(
  trip: RunTrip,
  stopMetres: Float64Array,
  metres: number,
  at: number,
): TripProgress {
  let nextStop = 0;
  while (nextStop < stopMetres.length - 1 && endOf(stopMetres, nextStop, NEAR_STOP_METRES) < metres) {
    nextStop++;
  }
  return { trip, metres, at, nextStop, arrivedAt: undefined, leftAt: undefined };
}

/**
 * Moves progress on, in place, and gives the stops left on the way. A place behind (noise) changes nothing but the time.
 */
export function observeVisits(
  vehicleId: string,
  progress: TripProgress,
  stopMetres: Float64Array,
  metres: number,
  at: number,
): readonly StopVisit[] {
  let visits: StopVisit[] | undefined;
  const last = stopMetres.length - 1;
  const around = Math.min(NEAR_STOP_METRES, Math.max(AT_STOP_METRES, at - progress.at));
  noteStanding(progress, stopMetres, metres, at);
  while (progress.nextStop <= last) {
    notePassing(progress, stopMetres, around, metres, at);
    const { nextStop, arrivedAt } = progress;
    if (nextStop === last || arrivedAt === undefined) break;
    if (metres < endOf(stopMetres, nextStop, NEAR_STOP_METRES)) break;
    const { leftAt } = progress;
    const isTwice = leftAt !== undefined && isOnePlace(stopMetres, nextStop, nextStop + 1);
    const goneOnAt = isTwice ? (arrivedAt + leftAt) / 2 : leftAt;
    (visits ??= []).push(createVisit(vehicleId, progress.trip, nextStop, arrivedAt, goneOnAt, last));
    progress.nextStop++;
    progress.arrivedAt = isTwice ? goneOnAt : undefined;
    progress.leftAt = isTwice ? leftAt : undefined;
  }
  progress.metres = Math.max(metres, progress.metres);
  progress.at = at;
  return visits ?? NO_VISITS;
}

/** When the next stop was reached and left on the way to where the vehicle is now. */
function notePassing(
  progress: TripProgress,
  stopMetres: Float64Array,
  around: number,
  metres: number,
  at: number,
): void {
  if (metres <= progress.metres) return;
  const from = beginOf(stopMetres, progress.nextStop, around);
  const to = endOf(stopMetres, progress.nextStop, around);
  if (metres >= from) progress.arrivedAt ??= timeBetween(progress, metres, at, from);
  if (metres >= to) progress.leftAt ??= timeBetween(progress, metres, at, to);
}

/** Who stands near the stop, though not at its very place, is at it. A jump back from there is not standing. */
function noteStanding(progress: TripProgress, stopMetres: Float64Array, metres: number, at: number): void {
  const { nextStop } = progress;
  if (nextStop >= stopMetres.length) return;
  const from = beginOf(stopMetres, nextStop, NEAR_STOP_METRES);
  if (metres < from || progress.metres < from) return;
  if (progress.metres > endOf(stopMetres, nextStop, NEAR_STOP_METRES)) return;
  if (metres - progress.metres > STANDING_METRES_PER_SECOND * (at - progress.at)) return;
  progress.arrivedAt ??= progress.at;
  if (progress.leftAt !== undefined) progress.leftAt = at;
}

/**
 * Metres along the line at which the way round a stop begins: so far before it, but no farther than halfway to the stop before.
 * Stops at one place have it in common.
 */
function beginOf(stopMetres: Float64Array, index: number, around: number): number {
  let first = index;
  while (isOnePlace(stopMetres, first - 1, first)) first--;
  const stop = stopMetres[first]!;
  return stop - Math.min(around, (stop - (stopMetres[first - 1] ?? -Infinity)) / 2);
}

/** Where it ends: so far beyond, but no farther than halfway to the next stop; at the last one at its place. */
function endOf(stopMetres: Float64Array, index: number, around: number): number {
  let last = index;
  while (isOnePlace(stopMetres, last, last + 1)) last++;
  const stop = stopMetres[last]!;
  return stop + Math.min(around, ((stopMetres[last + 1] ?? stop) - stop) / 2);
}

/** Whether a stop and the next one are too near each other for positions to tell at which a vehicle stands. */
function isOnePlace(stopMetres: Float64Array, index: number, next: number): boolean {
  return stopMetres[next]! - stopMetres[index]! < AT_STOP_METRES;
}

/** When the vehicle was at a place, between where it was seen last and `metres` at `at`. */
function timeBetween(from: TripProgress, metres: number, at: number, place: number): number {
  return from.at + ((at - from.at) * Math.max(0, place - from.metres)) / (metres - from.metres);
}

/** The arrival at the last stop, when a trip is finished. */
export function observeLastArrival(
  vehicleId: string,
  from: TripProgress,
  stopMetres: Float64Array,
  at: number,
): StopVisit[] {
  const last = stopMetres.length - 1;
  const visits = observeVisits(vehicleId, from, stopMetres, stopMetres[last]!, at);
  const arrival = from.arrivedAt ?? at;
  return [...visits, createVisit(vehicleId, from.trip, last, arrival, undefined, last)];
}

function createVisit(
  vehicleId: string,
  { instance }: RunTrip,
  stopIndex: number,
  arrivalSeconds: number,
  departureSeconds: number | undefined,
  last: number,
): StopVisit {
  return {
    vehicleId,
    instance,
    stopIndex,
    ...(stopIndex > 0 ? { arrivalSeconds } : {}),
    ...(stopIndex < last && departureSeconds !== undefined ? { departureSeconds } : {}),
  };
}
