import type { PatternIndex, Pattern, StopIndex } from '../gtfs/index.js';
import type { HourProfile } from './hour-profile.js';
import type { PredictionParameters } from './prediction-parameters.js';
import { type SectionMemory, addToMemory, createMemory, fadeFactor, fadeMemory } from './section-memory.js';

/**
 * Learned travel times between consecutive stops. A section is a pair of stops whatever the route, so a bus learns
 * from the trolleybus before it. What is learned is not whole crossings but every second spent in a section, and
 * what share of it was covered meanwhile: time over share is the time of a crossing. So a jam that no one has
 * crossed yet counts from its first minute (up to what is rare, below), and quick crossings do not count before slow ones because they end
 * sooner. There are two memories, of the last half hour and of weeks; where both are thin the timetable speaks,
 * stretched by how the whole network runs. Half of how the timetable's own times differ between
 * trips is followed, and all of it is apart from the hour's profile (hour-profile.ts). What takes much longer than it should is
 * rare and of no one section: it would throw the few crossings that are known of one off, and is shared by all.
 */
export class SectionTimes {
  readonly #ids = new Map<number, number>();
  readonly #keys: number[] = [];
  readonly #patterns: (Int32Array | undefined)[] = [];
  readonly #memories: SectionMemory[] = [];
  /**
   * By section, in rows of ROW: the estimate's seconds, how often the scheduled time, and until when that holds. One row of
   * numbers for all, as each prediction asks for some dozens of them.
   */
  #estimates = new Float64Array(0);
  #networkSeconds = 0;
  #networkScheduled = 0;
  #networkRare = 0;
  #networkAt = 0;

  constructor(
    private readonly p: PredictionParameters,
    private readonly profile: HourProfile,
  ) {}

  /** Sections that end at the stops of a pattern, by stop index; that of the first stop means nothing. */
  of(index: PatternIndex, { stops }: Pattern): Int32Array {
    let sections = this.#patterns[index];
    if (!sections) {
      sections = Int32Array.from(stops, (stop, i) => (i === 0 ? -1 : this.idOf(stops[i - 1]!, stop)));
      this.#patterns[index] = sections;
    }
    return sections;
  }

