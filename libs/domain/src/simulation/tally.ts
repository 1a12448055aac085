import { PATHOLOGIES, type Pathology } from './pathologies.js';

/** How often a pathology could have happened and did, in its own unit. */
export interface Tally {
  hits: number;
  of: number;
}

/** Counts of all pathologies, all zero. */
export function createTallies(): Record<Pathology, Tally> {
  const names = Object.keys(PATHOLOGIES) as Pathology[];
  return Object.fromEntries(names.map((name) => [name, { hits: 0, of: 0 }])) as Record<Pathology, Tally>;
}

/** Counts one occasion. */
export function count(tally: Tally, hit: boolean): boolean {
  tally.of++;
  if (hit) tally.hits++;
  return hit;
}
