import type { StopVisit } from './vehicle-update.js';
import type { RunTrip } from './service-day-runs.js';

/**
 * Arrivals and departures seen along a trip: the times at which the vehicle came within and went beyond a few metres of a stop,
 * interpolated between positions. Places of stops are not that exact: who stands somewhat before or behind one has arrived
 * when it came to stand there, and leaves when it no longer stands. Between positions far apart in time the vehicle is taken to
 * drive evenly, though it stood: what it takes for a longer way round the stop stands for that, a metre to either side for each second.
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
  while (nextStop < stopMetres.length - 1 && stopMetres[nextStop]! + NEAR_STOP_METRES < metres) nextStop++;
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
  while (metres > progress.metres && progress.nextStop <= last) {
    const { nextStop } = progress;
    const stop = stopMetres[nextStop]!;
    if (progress.arrivedAt === undefined && metres >= stop - around) {
      progress.arrivedAt = timeBetween(progress, metres, at, stop - around);
    }
    if (progress.leftAt === undefined && metres >= stop + around) {
      progress.leftAt = timeBetween(progress, metres, at, stop + around);
    }
    const { arrivedAt, leftAt } = progress;
    if (nextStop === last || arrivedAt === undefined || metres < stop + NEAR_STOP_METRES) break;
    (visits ??= []).push(createVisit(vehicleId, progress.trip, nextStop, arrivedAt, leftAt, last));
    progress.nextStop++;
    progress.arrivedAt = undefined;
    progress.leftAt = undefined;
  }
  progress.metres = Math.max(metres, progress.metres);
  progress.at = at;
  return visits ?? NO_VISITS;
}

/** Who stands near the stop, though not at its very place, is at it. */
function noteStanding(progress: TripProgress, stopMetres: Float64Array, metres: number, at: number): void {
  const stop = stopMetres[progress.nextStop];
  if (stop === undefined || Math.abs(progress.metres - stop) > NEAR_STOP_METRES) return;
  if (metres - progress.metres > STANDING_METRES_PER_SECOND * (at - progress.at)) return;
  progress.arrivedAt ??= progress.at;
  if (progress.leftAt !== undefined) progress.leftAt = at;
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
