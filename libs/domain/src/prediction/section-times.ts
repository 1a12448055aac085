import type { PatternIndex, Pattern, StopIndex } from '../gtfs/index.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * Learned travel times between consecutive stops. A section is a pair of stops whatever the route, so a bus learns
 * from the trolleybus before it. What is learned is not whole crossings but every second spent in a section, and
 * what share of it was covered meanwhile: time over share is the time of a crossing. So a jam that no one has
 * crossed yet counts from its first minute, and quick crossings do not count before slow ones because they end
 * sooner. There are two memories, of the last half hour and of weeks; where both are thin the timetable speaks,
 * stretched by how the whole network runs.
 */
export class SectionTimes {
  readonly #ids = new Map<number, number>();
  readonly #patterns: (Int32Array | undefined)[] = [];
  readonly #memories: SectionMemory[] = [];
  #networkSeconds = 0;
  #networkScheduled = 0;
  #networkAt = 0;

  constructor(private readonly p: PredictionParameters) {}

  /** Sections that end at the stops of a pattern, by stop index; that of the first stop means nothing. */
  of(index: PatternIndex, { stops }: Pattern): Int32Array {
    let sections = this.#patterns[index];
    if (!sections) {
      sections = Int32Array.from(stops, (stop, i) => (i === 0 ? -1 : this.#idOf(stops[i - 1]!, stop)));
      this.#patterns[index] = sections;
    }
    return sections;
  }

  /** Learns that `seconds` were spent in a section, scheduled to take `scheduled`, to cover a share of it. */
  learn(section: number, seconds: number, share: number, scheduled: number, at: number): void {
    const memory = this.#memories[section]!;
    this.#fade(memory, at);
    memory.recentSeconds += seconds;
    memory.recentShare += share;
    memory.longSeconds += seconds;
    memory.longShare += share;
    memory.freshUntil = -Infinity;
    const keep = fadeFactor(at - this.#networkAt, this.p.networkHalfLifeSeconds);
    this.#networkAt = Math.max(at, this.#networkAt);
    this.#networkSeconds = this.#networkSeconds * keep + seconds;
    this.#networkScheduled = this.#networkScheduled * keep + share * scheduled;
  }

  /** Expected seconds of a crossing. `timetable` is the scheduled time, stretched by the network's ratio. */
  estimate(section: number, timetable: number, at: number): number {
    const memory = this.#memories[section]!;
    if (at >= memory.freshUntil) this.#refresh(memory, at);
    return memory.learnedPart + memory.timetablePart * timetable;
  }

  /** Observed over scheduled running time in the whole network of late; 1 until something is known. */
  networkRatio(): number {
    const trust = this.p.networkTrustSeconds;
    return (this.#networkSeconds + trust) / (this.#networkScheduled + trust);
  }

  /** Sections of which something was learned. */
  get size(): number {
    return this.#memories.reduce((count, { longShare }) => count + (longShare > 0 ? 1 : 0), 0);
  }

  /** What was learned, as rows that `restore` reads: stop, stop, shares and seconds, time; the network's is first. */
  dump(): number[][] {
    const rows = [[-1, 0, this.#networkScheduled, this.#networkSeconds, 0, 0, this.#networkAt]];
    for (const [key, id] of this.#ids) {
      const { recentShare, recentSeconds, longShare, longSeconds, at } = this.#memories[id]!;
      if (longSeconds === 0) continue;
      const from = Math.floor(key / STRIDE);
      rows.push([from, key - from * STRIDE, recentShare, recentSeconds, longShare, longSeconds, at]);
    }
    return rows;
  }

  restore(rows: readonly (readonly number[])[]): void {
    for (const [from = 0, to = 0, ...numbers] of rows) {
      const [recentShare = 0, recentSeconds = 0, longShare = 0, longSeconds = 0, at = 0] = numbers;
      if (from < 0) {
        this.#networkScheduled = recentShare;
        this.#networkSeconds = recentSeconds;
        this.#networkAt = at;
      } else {
        const memory = this.#memories[this.#idOf(from, to)]!;
        Object.assign(memory, { recentShare, recentSeconds, longShare, longSeconds, at });
        memory.freshUntil = -Infinity;
      }
    }
  }

  #idOf(from: StopIndex, to: StopIndex): number {
    const key = from * STRIDE + to;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#memories.length;
      this.#ids.set(key, id);
      this.#memories.push(createMemory());
    }
    return id;
  }

  #fade(memory: SectionMemory, at: number): void {
    const age = at - memory.at;
    if (age <= 0) return;
    const recent = fadeFactor(age, this.p.recentHalfLifeSeconds);
    const long = fadeFactor(age, this.p.longHalfLifeSeconds);
    memory.recentSeconds *= recent;
    memory.recentShare *= recent;
    memory.longSeconds *= long;
    memory.longShare *= long;
    memory.at = at;
  }

  /** The estimate is linear in the timetable; its two parts hold for a minute or until something is learned. */
  #refresh(memory: SectionMemory, at: number): void {
    const { longTrust, timetableTrust } = this.p;
    this.#fade(memory, at);
    const recent = memory.recentShare + longTrust;
    const long = memory.longShare + timetableTrust;
    memory.learnedPart = (memory.recentSeconds + (longTrust * memory.longSeconds) / long) / recent;
    memory.timetablePart = (longTrust * timetableTrust) / (long * recent);
    memory.freshUntil = at + FRESH_SECONDS;
  }
}

interface SectionMemory {
  recentShare: number;
  recentSeconds: number;
  longShare: number;
  longSeconds: number;
  at: number;
  learnedPart: number;
  timetablePart: number;
  freshUntil: number;
}

const FRESH_SECONDS = 60;
const STRIDE = 2 ** 24;

function createMemory(): SectionMemory {
  return {
    recentShare: 0,
    recentSeconds: 0,
    longShare: 0,
    longSeconds: 0,
    at: 0,
    learnedPart: 0,
    timetablePart: 1,
    freshUntil: -Infinity,
  };
}

function fadeFactor(ageSeconds: number, halfLifeSeconds: number): number {
  return ageSeconds <= 0 ? 1 : 2 ** (-ageSeconds / halfLifeSeconds);
}
