import type { Schedule } from '../gtfs/index.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * Vehicles that are early wait at timing points, in some cities for all of the time, in others hardly. Learned is
 * the share that is waited out, apart for stops that the timetable gives a wait and for those it only marks.
 * GTFS says that a stop without a mark is a timing point; where most stops are, the mark means nothing.
 */
export type WaitKind = 'timing-point' | 'scheduled-wait';
const KINDS: readonly (WaitKind | undefined)[] = [undefined, 'timing-point', 'scheduled-wait'];

export class WaitingShares {
  /** Index in KINDS, by row of the stop times. */
  readonly #kinds: Uint8Array;
  readonly #waited = { 'timing-point': [0, 0], 'scheduled-wait': [0, 0] };

  constructor(
    private readonly p: PredictionParameters,
    private readonly schedule: Schedule,
  ) {
    const { arrivalSeconds, departureSeconds, timepoint } = schedule.stopTimes;
    let marks = 0;
    for (const mark of timepoint) marks += mark;
    const areMarks = marks <= p.timingPointsMost * timepoint.length;
    this.#kinds = new Uint8Array(timepoint.length);
    for (let row = 0; row < timepoint.length; row++) {
      const dwell = departureSeconds[row]! - arrivalSeconds[row]!;
      this.#kinds[row] = dwell >= p.scheduledWaitSeconds ? 2 : areMarks && timepoint[row] === 1 ? 1 : 0;
    }
  }

  /** Whether vehicles may wait at a row of the stop times. */
  kindOf(row: number): WaitKind | undefined {
    return KINDS[this.#kinds[row]!];
  }

  /** Scheduled departure at a row, seconds of the service day. */
  departureOf(row: number): number {
    return this.schedule.stopTimes.departureSeconds[row]!;
  }

  /** Share of the time by which a vehicle is early that it waits. */
  share(kind: WaitKind): number {
    const [waited = 0, early = 0] = this.#waited[kind];
    const first = this.p.waitedShares[kind === 'timing-point' ? 0 : 1];
    return (waited + first * this.p.waitedTrustSeconds) / (early + this.p.waitedTrustSeconds);
  }

  /** Whether a vehicle that reaches a stop at a time is early enough to wait for the departure. */
  isEarly(reachedAt: number, departure: number): boolean {
    return departure - reachedAt - this.p.ordinaryStopSeconds > this.p.earlyLeastSeconds;
  }

  learn(kind: WaitKind, reachedAt: number, leftAt: number, departure: number): void {
    if (!this.isEarly(reachedAt, departure)) return;
    const early = departure - reachedAt - this.p.ordinaryStopSeconds;
    const waited = Math.min(early, Math.max(0, leftAt - reachedAt - this.p.ordinaryStopSeconds));
    const weight = Math.min(1, this.p.earlyMostSeconds / early);
    const sums = this.#waited[kind];
    sums[0]! += weight * waited;
    sums[1]! += weight * early;
    // Habits change: what is known of more than a few hundred waits yields to what comes.
    if (sums[1]! > MOST_SECONDS) this.#waited[kind] = sums.map((sum) => (sum * MOST_SECONDS) / sums[1]!);
  }

  /** Sums as `restore` reads them. */
  dump(): number[] {
    return [...this.#waited['timing-point'], ...this.#waited['scheduled-wait']];
  }

  restore([waited = 0, early = 0, scheduledWaited = 0, scheduledEarly = 0]: readonly number[]): void {
    this.#waited['timing-point'] = [waited, early];
    this.#waited['scheduled-wait'] = [scheduledWaited, scheduledEarly];
  }
}

const MOST_SECONDS = 60_000;
