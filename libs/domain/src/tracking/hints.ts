import type { Schedule } from '../gtfs/index.js';
import type { Fix } from './hypothesis.js';

/** What a vehicle itself says of its trip. */
export type Hints = Pick<Fix, 'tripId' | 'routeId' | 'directionId'>;
export const NO_HINTS: Hints = { tripId: undefined, routeId: undefined, directionId: undefined };

/** Whether the vehicle reports another trip than a moment ago: that is news, where going on with one may be forgetfulness. */
export function namesAnotherTrip(before: Hints, { tripId }: Fix): boolean {
  return tripId !== undefined && before.tripId !== undefined && tripId !== before.tripId;
}

/** Whether what a vehicle says of its trip says anything: a trip that the schedule does not have may be of another version of it. */
export function isNameKnown({ trips }: Schedule, { tripId }: Pick<Fix, 'tripId'>): boolean {
  return tripId === undefined || trips.indexOf.has(tripId);
}

export function hintsOf({ tripId, routeId, directionId }: Fix): Hints {
  return { tripId, routeId, directionId };
}

export function sameHints(a: Hints, b: Hints): boolean {
  return a.tripId === b.tripId && a.routeId === b.routeId && a.directionId === b.directionId;
}
