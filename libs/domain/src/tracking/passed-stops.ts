import { distanceOf, pointAt } from '../geo/index.js';
import type { Pattern } from '../gtfs/index.js';
import { keptSince } from './kept-since.js';
import type { RecentHalts } from './recent-halts.js';
import { nextStopAfter } from './timetable.js';

/**
 * A vehicle in service halts at most of its stops, one that drives empty along the same line goes past them. At how many
 * each does so is learned from the vehicles that are surely on a trip: by chance a vehicle halts at a stop as often as
 * those do between two stops (lights, jams). What is seen of a halt depends on how often a tracker reports, so that is
 * learned apart for each class of intervals.
 */
const NEAR_METRES = 40;
/** A stop is judged when the vehicle is this far past it. */
const PAST_METRES = 40;
/** Longest time between positions of each class, seconds; nothing is said of those farther apart. */
const CLASSES = [6, 12, 20];
/** Shares of stops at which a halt of a vehicle in service is seen, by class, and the stops that this weighs. */
const PRIOR_SERVED = [0.8, 0.75, 0.6];
const PRIOR_STOPS = 50;
/** Halts seen between stops by the kilometre, by class, and the kilometres that this weighs. */
const PRIOR_HALTS = [2.5, 2.2, 1.8];
const PRIOR_KILOMETRES = 20;
const MEMORY_SECONDS = 14_400;
/** Least chance of a halt. */
const LEAST_CHANCE = 0.02;
/** Nothing that a single stop shows counts for more, nats: stops that nobody uses come one after another. */
const MOST = 2.5;

/** Of one class: stops served and passed, halts between stops and the way there, kilometres. */
interface Seen {
  served: number;
  passed: number;
  halts: number;
  kilometres: number;
}

/** What a stop says for being in service rather than empty, nats. */
interface Weights {
  readonly served: number;
  readonly passed: number;
}

export class PassedStops {
  readonly #seen: Seen[] = CLASSES.map(() => ({ served: 0, passed: 0, halts: 0, kilometres: 0 }));
  #weights: readonly Weights[] = this.#seen.map(weigh);
  #at: number | undefined;

  /**
   * What the stops between two places of a pattern's line, the later just reached, say for being in service rather than
   * empty along it, nats.
   */
  weigh(pattern: Pattern, fromMetres: number, toMetres: number, halts: RecentHalts): number {
    const weights = this.#weights[classOf(halts)];
    if (!weights) return 0;
    const [first, end] = stopsPassed(pattern, fromMetres, toMetres);
    let sum = 0;
    for (let i = first; i < end; i++) sum += isServed(pattern, i, halts) ? weights.served : weights.passed;
    return sum;
  }

  /** A vehicle was surely in service from one place to the other. */
  observe(pattern: Pattern, fromMetres: number, toMetres: number, halts: RecentHalts): void {
    const seen = this.#seen[classOf(halts)];
    if (!seen || toMetres <= fromMetres) return;
    const [first, end] = stopsPassed(pattern, fromMetres, toMetres);
    for (let i = first; i < end; i++) seen[isServed(pattern, i, halts) ? 'served' : 'passed']++;
    seen.kilometres += Math.max(0, toMetres - fromMetres - 2 * NEAR_METRES * (end - first)) / 1000;
    seen.halts += countBetweenStops(pattern, first, end, halts);
  }

  /** Counts and their time, as `restore` reads them. */
  dump(): number[] {
    if (this.#at === undefined) return [];
    return [this.#at, ...this.#seen.flatMap((seen) => FIELDS.map((field) => seen[field]))];
  }

  restore([at, ...counts]: readonly number[]): void {
    if (at === undefined || counts.length !== FIELDS.length * CLASSES.length) return;
    this.#at = at;
    this.#seen.forEach((seen, i) => {
      FIELDS.forEach((field, j) => (seen[field] = counts[i * FIELDS.length + j]!));
    });
    this.#weights = this.#seen.map(weigh);
  }

  /** Draws the conclusions of what was observed, and lets the older fade. */
  learn(now: number): void {
    const keep = keptSince(this.#at, now, MEMORY_SECONDS);
    this.#at = now;
    for (const seen of this.#seen) for (const field of FIELDS) seen[field] *= keep;
    this.#weights = this.#seen.map(weigh);
  }
}

const FIELDS = ['served', 'passed', 'halts', 'kilometres'] as const satisfies readonly (keyof Seen)[];

/** Index of the class; none where the vehicle was not watched closely enough. */
function classOf({ widestGapSeconds }: RecentHalts): number {
  return CLASSES.findIndex((longest) => widestGapSeconds <= longest);
}

/** The first stop that was passed on the way, and the first that was not any more. */
function stopsPassed({ stopMetres }: Pattern, fromMetres: number, toMetres: number): [number, number] {
  return [
    nextStopAfter(stopMetres, fromMetres - PAST_METRES),
    nextStopAfter(stopMetres, toMetres - PAST_METRES),
  ];
}

function isServed({ line, stopMetres }: Pattern, stop: number, halts: RecentHalts): boolean {
  return halts.isNear(pointAt(line, stopMetres[stop]!), NEAR_METRES);
}

/** New halts that were at none of the stops passed, the one before, or the next. */
function countBetweenStops(
  { line, stopMetres }: Pattern,
  first: number,
  end: number,
  halts: RecentHalts,
): number {
  const stops = [...stopMetres.subarray(Math.max(0, first - 1), end + 1)].map((at) => pointAt(line, at));
  return halts
    .listNew()
    .filter((halt) => !stops.some(({ x, y }) => distanceOf(x - halt.x, y - halt.y) <= NEAR_METRES)).length;
}

function weigh({ served, passed, halts, kilometres }: Seen, index: number): Weights {
  const share = (served + PRIOR_STOPS * PRIOR_SERVED[index]!) / (served + passed + PRIOR_STOPS);
  const density = (halts + PRIOR_KILOMETRES * PRIOR_HALTS[index]!) / (kilometres + PRIOR_KILOMETRES);
  const byChance = Math.max(LEAST_CHANCE, 1 - Math.exp((-density * 2 * NEAR_METRES) / 1000));
  return {
    served: limit(Math.log(share / byChance)),
    passed: limit(Math.log((1 - share) / (1 - byChance))),
  };
}

function limit(nats: number): number {
  return Math.max(-MOST, Math.min(MOST, nats));
}
