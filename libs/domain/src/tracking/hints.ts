import type { Fix } from './hypothesis.js';

/** What a vehicle itself says of its trip. */
export type Hints = Pick<Fix, 'tripId' | 'routeId' | 'directionId'>;
export const NO_HINTS: Hints = { tripId: undefined, routeId: undefined, directionId: undefined };

/** Whether the vehicle reports another trip than a moment ago: that is news, where going on with one may be forgetfulness. */
export function namesAnotherTrip(before: Hints, { tripId }: Fix): boolean {
  return tripId !== undefined && before.tripId !== undefined && tripId !== before.tripId;
}

export function hintsOf({ tripId, routeId, directionId }: Fix): Hints {
  return { tripId, routeId, directionId };
}

export function sameHints(a: Hints, b: Hints): boolean {
  return a.tripId === b.tripId && a.routeId === b.routeId && a.directionId === b.directionId;
}
