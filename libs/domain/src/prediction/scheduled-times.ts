import type { Schedule, TripIndex } from '../gtfs/index.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * What the timetable says of running times, made fit to predict with. Many timetables are rounded to minutes, which
 * gives stops 200 m apart no time or a minute; so the time of a section is the scheduled pace over a few sections
 * round it. Scheduled waits at stops are no running time and are left out.
 */
export class ScheduledTimes {
  /** Seconds of the section that ends at each row of the stop times; worked out trip by trip when first asked for. */
  readonly #seconds: Float32Array;
  readonly #known: Uint8Array;

  constructor(
    private readonly p: PredictionParameters,
    private readonly schedule: Schedule,
  ) {
    this.#seconds = new Float32Array(schedule.stopTimes.arrivalSeconds.length);
    this.#known = new Uint8Array(schedule.trips.ids.length);
  }

  /** By row of the stop times; those of the trip hold. */
  of(trip: TripIndex): Float32Array {
    if (this.#known[trip] === 0) this.#workOut(trip);
    return this.#seconds;
  }

  /** Scheduled wait at a row of the stop times; 0 where it is an ordinary dwell. */
  waitAt(row: number): number {
    const { arrivalSeconds, departureSeconds } = this.schedule.stopTimes;
    const dwell = departureSeconds[row]! - arrivalSeconds[row]!;
    return dwell >= this.p.scheduledWaitSeconds ? dwell : 0;
  }

  #workOut(trip: TripIndex): void {
    this.#known[trip] = 1;
    const { trips, patterns, stopTimes } = this.schedule;
    const { stopMetres } = patterns[trips.pattern[trip]!]!;
    const first = trips.firstStopTime[trip]!;
    const count = stopMetres.length;
    const running = new Float64Array(count);
    for (let i = 1; i < count; i++) {
      const row = first + i;
      const passed = stopTimes.arrivalSeconds[row]! - stopTimes.arrivalSeconds[row - 1]!;
      running[i] = running[i - 1]! + passed - this.waitAt(row - 1);
    }
    for (let i = 1; i < count; i++) {
      const low = Math.max(0, i - 1 - this.p.smoothedSections);
      const high = Math.min(count - 1, i + this.p.smoothedSections);
      const metres = stopMetres[high]! - stopMetres[low]!;
      const share = metres > 0 ? (stopMetres[i]! - stopMetres[i - 1]!) / metres : 1 / (high - low);
      this.#seconds[first + i] = Math.max(LEAST_SECONDS, (running[high]! - running[low]!) * share);
    }
  }
}

/** No section takes less. */
const LEAST_SECONDS = 2;