  /**
   * Learns that `seconds` were spent in a section, scheduled to take `scheduled`, to cover a share of it, and `rare` ones more that
   * are not its own.
   */
  learn(section: number, seconds: number, share: number, scheduled: number, at: number, rare = 0): void {
    const { p } = this;
    const memory = this.#memories[section]!;
    fadeMemory(p, memory, at);
    const ratio = this.networkRatio();
    const byTimetable = this.#byTimetable(memory, 'long', scheduled, ratio);
    const byPlace = this.#byPlace(memory, 'long', scheduled, ratio);
    const usual = byPlace + p.timetableHours * (byTimetable - byPlace);
    this.profile.learn(at, seconds, share * usual);
    const hour = this.profile.ratio(at);
    addToMemory(memory, seconds / hour, share, share * scheduled);
    this.#estimates[section * ROW + UNTIL] = -Infinity;
    const keep = fadeFactor(at - this.#networkAt, p.networkHalfLifeSeconds);
    this.#networkAt = Math.max(at, this.#networkAt);
    this.#networkSeconds = this.#networkSeconds * keep + seconds / hour;
    this.#networkScheduled = this.#networkScheduled * keep + share * scheduled;
    this.#networkRare = this.#networkRare * keep + rare / hour;
  }

  /**
   * Expected seconds of a crossing, scheduled to take `scheduled`, that is made at `crossedAt` as far as is known at
   * `at`.
   */
  estimate(section: number, scheduled: number, at: number, crossedAt = at): number {
    const row = section * ROW;
    if (at >= this.#estimates[row + UNTIL]!) this.#refresh(section, at);
    const seconds = this.#estimates[row + PLACE]! + this.#estimates[row + TIMETABLE]! * scheduled;
    return this.profile.ratio(crossedAt) * this.#rareRatio() * seconds;
  }

  /** What takes much longer is rare: what the timetable has, until many crossings say otherwise. */
  ordinary(section: number, scheduled: number): number {
    const { longSeconds, longShare } = this.#memories[section]!;
    const { rareTrust } = this.p;
    return (longSeconds + rareTrust * this.networkRatio() * scheduled) / (longShare + rareTrust);
  }

  /** What sections count as their own over scheduled running time, in the whole network of late; 1 until something is known. */
  networkRatio(): number {
    const trust = this.p.networkTrustSeconds;
    return (this.#networkSeconds + trust) / (this.#networkScheduled + trust);
  }

  /** All that is spent in the network of late over what sections count as their own. */
  #rareRatio(): number {
    return 1 + this.#networkRare / (this.#networkSeconds + this.p.networkTrustSeconds);
  }

  /** Sections of which something was learned. */
  get size(): number {
    return this.#memories.reduce((count, { longShare }) => count + (longShare > 0 ? 1 : 0), 0);
  }

  /** What was learned, as rows that `restore` reads: stop, stop, sums and time; the network's is first. */
  dump(): number[][] {
    const rows = [[-1, 0, this.#networkScheduled, this.#networkSeconds, this.#networkAt, this.#networkRare]];
    for (const id of this.#keys.keys()) {
      const { recentShare, recentSeconds, recentScheduled, longShare, longSeconds, longScheduled, at } =
        this.#memories[id]!;
      if (longSeconds === 0) continue;
      const recent = [recentShare, recentSeconds, recentScheduled];
      rows.push([...this.stopsOf(id), ...recent, longShare, longSeconds, longScheduled, at]);
    }
    return rows;
  }

  restore(rows: readonly (readonly number[])[]): void {
    for (const [from = 0, to = 0, ...numbers] of rows) {
      // Rows of an earlier form are not understood, and better forgotten than misread.
      if (numbers.length !== (from < 0 ? NETWORK_NUMBERS : SECTION_NUMBERS)) continue;
      if (from < 0) {
        const [scheduled = 0, seconds = 0, at = 0, rare = 0] = numbers;
        this.#networkScheduled = scheduled;
        this.#networkSeconds = seconds;
        this.#networkAt = at;
        this.#networkRare = rare;
      } else {
        const [recentShare = 0, recentSeconds = 0, recentScheduled = 0, ...long] = numbers;
        const [longShare = 0, longSeconds = 0, longScheduled = 0, at = 0] = long;
        const recent = { recentShare, recentSeconds, recentScheduled };
        const section = this.idOf(from, to);
        Object.assign(this.#memories[section]!, recent, { longShare, longSeconds, longScheduled, at });
        this.#estimates[section * ROW + UNTIL] = -Infinity;
      }
    }
  }

  /** The section from one stop to another. */
  idOf(from: StopIndex, to: StopIndex): number {
    const key = from * STRIDE + to;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#memories.length;
      this.#ids.set(key, id);
      this.#keys.push(key);
      this.#memories.push(createMemory());
      this.#makeRoom();
      this.#estimates[id * ROW + UNTIL] = -Infinity;
    }
    return id;
  }

  /** Between which stops a section is. */
  stopsOf(section: number): [from: StopIndex, to: StopIndex] {
    const key = this.#keys[section]!;
    const from = Math.floor(key / STRIDE);
    return [from, key - from * STRIDE];
  }

  #makeRoom(): void {
    const needed = this.#memories.length * ROW;
    if (this.#estimates.length >= needed) return;
    const more = new Float64Array(Math.max(FIRST_ROWS * ROW, 2 * needed));
    more.set(this.#estimates);
    this.#estimates = more;
  }

  /** The estimate is linear in the timetable; its two parts hold for a minute or until something is learned. */
  #refresh(section: number, at: number): void {
    const memory = this.#memories[section]!;
    fadeMemory(this.p, memory, at);
    const ratio = this.networkRatio();
    const place = 1 - this.p.timetableHours;
    const alone = this.#byPlace(memory, 'recent', 0, ratio);
    const row = section * ROW;
    this.#estimates[row + PLACE] = place * alone;
    this.#estimates[row + TIMETABLE] =
      place * (this.#byPlace(memory, 'recent', 1, ratio) - alone) +
      this.p.timetableHours * this.#byTimetable(memory, 'recent', 1, ratio);
    this.#estimates[row + UNTIL] = at + FRESH_SECONDS;
  }

  /** What the section takes, whatever the timetable has at this hour: that only fills in for crossings not seen. */
  #byPlace(memory: SectionMemory, which: 'recent' | 'long', scheduled: number, ratio: number): number {
    const { longTrust, timetableTrust } = this.p;
    const long =
      (memory.longSeconds + timetableTrust * ratio * scheduled) / (memory.longShare + timetableTrust);
    if (which === 'long') return long;
    return (memory.recentSeconds + longTrust * long) / (memory.recentShare + longTrust);
  }

  /** The timetable's time, stretched by what the section took over what was scheduled. */
  #byTimetable(memory: SectionMemory, which: 'recent' | 'long', scheduled: number, ratio: number): number {
    const { longTrust, timetableTrust } = this.p;
    const { longShare, longScheduled } = memory;
    if (longShare === 0) return ratio * scheduled;
    const usual = longScheduled / longShare;
    const long =
      (memory.longSeconds + timetableTrust * usual * ratio) / (longScheduled + timetableTrust * usual);
    if (which === 'long') return long * scheduled;
    const recent = memory.recentScheduled + longTrust * usual;
    return ((memory.recentSeconds + longTrust * usual * long) / recent) * scheduled;
  }
}

const ROW = 3;
const [PLACE, TIMETABLE, UNTIL] = [0, 1, 2];
const FIRST_ROWS = 1024;
const FRESH_SECONDS = 60;
const STRIDE = 2 ** 24;
/** What rows hold beside their two stops. */
const NETWORK_NUMBERS = 4;
const SECTION_NUMBERS = 7;
