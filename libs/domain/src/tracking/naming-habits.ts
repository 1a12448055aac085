/**
 * Whether trackers name the trip that their vehicle is under way on. At a terminus and on empty drives many go on naming the trip
 * that is finished; that says nothing against waiting for the next one, or driving to it. But a tracker that names each trip once
 * that is well begun, and names another now, is hardly under way on this one. How reliably they do that is learned from vehicles
 * that are surely on a trip, of each tracker by itself, beside what is usual in the fleet.
 */
const PRIOR_SECONDS = 600;
/** What the fleet's prior weighs: trackers that are right half of the time, which says nothing. */
const FLEET_PRIOR_SECONDS = 3600;
/** So much of a tracker is remembered: the next driver may forget to log in. */
const KEPT_SECONDS = 7200;
const MEMORY_SECONDS = 14_400;
/** The most that it says against a trip, nats: a tracker may hang. */
const MOST = 4;

/** Seconds well on a trip during which that trip was named, and during which another was. */
export interface Naming {
  named: number;
  unnamed: number;
}

export function createNaming(): Naming {
  return { named: 0, unnamed: 0 };
}

export class NamingHabits {
  readonly #fleet = createNaming();
  #at: number | undefined;

  /** What it says against a trip well begun that the tracker names another one, nats; nought or below. */
  weighUnnamed({ named, unnamed }: Naming): number {
    const fleet = this.#fleet;
    const usual =
      (fleet.unnamed + FLEET_PRIOR_SECONDS / 2) / (fleet.named + fleet.unnamed + FLEET_PRIOR_SECONDS);
    const share = (unnamed + PRIOR_SECONDS * usual) / (named + unnamed + PRIOR_SECONDS);
    return Math.max(-MOST, Math.min(0, Math.log(2 * share)));
  }

  /** A vehicle was surely well on a trip for so long, while its tracker named that one, or another. */
  observe(own: Naming, isNamed: boolean, seconds: number): void {
    const which = isNamed ? 'named' : 'unnamed';
    this.#fleet[which] += seconds;
    own[which] += seconds;
    const keep = Math.min(1, KEPT_SECONDS / (own.named + own.unnamed));
    own.named *= keep;
    own.unnamed *= keep;
  }

  /** The fleet's sums and their time, as `restore` reads them. */
  dump(): number[] {
    return this.#at === undefined ? [] : [this.#at, this.#fleet.named, this.#fleet.unnamed];
  }

  restore([at, named = 0, unnamed = 0]: readonly number[]): void {
    if (at === undefined) return;
    this.#at = at;
    Object.assign(this.#fleet, { named, unnamed });
  }

  /** Lets what is older fade. */
  learn(now: number): void {
    const keep = Math.exp(-Math.max(0, now - (this.#at ?? now)) / MEMORY_SECONDS);
    this.#at = now;
    this.#fleet.named *= keep;
    this.#fleet.unnamed *= keep;
  }
}
