import type { PatternIndex, Schedule, TripIndex } from '../gtfs/index.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * What the timetable says of running times, made fit to predict with. Many timetables are rounded to minutes, which
 * gives stops 200 m apart no time or a minute. So a section's share of a trip is that of all trips of the pattern on
 * average, of the scheduled pace over a few sections round it; how long the whole trip takes is the trip's own, because
 * that is where timetables know the hours of the day. Scheduled waits at stops are no running time and are left out.
 */
export class ScheduledTimes {
  /** Seconds of the section that ends at each row of the stop times; worked out pattern by pattern when asked for. */
  readonly #seconds: Float32Array;
  readonly #known: Uint8Array;
  #trips: readonly TripIndex[][] | undefined;

  constructor(
    private readonly p: PredictionParameters,
    private readonly schedule: Schedule,
  ) {
    this.#seconds = new Float32Array(schedule.stopTimes.arrivalSeconds.length);
    this.#known = new Uint8Array(schedule.patterns.length);
  }

  /** By row of the stop times; those of the trip hold. */
  of(trip: TripIndex): Float32Array {
    const pattern = this.schedule.trips.pattern[trip]!;
    if (this.#known[pattern] === 0) this.#workOut(pattern);
    return this.#seconds;
  }

  /** Scheduled wait at a row of the stop times; 0 where it is an ordinary dwell. */
  waitAt(row: number): number {
    const { arrivalSeconds, departureSeconds } = this.schedule.stopTimes;
    const dwell = departureSeconds[row]! - arrivalSeconds[row]!;
    return dwell >= this.p.scheduledWaitSeconds ? dwell : 0;
  }

  #workOut(pattern: PatternIndex): void {
    this.#known[pattern] = 1;
    const { trips, patterns } = this.schedule;
    const { stopMetres } = patterns[pattern]!;
    const running = this.#tripsOf(pattern).map((trip) => this.#runningTimes(trip, stopMetres.length));
    const mean = new Float64Array(stopMetres.length);
    for (const times of running) times.forEach((seconds, i) => (mean[i]! += seconds / running.length));
    const sections = smooth(mean, stopMetres, this.p.smoothedSections);
    const whole = sections.reduce((sum, seconds) => sum + seconds, 0);
    this.#tripsOf(pattern).forEach((trip, i) => {
      const stretch = whole > 0 ? running[i]!.at(-1)! / whole : 1;
      const first = trips.firstStopTime[trip]!;
      for (let stop = 1; stop < stopMetres.length; stop++) {
        this.#seconds[first + stop] = Math.max(LEAST_SECONDS, sections[stop]! * stretch);
      }
    });
  }

  /** Seconds from the first stop to each, without the waits on the way. */
  #runningTimes(trip: TripIndex, count: number): Float64Array {
    const { arrivalSeconds } = this.schedule.stopTimes;
    const first = this.schedule.trips.firstStopTime[trip]!;
    const running = new Float64Array(count);
    for (let i = 1; i < count; i++) {
      const passed = arrivalSeconds[first + i]! - arrivalSeconds[first + i - 1]!;
      running[i] = running[i - 1]! + passed - this.waitAt(first + i - 1);
    }
    return running;
  }

  #tripsOf(pattern: PatternIndex): readonly TripIndex[] {
    if (!this.#trips) {
      const trips: TripIndex[][] = this.schedule.patterns.map(() => []);
      this.schedule.trips.pattern.forEach((of, trip) => trips[of]!.push(trip));
      this.#trips = trips;
    }
    return this.#trips[pattern]!;
  }
}

/** Seconds of each section by the pace over `around` sections to either side; nought for the first stop. */
function smooth(running: Float64Array, stopMetres: Float64Array, around: number): Float64Array {
  const count = running.length;
  return Float64Array.from(running, (_, i) => {
    if (i === 0) return 0;
    const low = Math.max(0, i - 1 - around);
    const high = Math.min(count - 1, i + around);
    const metres = stopMetres[high]! - stopMetres[low]!;
    const share = metres > 0 ? (stopMetres[i]! - stopMetres[i - 1]!) / metres : 1 / (high - low);
    return (running[high]! - running[low]!) * share;
  });
}

/** No section takes less. */
const LEAST_SECONDS = 2;
