import type { Place } from './draw-places.js';
import { projectOnto } from './measure-line.js';

/** What a click so far away means is not known. */
const FARTHEST_METRES = 400;

/** The one nearest to a place, where one is near. */
export function nearestOf<T extends { readonly lat: number; readonly lon: number }>(
  all: readonly T[],
  place: Place,
): T | undefined {
  const metresTo = ({ lon, lat }: T): number => projectOnto([[lon, lat]], place).metres;
  const [nearest] = all.toSorted((a, b) => metresTo(a) - metresTo(b));
  return nearest && metresTo(nearest) <= FARTHEST_METRES ? nearest : undefined;
}
