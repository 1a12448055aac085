import type { PatternIndex, Schedule } from '../gtfs/index.js';
import { type Closure, closuresOfDay } from './closures.js';
import type { Road } from './road.js';
import type { StreetCells } from './street-cells.js';
import { type TripRoad, findDetour, plainTripRoad } from './trip-road.js';

const SECONDS_A_DAY = 86_400;
/** Kept detours are dropped beyond this many: closures of days long past. */
const MOST_KEPT = 2000;

/** Which way a trip takes that starts now: its shape, or round a street that is closed now. */
export class Detours {
  readonly #plain: TripRoad[];
  readonly #kept = new Map<string, TripRoad | undefined>();
  readonly #closures = new Map<number, Closure[]>();

  constructor(
    readonly schedule: Schedule,
    readonly cells: StreetCells,
    roads: readonly Road[],
    readonly seed: number,
    /** Closures a day. */
    readonly rate: number,
  ) {
    this.#plain = roads.map((road, pattern) => plainTripRoad(road, schedule.patterns[pattern]!));
  }

  /** The road of a trip of a pattern that leaves at an instant. */
  roadOf(pattern: PatternIndex, atSeconds: number): TripRoad {
    if (this.rate === 0) return this.#plain[pattern]!;
    const day = Math.floor(atSeconds / SECONDS_A_DAY);
    for (const closure of [...this.closuresOf(day - 1), ...this.closuresOf(day)]) {
      if (atSeconds < closure.startSeconds || atSeconds > closure.endSeconds) continue;
      const detour = this.#detourOf(pattern, closure);
      if (detour) return detour;
    }
    return this.#plain[pattern]!;
  }

  /** The road along the pattern's own shape. */
  plainRoadOf(pattern: PatternIndex): TripRoad {
    return this.#plain[pattern]!;
  }

  /** The closures that begin on a UTC day counted from 1970. */
  closuresOf(day: number): readonly Closure[] {
    let closures = this.#closures.get(day);
    if (closures === undefined) {
      closures = closuresOfDay(this.schedule, this.seed, day, this.rate);
      this.#closures.delete(day - 2);
      this.#closures.set(day, closures);
    }
    return closures;
  }

  #detourOf(pattern: PatternIndex, closure: Closure): TripRoad | undefined {
    const key = `${pattern} ${closure.id}`;
    if (!this.#kept.has(key)) {
      if (this.#kept.size > MOST_KEPT) this.#kept.clear();
      this.#kept.set(key, findDetour(this.cells, this.schedule.patterns[pattern]!, closure, this.seed));
    }
    return this.#kept.get(key);
  }
}
