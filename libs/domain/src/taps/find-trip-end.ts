/** Decides where the trip of a tap ended, as far as is known: a ride without an exit went no farther. */
import type { Sighting } from './list-sightings.js';
import type { PlannedStop, TapContext, TripEnd, VehicleHistory } from './tap-context.js';

/** A vehicle that was seen on another trip since has ended this one where it was seen last. */
export function findTripEnd(
  { tripId, serviceDate, tripIdPerformed }: TapContext,
  sightings: readonly Sighting[],
  { plans }: VehicleHistory,
): TripEnd | undefined {
  const stops = plans.get(tripId ?? '')?.stops ?? [];
  const last = sightings.findLastIndex(
    ({ trip }) => trip.performedId === tripIdPerformed && trip.serviceDate === serviceDate,
  );
  const isOver = last >= 0 && last < sightings.length - 1;
  const place = isOver ? sightings[last]!.place : stops.length;
  const stop = stops[place - 1];
  return stop && { stopId: stop.stopId, place, ...metresOf(stop) };
}

/** How far along its trip a stop is, where that is known. */
export function metresOf({ metres }: PlannedStop): Pick<PlannedStop, 'metres'> {
  return metres === undefined ? {} : { metres };
}
