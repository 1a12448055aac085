import type { FareAttribute } from '../tariff/tariff.js';
import type { Leg } from './describe-leg.js';
import { fareDay } from './period-counter.js';

/** Whether a fare of GTFS-Fares v1 is for these legs, one after another, by its attributes and rules. */
export function fitsLegs(fare: FareAttribute, legs: readonly Leg[]): boolean {
  if (fare.transfers !== undefined && legs.length - 1 > fare.transfers) return false;
  const first = legs[0]!;
  const last = legs.at(-1)!;
  if (legs.length > 1 && !isInTime(fare, first.atMs, last.atMs, legs)) return false;
  if (fare.routes.size > 0 && !legs.every(({ routeId }) => fare.routes.has(routeId ?? ''))) return false;
  if (fare.pairs.length > 0 && !fare.pairs.some((pair) => isBetween(pair, first.fromAreas, last.toAreas))) {
    return false;
  }
  return fare.contains.size === 0 || containsExactly(fare.contains, legs);
}

function isInTime(fare: FareAttribute, fromMs: number, toMs: number, legs: readonly Leg[]): boolean {
  if (fare.durationSeconds !== undefined) return toMs - fromMs <= fare.durationSeconds * 1000;
  const { tariff } = legs.at(-1)!;
  return fareDay(tariff, fromMs) === fareDay(tariff, toMs);
}

function isBetween(
  [origin, destination]: readonly [string, string],
  from: readonly string[],
  to: readonly string[],
): boolean {
  return (origin === '' || from.includes(origin)) && (destination === '' || to.includes(destination));
}

/** A fare with contains_id is for rides through these zones: all of them, and no other. */
function containsExactly(zones: ReadonlySet<string>, legs: readonly Leg[]): boolean {
  const visited = new Set(legs.flatMap(({ places }) => places.flat()));
  return visited.size === zones.size && [...visited].every((zone) => zones.has(zone));
}
