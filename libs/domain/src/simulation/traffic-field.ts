import { type Jam, jamsOfHour, slownessOf } from './jams.js';
import { mix, normal } from './random.js';
import type { StreetCells } from './street-cells.js';

/**
 * How fast each street section can be driven, now. Its usual speed comes from the timetable of all routes over
 * it; on that lie the hour (the timetable's own, see hourly-pace.ts), a slow field (a day that is better or
 * worse here), a quick one (a quarter of an hour), both smooth over hundreds of metres and over time, and jams.
 * A value depends only on place and minute, so it is worked out when first asked for and kept for that minute.
 */
const MINUTE = 60;
/** Standard deviations of the logarithm of pace. */
const SLOW_SIGMA = 0.14;
const QUICK_SIGMA = 0.22;
/** Metres a second where no timetable says anything. */
const USUAL_SPEED = 8;
const CRAWL_SPEED = 0.8;

export class TrafficField {
  #speeds = new Float32Array(1024);
  #minutes = new Int32Array(1024);
  #usual: Float32Array = new Float32Array(0);
  #hour = -1;
  #jams: Jam[] = [];
  #pace = 1;
  #paceMinute = -1;

  constructor(
    readonly cells: StreetCells,
    readonly seed: number,
    /** Jams an hour and 100 km. */
    readonly jamRate: number,
    /** How many times longer a metre takes at an instant than it usually does. */
    readonly paceAt: (epochSeconds: number) => number,
  ) {}

  /** Sets the usual moving speed of each cell, metres a second. Cells made later get an average one. */
  setUsualSpeeds(speeds: Float32Array): void {
    this.#usual = speeds;
  }

  /** Metres a second at which a cell can be driven at an instant (epoch seconds). */
  speedAt(cell: number, atSeconds: number): number {
    const minute = (atSeconds / MINUTE) | 0;
    if (cell >= this.#minutes.length) this.#grow(cell);
    if (this.#minutes[cell] !== minute) {
      this.#minutes[cell] = minute;
      this.#speeds[cell] = this.#speedIn(cell, minute);
    }
    return this.#speeds[cell]!;
  }

  /** The jams that may touch an instant. */
  jamsAt(atSeconds: number): readonly Jam[] {
    const hour = Math.floor(atSeconds / 3600);
    if (hour !== this.#hour) {
      this.#hour = hour;
      const streets = this.#usual.length;
      const of = (h: number): Jam[] => jamsOfHour(this.seed, h, this.jamRate, this.cells, streets);
      this.#jams = [...of(hour - 1), ...of(hour)];
    }
    return this.#jams;
  }

  #speedIn(cell: number, minute: number): number {
    const x = this.cells.x[cell]!;
    const y = this.cells.y[cell]!;
    const octant = this.cells.octant[cell]!;
    if (minute !== this.#paceMinute) {
      this.#paceMinute = minute;
      this.#pace = this.paceAt(minute * MINUTE);
    }
    const salt = mix(this.seed, octant);
    const slow = SLOW_SIGMA * smoothNoise(salt, x / 700, y / 700, minute / 180);
    const quick = QUICK_SIGMA * smoothNoise(salt ^ 0x55aa55aa, x / 900, y / 900, minute / 15);
    let pace = this.#pace * Math.exp(slow + quick);
    for (const jam of this.jamsAt(minute * MINUTE)) pace *= slownessOf(jam, x, y, octant, minute * MINUTE);
    const usual = this.#usual[cell] ?? USUAL_SPEED;
    return Math.max(CRAWL_SPEED, (usual > 0 ? usual : USUAL_SPEED) / pace);
  }

  #grow(cell: number): void {
    const size = Math.max(this.#minutes.length * 2, cell + 1);
    const speeds = new Float32Array(size);
    const minutes = new Int32Array(size);
    speeds.set(this.#speeds);
    minutes.set(this.#minutes);
    this.#speeds = speeds;
    this.#minutes = minutes;
  }
}

/**
 * Smooth noise: hashed normal deviates on a lattice of three dimensions, blended trilinearly with eased weights
 * and scaled back to variance 1 at the middle of a lattice cell on average (factor 1.6).
 */
export function smoothNoise(seed: number, x: number, y: number, t: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(t);
  const u = ease(x - i);
  const v = ease(y - j);
  const w = ease(t - k);
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const a = corner & 1;
    const b = (corner >> 1) & 1;
    const c = corner >> 2;
    const weight = (a === 1 ? u : 1 - u) * (b === 1 ? v : 1 - v) * (c === 1 ? w : 1 - w);
    sum += weight * normal(mix(mix(mix(seed, i + a), j + b), k + c));
  }
  return sum * 1.6;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
