/**
 * The city's hours, read from the timetable itself: planners give trips more minutes in the peak, and run more
 * of them. So the simulator needs no table of rush hours: it works in any city, on Sundays, and in a timetable
 * shifted by half a day. A flat timetable gets peaks from how many vehicles are out.
 */
const BIN_SECONDS = 1800;
/** Below this ratio of the slowest to the usual half hour a timetable counts as flat. */
const FLAT = 1.04;
/**
 * A timetable's minutes hold dwells and lights too, which hardly grow in the peak: the moving part must stretch
 * more than the whole for the whole to stretch as planned.
 */
const MOVING_EXPONENT = 1.6;

interface Bin {
  plannedSeconds: number;
  usualSeconds: number;
  /** Trips under way, in fractions of the bin. */
  trips: number;
}

export class HourlyPace {
  readonly #bins = new Map<number, Bin>();
  #slowest = 1;

  /** `peakTrips` is how many trips are under way in the busiest half hour of the timetable. */
  constructor(readonly peakTrips: number) {}

  /** Counts a trip: when it runs (epoch seconds) and what its pattern usually takes. */
  add(startSeconds: number, endSeconds: number, usualSeconds: number): void {
    const last = Math.floor(endSeconds / BIN_SECONDS);
    for (let key = Math.floor(startSeconds / BIN_SECONDS); key <= last; key++) {
      const from = Math.max(startSeconds, key * BIN_SECONDS);
      const share = (Math.min(endSeconds, (key + 1) * BIN_SECONDS) - from) / BIN_SECONDS;
      const bin = this.#bins.get(key) ?? { plannedSeconds: 0, usualSeconds: 0, trips: 0 };
      bin.trips += share;
      bin.plannedSeconds += share * (endSeconds - startSeconds);
      bin.usualSeconds += share * usualSeconds;
      this.#bins.set(key, bin);
      if (bin.trips > this.peakTrips / 10) this.#slowest = Math.max(this.#slowest, ratioOf(bin));
    }
  }

  /** Forgets what lies before an instant, so that months of simulation take no more memory than a day. */
  forgetBefore(epochSeconds: number): void {
    const first = Math.floor(epochSeconds / BIN_SECONDS) - 2;
    for (const key of this.#bins.keys()) if (key < first) this.#bins.delete(key);
  }

  /** How many times longer than usual a moving metre takes at an instant. */
  paceAt(epochSeconds: number): number {
    const level = this.levelAt(epochSeconds);
    if (this.#slowest < FLAT) return 0.92 + 0.28 * level * level;
    const planned = blend(epochSeconds, (key) => ratioOf(this.#bins.get(key)));
    return Math.pow(planned, MOVING_EXPONENT) * (0.96 + 0.06 * level);
  }

  /** Trips under way as a share of the peak's, 0 to about 1: the measure of how busy the city is. */
  levelAt(epochSeconds: number): number {
    const peak = Math.max(1, this.peakTrips);
    return Math.min(1.2, blend(epochSeconds, (key) => this.#bins.get(key)?.trips ?? 0) / peak);
  }
}

function ratioOf(bin: Bin | undefined): number {
  return bin !== undefined && bin.usualSeconds > 0 ? bin.plannedSeconds / bin.usualSeconds : 1;
}

/** A value of half hours at an instant, blended between the middles of two of them. */
function blend(epochSeconds: number, valueOf: (key: number) => number): number {
  const position = epochSeconds / BIN_SECONDS - 0.5;
  const key = Math.floor(position);
  const t = position - key;
  return (1 - t) * valueOf(key) + t * valueOf(key + 1);
}
