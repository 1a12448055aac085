import type { PredictionParameters } from './prediction-parameters.js';

/**
 * Where within a section its time is spent. A light or a bus lane is at its place each time, so the way ahead, counted as if
 * time were spread evenly over it, tells less than it could. Each section is cut in parts of equal length, and of each
 * is remembered how long vehicles took for it; the whole of the section is another matter (section-times.ts).
 */
export class SectionPace {
  /** By section: seconds spent and times covered of each part in turn. */
  readonly #parts: (Float64Array | undefined)[] = [];

  constructor(private readonly p: PredictionParameters) {}

  /** Share of the section's time that is ahead of who has `left` of its way ahead; all of it takes `sectionSeconds`. */
  timeLeft(section: number, left: number, sectionSeconds: number): number {
    const parts = this.#parts[section];
    if (!parts) return left;
    const { paceTrust } = this.p;
    const trusted = (paceTrust * sectionSeconds) / PARTS;
    let whole = 0;
    let ahead = 0;
    for (let part = 0; part < PARTS; part++) {
      const seconds = (parts[2 * part]! + trusted) / (parts[2 * part + 1]! + paceTrust);
      whole += seconds;
      ahead += seconds * Math.min(1, Math.max(0, part + 1 - (1 - left) * PARTS));
    }
    return ahead / whole;
  }

  /** Learns that `seconds` were spent from `from` of the section's way on, to cover `share` of it. */
  learn(section: number, seconds: number, from: number, share: number): void {
    const parts = (this.#parts[section] ??= new Float64Array(2 * PARTS));
    const to = Math.min(1, from + share);
    if (to - from < LEAST_SHARE) {
      parts[2 * Math.min(PARTS - 1, Math.floor(from * PARTS))]! += seconds;
      return;
    }
    const last = Math.min(PARTS - 1, Math.floor(to * PARTS));
    for (let part = Math.floor(from * PARTS); part <= last; part++) {
      const covered = Math.min(to, (part + 1) / PARTS) - Math.max(from, part / PARTS);
      const times = covered * PARTS;
      const keep = 1 - times / this.p.paceCrossingsKept;
      parts[2 * part] = keep * parts[2 * part]! + (seconds * covered) / (to - from);
      parts[2 * part + 1] = keep * parts[2 * part + 1]! + times;
    }
  }

  /** Rows that `restore` reads: section, and what is remembered of its parts, to hundredths. */
  dump(): [section: number, ...numbers: number[]][] {
    const rows: [number, ...number[]][] = [];
    this.#parts.forEach(
      (parts, section) => parts && rows.push([section, ...Array.from(parts, toHundredths)]),
    );
    return rows;
  }

  restore(section: number, numbers: readonly number[]): void {
    this.#parts[section] = Float64Array.from(numbers);
  }
}

/** Finer than this places do not repeat, with positions 5 to 10 m wrong. */
const PARTS = 8;
/** Less is standing still. */
const LEAST_SHARE = 1e-6;
/** What a row of `dump` holds beside its section. */
export const PACE_NUMBERS = 2 * PARTS;

function toHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
