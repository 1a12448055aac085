import type { PlacedRide } from '@rukh/adapters/postgres';
import type { RideToClear } from '@rukh/domain/fares';

/** Trips of a service day, with the metres of each as far as it was seen. */
export interface DayTrips {
  readonly day: string;
  readonly trips: ReadonlyMap<string, number>;
}

/** A ride with the metres of its trip, where they are known. */
export function placeRide(
  { serviceDate, tripIdPerformed, ...ride }: PlacedRide,
  days: readonly DayTrips[],
): RideToClear {
  const metres = days.find(({ day }) => day === serviceDate)?.trips.get(tripIdPerformed ?? '');
  return metres === undefined ? ride : { ...ride, metres };
}
