import type { Place } from './draw-places.js';

/** What a click so far away means is not known. */
const FARTHEST_METRES = 400;
const METRES_A_DEGREE = 111_195;

/** The one nearest to a place, where one is near. */
export function nearestOf<T extends { readonly lat: number; readonly lon: number }>(
  all: readonly T[],
  [lon, lat]: Place,
): T | undefined {
  const east = Math.cos((lat * Math.PI) / 180);
  const metresTo = (one: T): number => METRES_A_DEGREE * Math.hypot((one.lon - lon) * east, one.lat - lat);
  const [nearest] = all.toSorted((a, b) => metresTo(a) - metresTo(b));
  return nearest && metresTo(nearest) <= FARTHEST_METRES ? nearest : undefined;
}
