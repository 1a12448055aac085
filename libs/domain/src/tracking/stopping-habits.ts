import type { Pattern } from '../gtfs/index.js';
import { keptSince } from './kept-since.js';
import { SLOW_SPEED } from './recent-halts.js';
import { nextStopAfter } from './timetable.js';

/**
 * A vehicle in service is found slow at its stops, one that drives empty along the same street goes past them. How much
 * more often than by chance is learned from the vehicles that are surely on a trip: from their share of slow positions
 * away from stops (lights, jams) and from how much of a line lies near a stop, chance is known.
 */
const NEAR_METRES = 30;
/** Samples that the prior weighs, and the time in which learned ones fade. */
const PRIOR_SAMPLES = 200;
const MEMORY_SECONDS = 14_400;
/** Nothing that a single position shows counts for more, nats. */
const MOST = 2.5;

/** Shares of positions: of vehicles in service, and as chance would have them. */
const PRIOR = {
  nearSlow: 0.25,
  nearFast: 0.05,
  far: 0.7,
  byChance: { nearSlow: 0.035, nearFast: 0.1, far: 0.865 },
};

const FOUND = ['nearSlow', 'nearFast', 'far'] as const;
type Found = (typeof FOUND)[number];
/** Positions seen in service, by where and how fast; of the far ones the slow, and the sum of what is near by chance. */
type Seen = Record<Found | 'farSlow' | 'nearShare', number>;

export class StoppingHabits {
  readonly #seen: Seen = { nearSlow: 0, nearFast: 0, far: 0, farSlow: 0, nearShare: 0 };
  #weights: Readonly<Record<Found, number>> = weigh(this.#seen);
  #at: number | undefined;

  /** What a position says for being in service on a pattern rather than empty on its street, nats. */
  weigh(pattern: Pattern, metres: number, speed: number | undefined): number {
    return speed === undefined ? 0 : this.#weights[find(pattern, metres, speed)];
  }

  /** A vehicle was surely in service there. */
  observe(pattern: Pattern, metres: number, speed: number | undefined): void {
    if (speed === undefined) return;
    const { stopMetres } = pattern;
    const found = find(pattern, metres, speed);
    const length = stopMetres[stopMetres.length - 1]! - stopMetres[0]!;
    this.#seen[found]++;
    if (found === 'far' && speed < SLOW_SPEED) this.#seen.farSlow++;
    this.#seen.nearShare += Math.min(0.5, (2 * NEAR_METRES * stopMetres.length) / Math.max(1, length));
  }

  /** Counts and their time, as `restore` reads them. */
  dump(): number[] {
    return this.#at === undefined ? [] : [this.#at, ...Object.values(this.#seen)];
  }

  restore([at, ...counts]: readonly number[]): void {
    const keys = Object.keys(this.#seen) as (keyof Seen)[];
    if (at === undefined || counts.length !== keys.length) return;
    this.#at = at;
    keys.forEach((key, i) => (this.#seen[key] = counts[i]!));
    this.#weights = weigh(this.#seen);
  }

  /** Draws the conclusions of what was observed, and lets the older fade. */
  learn(now: number): void {
    const keep = keptSince(this.#at, now, MEMORY_SECONDS);
    this.#at = now;
    for (const key of Object.keys(this.#seen) as (keyof Seen)[]) this.#seen[key] *= keep;
    this.#weights = weigh(this.#seen);
  }
}

function find({ stopMetres }: Pattern, metres: number, speed: number): Found {
  const next = nextStopAfter(stopMetres, metres);
  const ahead = (stopMetres[next] ?? Infinity) - metres;
  const behind = metres - (stopMetres[next - 1] ?? -Infinity);
  if (Math.min(ahead, behind) > NEAR_METRES) return 'far';
  return speed < SLOW_SPEED ? 'nearSlow' : 'nearFast';
}

function weigh(seen: Seen): Record<Found, number> {
  const samples = seen.nearSlow + seen.nearFast + seen.far;
  const near = seen.nearShare;
  const slow = seen.far > 0 ? seen.farSlow / seen.far : 0;
  const ratio = (found: Found, byChance: number): number => {
    const inService = seen[found] + PRIOR_SAMPLES * PRIOR[found];
    const log = Math.log(inService / (byChance + PRIOR_SAMPLES * PRIOR.byChance[found]));
    return Math.max(-MOST, Math.min(MOST, log));
  };
  const weights = {
    nearSlow: ratio('nearSlow', near * slow),
    nearFast: ratio('nearFast', near * (1 - slow)),
    far: ratio('far', samples - near),
  };
  // In service it comes to nought on the average: it tells service from its want, not one trip from another.
  const share = (found: Found): number =>
    (seen[found] + PRIOR_SAMPLES * PRIOR[found]) / (samples + PRIOR_SAMPLES);
  const mean = FOUND.reduce((sum, found) => sum + share(found) * weights[found], 0);
  for (const found of FOUND) weights[found] -= mean;
  return weights;
}
