import type { StopIndex } from '../gtfs/index.js';

/**
 * Learned travel times between consecutive stops, arrival to arrival. A section is a pair of stops whatever the
 * route, so a bus learns from the trolleybus before it. Two memories: of the last half hour, which knows today's
 * jam, and of weeks, which knows the street; where both are thin the timetable speaks, stretched by how the
 * whole network runs just now.
 */
const RECENT_HALF_LIFE_SECONDS = 1500;
const LONG_HALF_LIFE_SECONDS = 7 * 86_400;
/** Crossings' worth of trust in the long memory against the recent, and in the timetable against the long. */
const LONG_TRUST = 1.2;
const TIMETABLE_TRUST = 2;
/** A crossing this many times longer or shorter than scheduled is a mistake or a breakdown, not travel. */
const WILD_RATIO = 8;

interface SectionMemory {
  recentWeight: number;
  recentSum: number;
  longWeight: number;
  longSum: number;
  at: number;
}

export class SectionTimes {
  readonly #sections = new Map<number, SectionMemory>();
  #networkWeight = 0;
  #networkSum = 0;
  #networkAt = 0;

  /** Learns a crossing of `seconds`, scheduled to take `scheduledSeconds`, ended at `at` (epoch seconds). */
  learn(from: StopIndex, to: StopIndex, seconds: number, scheduledSeconds: number, at: number): void {
    const scheduled = Math.max(10, scheduledSeconds);
    if (seconds <= 0 || seconds > WILD_RATIO * scheduled + 120) return;
    const memory = this.#fade(from, to, at);
    memory.recentWeight += 1;
    memory.recentSum += seconds;
    memory.longWeight += 1;
    memory.longSum += seconds;
    const keep = fadeFactor(Math.max(0, at - this.#networkAt), RECENT_HALF_LIFE_SECONDS);
    this.#networkAt = Math.max(at, this.#networkAt);
    this.#networkWeight = this.#networkWeight * keep + scheduled;
    this.#networkSum = this.#networkSum * keep + seconds;
  }

  /** Expected seconds from arrival at one stop to arrival at the next. */
  estimate(from: StopIndex, to: StopIndex, scheduledSeconds: number, at: number): number {
    const timetable = Math.max(5, scheduledSeconds) * this.networkRatio();
    const memory = this.#sections.get(sectionKey(from, to));
    if (!memory) return timetable;
    const age = Math.max(0, at - memory.at);
    const longWeight = memory.longWeight * fadeFactor(age, LONG_HALF_LIFE_SECONDS);
    const long =
      (memory.longSum * fadeFactor(age, LONG_HALF_LIFE_SECONDS) + TIMETABLE_TRUST * timetable) /
      (longWeight + TIMETABLE_TRUST);
    const keep = fadeFactor(age, RECENT_HALF_LIFE_SECONDS);
    return (memory.recentSum * keep + LONG_TRUST * long) / (memory.recentWeight * keep + LONG_TRUST);
  }

  /** Observed over scheduled travel time in the whole network of late; 1 until something is known. */
  networkRatio(): number {
    const trust = 600; // ten minutes of scheduled travel before the timetable is doubted
    return (this.#networkSum + trust) / (this.#networkWeight + trust);
  }

  get size(): number {
    return this.#sections.size;
  }

  /** What was learned, as rows that `restore` reads: stop, stop, weights, sums, time. */
  dump(): number[][] {
    const rows = [[-1, 0, this.#networkWeight, this.#networkSum, 0, 0, this.#networkAt]];
    for (const [key, m] of this.#sections) {
      const from = Math.floor(key / STRIDE);
      rows.push([from, key - from * STRIDE, m.recentWeight, m.recentSum, m.longWeight, m.longSum, m.at]);
    }
    return rows;
  }

  restore(rows: readonly (readonly number[])[]): void {
    for (const [
      from = 0,
      to = 0,
      recentWeight = 0,
      recentSum = 0,
      longWeight = 0,
      longSum = 0,
      at = 0,
    ] of rows) {
      if (from < 0) {
        this.#networkWeight = recentWeight;
        this.#networkSum = recentSum;
        this.#networkAt = at;
      } else {
        this.#sections.set(sectionKey(from, to), { recentWeight, recentSum, longWeight, longSum, at });
      }
    }
  }

  #fade(from: StopIndex, to: StopIndex, at: number): SectionMemory {
    const key = sectionKey(from, to);
    let memory = this.#sections.get(key);
    if (!memory) {
      memory = { recentWeight: 0, recentSum: 0, longWeight: 0, longSum: 0, at };
      this.#sections.set(key, memory);
    }
    const age = Math.max(0, at - memory.at);
    const recent = fadeFactor(age, RECENT_HALF_LIFE_SECONDS);
    const long = fadeFactor(age, LONG_HALF_LIFE_SECONDS);
    memory.recentWeight *= recent;
    memory.recentSum *= recent;
    memory.longWeight *= long;
    memory.longSum *= long;
    memory.at = Math.max(memory.at, at);
    return memory;
  }
}

const STRIDE = 2 ** 24;

function sectionKey(from: StopIndex, to: StopIndex): number {
  return from * STRIDE + to;
}

function fadeFactor(ageSeconds: number, halfLifeSeconds: number): number {
  return 2 ** (-ageSeconds / halfLifeSeconds);
}
