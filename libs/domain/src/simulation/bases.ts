import type { Schedule } from '../gtfs/index.js';
import { mix, unit } from './random.js';
import type { StreetNetwork } from './street-network.js';

/**
 * Where vehicles sleep. GTFS does not say, so each agency gets a few bases near termini of its own, a kilometre
 * or so off along the streets, each a little aside of the street.
 */
const TERMINI_A_BASE = 12;
const MOST_BASES = 5;
const NEAREST_METRES = 500;
const FURTHEST_METRES = 2000;
const ASIDE_METRES = 70;

export interface Base {
  readonly x: number;
  readonly y: number;
}

/** The bases of each agency, by its index. */
export function placeBases(schedule: Schedule, network: StreetNetwork, seed: number): Base[][] {
  const termini = schedule.agencies.map(() => new Set<number>());
  for (const pattern of schedule.patterns) {
    const stop = pattern.stops[0];
    if (stop !== undefined) termini[schedule.routes[pattern.route]!.agency]?.add(stop);
  }
  return termini.map((stops, agency) => {
    const list = [...stops].sort((a, b) => a - b);
    if (list.length === 0) return [{ x: 0, y: 0 }];
    const count = Math.min(MOST_BASES, Math.ceil(list.length / TERMINI_A_BASE));
    return Array.from({ length: count }, (_, i) => {
      const hash = mix(mix(seed, agency), i);
      const stop = list[hash % list.length]!;
      return placeBase(network, schedule.stops.x[stop]!, schedule.stops.y[stop]!, hash);
    });
  });
}

/** The base of a list that is nearest to a place. */
export function nearestBase(bases: readonly Base[], x: number, y: number): Base {
  let best = bases[0]!;
  for (const base of bases) {
    if (Math.hypot(base.x - x, base.y - y) < Math.hypot(best.x - x, best.y - y)) best = base;
  }
  return best;
}

function placeBase(network: StreetNetwork, x: number, y: number, hash: number): Base {
  const angle = unit(mix(hash, 1)) * 2 * Math.PI;
  const aside = { x: Math.cos(angle) * ASIDE_METRES, y: Math.sin(angle) * ASIDE_METRES };
  for (let attempt = 0; attempt < 400 && network.nodeCount > 0; attempt++) {
    const node = network.nodeAt(mix(hash, 100 + attempt) % network.nodeCount);
    const metres = Math.hypot(node.x - x, node.y - y);
    if (metres >= NEAREST_METRES && metres <= FURTHEST_METRES) {
      return { x: node.x + aside.x, y: node.y + aside.y };
    }
  }
  return { x: x + aside.x * 8, y: y + aside.y * 8 };
}
