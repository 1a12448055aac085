/**
 * What is published of a vehicle's load: one of five words, never a number, and never that it is empty. A word may not
 * tell of one person. So each holds at least LEAST_PERSONS, the next word needs the load to be past the boundary by a
 * margin, and it is worked out once a stop, when all who got in there have. See docs/ticketing-context.md.
 */
import type { LoadEstimate } from './estimate-load.js';

/** GTFS-realtime VehiclePosition.OccupancyStatus. EMPTY is left out: it would tell that the first rider got in. */
export const OccupancyStatus = {
  MANY_SEATS_AVAILABLE: 1,
  FEW_SEATS_AVAILABLE: 2,
  STANDING_ROOM_ONLY: 3,
  CRUSHED_STANDING_ROOM_ONLY: 4,
  FULL: 5,
} as const;
export type OccupancyStatus = (typeof OccupancyStatus)[keyof typeof OccupancyStatus];

export interface Capacity {
  readonly seats: number;
  readonly standing: number;
}

/** Fewer people than this are never told apart from none. */
export const LEAST_PERSONS = 8;
const LEAST_MARGIN_PERSONS = 3;

/**
 * The word for a load, given the word before it on the same trip. Undefined where the vehicle is so small, or its
 * capacity unknown, that a word would tell of a few people; and where the load is too unsure for any word.
 */
export function chooseOccupancy(
  { persons, deviation }: LoadEstimate,
  capacity: Capacity | undefined,
  before: OccupancyStatus | undefined,
): OccupancyStatus | undefined {
  const bounds = capacity && listBounds(capacity);
  if (!bounds || !isWideEnough(bounds)) return undefined;
  const margin = Math.max(LEAST_MARGIN_PERSONS, deviation / 2);
  // Half of the narrowest word: beyond that the margin would decide, not the load.
  if (deviation > bounds.at(-1)! / 2) return undefined;
  let index = before === undefined ? bounds.filter((bound) => persons > bound).length : before - 1;
  while (index < bounds.length && persons > bounds[index]! + margin) index += 1;
  while (index > 0 && persons < bounds[index - 1]! - margin) index -= 1;
  return (index + 1) as OccupancyStatus;
}

/** Upper bounds of all words but the last. */
function listBounds({ seats, standing }: Capacity): readonly number[] {
  return [seats * 0.5, seats * 0.9, seats + standing * 0.5, seats + standing * 0.9];
}

function isWideEnough(bounds: readonly number[]): boolean {
  return bounds.every((bound, i) => bound - (bounds[i - 1] ?? 0) >= LEAST_PERSONS);
}
