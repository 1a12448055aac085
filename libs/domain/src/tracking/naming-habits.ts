import { keptSince } from './kept-since.js';

/**
 * Whether trackers name the trip that their vehicle is under way on. At a terminus and on empty drives many go on naming the trip
 * that is finished; that says nothing against waiting for the next one, or driving to it. But a tracker that names each trip once
 * that is well begun, and names another now, is hardly under way on this one. How reliably they do that is learned from vehicles
 * that are surely on a trip, of each tracker by itself, beside what is usual in the fleet.
 */
const PRIOR_SECONDS = 600;
/** What the fleet's prior weighs: trackers that are right half of the time, which says nothing. */
const FLEET_PRIOR_SECONDS = 3600;
/** So much of a tracker is remembered, and fades with time as well: the next driver may forget to log in. */
const KEPT_SECONDS = 7200;
/** A position speaks for no longer than this: what was said in a silence nobody heard. */
const HEARD_SECONDS = 60;
const MEMORY_SECONDS = 14_400;
/** The most that it says against a trip, nats: a tracker may hang. */
const MOST = 4;

/** Seconds well on a trip during which that trip was named, and during which another was. */
export interface Naming {
  named: number;
  unnamed: number;
  /** When that was, epoch seconds; undefined before there was anything. */
  at: number | undefined;
}

export function createNaming(): Naming {
  return { named: 0, unnamed: 0, at: undefined };
}

export class NamingHabits {
  readonly #fleet = createNaming();

  /** What it says against a trip well begun that the tracker names another one, or none, nats; nought or below. */
  weighUnnamed(own: Naming, now: number): number {
    const fleet = this.#fleet;
    const usual =
      (fleet.unnamed + FLEET_PRIOR_SECONDS / 2) / (fleet.named + fleet.unnamed + FLEET_PRIOR_SECONDS);
    const kept = keptSince(own.at, now, MEMORY_SECONDS);
    const seconds = kept * (own.named + own.unnamed);
    const share = (kept * own.unnamed + PRIOR_SECONDS * usual) / (seconds + PRIOR_SECONDS);
    return Math.max(-MOST, Math.min(0, Math.log(2 * share)));
  }

  /** A vehicle was surely well on a trip for so long until `now`, while its tracker named that one, or did not. */
  observe(own: Naming, isNamed: boolean, elapsedSeconds: number, now: number): void {
    const seconds = Math.min(HEARD_SECONDS, elapsedSeconds);
    const which = isNamed ? 'named' : 'unnamed';
    this.#fleet[which] += seconds;
    const most = KEPT_SECONDS / Math.max(KEPT_SECONDS, own.named + own.unnamed + seconds);
    fade(own, keptSince(own.at, now, MEMORY_SECONDS) * most, now);
    own[which] += seconds;
  }

  /** The fleet's sums and their time, as `restore` reads them. */
  dump(): number[] {
    const { at, named, unnamed } = this.#fleet;
    return at === undefined ? [] : [at, named, unnamed];
  }

  restore([at, named = 0, unnamed = 0]: readonly number[]): void {
    if (at !== undefined) Object.assign(this.#fleet, { at, named, unnamed });
  }

  /** Lets what is older fade. */
  learn(now: number): void {
    fade(this.#fleet, keptSince(this.#fleet.at, now, MEMORY_SECONDS), now);
  }
}

function fade(naming: Naming, keep: number, now: number): void {
  naming.named *= keep;
  naming.unnamed *= keep;
  naming.at = now;
}
