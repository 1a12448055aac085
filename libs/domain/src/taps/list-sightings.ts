/** Where a vehicle was seen, as one line of time, of the stops that it served and the positions between them. */
import type { StopStay, TapTrip, TripFix, VehicleHistory } from './tap-context.js';

/** When the vehicle came to a place of a trip, and when it left it. */
export interface Sighting {
  readonly trip: TapTrip;
  readonly place: number;
  readonly fromMs: number;
  /** Last moment it is known to have been there. */
  readonly untilMs: number;
}
type Mutable = Omit<Sighting, 'untilMs'> & { untilMs: number };

/** Stays and positions as one line of time; positions say nothing of a place whose stay is known. */
export function listSightings({ stays, fixes, plans }: VehicleHistory): Sighting[] {
  const sightings = stays.map(toSighting).filter((sighting) => sighting !== undefined);
  const known = new Set(sightings.map(keyOf));
  let last: Mutable | undefined;
  for (const fix of fixes) {
    const sighting = fixToSighting(fix, plans);
    if (!sighting || known.has(keyOf(sighting))) continue;
    if (last && keyOf(last) === keyOf(sighting)) {
      if (fix.isStopped || fix.isWaiting) last.untilMs = fix.atMs;
    } else {
      last = { ...sighting };
      sightings.push(last);
    }
  }
  return sightings.sort((a, b) => a.fromMs - b.fromMs || a.place - b.place);
}

function toSighting({ trip, place, arrivalMs, departureMs }: StopStay): Sighting | undefined {
  const fromMs = arrivalMs ?? departureMs;
  if (fromMs === undefined) return undefined;
  return { trip, place, fromMs, untilMs: Math.max(fromMs, departureMs ?? fromMs) };
}

/** Under way to a stop it has left the one before it; which it reached at that moment or earlier. */
function fixToSighting(
  { trip, atMs, place, isStopped, isWaiting }: TripFix,
  plans: VehicleHistory['plans'],
): Sighting | undefined {
  if (isWaiting) return { trip, place: 1, fromMs: atMs, untilMs: atMs };
  const reached = isStopped ? place : place - 1;
  if (reached < 1 || reached > (plans.get(trip.tripId)?.stops.length ?? reached)) return undefined;
  return { trip, place: reached, fromMs: atMs, untilMs: atMs };
}

function keyOf({ trip, place }: Sighting): string {
  return `${trip.serviceDate} ${trip.performedId} ${place}`;
}

export function isSameTrip(a: TapTrip, b: TapTrip): boolean {
  return a.performedId === b.performedId && a.serviceDate === b.serviceDate;
}
