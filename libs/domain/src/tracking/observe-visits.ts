import type { StopVisit } from './vehicle-update.js';
import type { RunTrip } from './service-day-runs.js';

/**
 * Arrivals and departures seen along a trip: the times at which the vehicle came within and went beyond a few
 * metres of a stop, interpolated between positions.
 */
const STOP_RADIUS_METRES = 30;

export interface TripProgress {
  readonly trip: RunTrip;
  readonly metres: number;
  readonly at: number;
  /** The stop being approached or stood at. */
  readonly nextStop: number;
  /** When it was reached; undefined while still on the way. */
  readonly arrivedAt: number | undefined;
}

/** Progress of a trip taken up at a place, with nothing seen of the stops before it. */
export function beginProgress(
  trip: RunTrip,
  stopMetres: Float64Array,
  metres: number,
  at: number,
): TripProgress {
  let nextStop = 0;
  while (nextStop < stopMetres.length - 1 && stopMetres[nextStop]! + STOP_RADIUS_METRES < metres) nextStop++;
  return { trip, metres, at, nextStop, arrivedAt: undefined };
}

/**
 * Moves progress on to a place farther along and gives the stops left on the way. A place behind (noise) changes
 * nothing but the time.
 */
export function observeVisits(
  vehicleId: string,
  from: TripProgress,
  stopMetres: Float64Array,
  metres: number,
  at: number,
): { progress: TripProgress; visits: StopVisit[] } {
  const visits: StopVisit[] = [];
  if (metres <= from.metres) return { progress: { ...from, at }, visits };
  const timeAt = (place: number): number =>
    from.at + ((at - from.at) * Math.max(0, place - from.metres)) / (metres - from.metres);
  const last = stopMetres.length - 1;
  let { nextStop, arrivedAt } = from;
  while (nextStop <= last) {
    const stop = stopMetres[nextStop]!;
    if (arrivedAt === undefined && metres >= stop - STOP_RADIUS_METRES) {
      arrivedAt = timeAt(stop - STOP_RADIUS_METRES);
    }
    if (nextStop === last || arrivedAt === undefined || metres < stop + STOP_RADIUS_METRES) break;
    visits.push(
      createVisit(vehicleId, from.trip, nextStop, arrivedAt, timeAt(stop + STOP_RADIUS_METRES), last),
    );
    nextStop++;
    arrivedAt = undefined;
  }
  return { progress: { trip: from.trip, metres, at, nextStop, arrivedAt }, visits };
}

/** The arrival at the last stop, when a trip is finished. */
export function observeLastArrival(
  vehicleId: string,
  from: TripProgress,
  stopMetres: Float64Array,
  at: number,
): StopVisit[] {
  const last = stopMetres.length - 1;
  const reached = observeVisits(vehicleId, from, stopMetres, stopMetres[last]!, at);
  const arrival = reached.progress.arrivedAt ?? at;
  return [...reached.visits, createVisit(vehicleId, from.trip, last, arrival, undefined, last)];
}

function createVisit(
  vehicleId: string,
  { trip, run, startOfDaySeconds }: RunTrip,
  stopIndex: number,
  arrivalSeconds: number,
  departureSeconds: number | undefined,
  last: number,
): StopVisit {
  return {
    vehicleId,
    instance: { trip, serviceDate: run.serviceDate, startSeconds: startOfDaySeconds },
    stopIndex,
    ...(stopIndex > 0 ? { arrivalSeconds } : {}),
    ...(stopIndex < last && departureSeconds !== undefined ? { departureSeconds } : {}),
  };
}
