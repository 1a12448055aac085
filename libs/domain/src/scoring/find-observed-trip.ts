/**
 * Which observed trip is meant. By trip_id and day, where that names one. A trip that runs by headway goes many times a
 * day under one trip_id: then by start_time as well, and where start times are only about right (exact_times = 0: a
 * vehicle starts when it does), by the vehicle, in the round that set out nearest to what was said. When it did set out is
 * its start_time and what it was late when it was first seen: who writes the truth may name rounds by what was planned.
 */
import { findGtfsTime } from '../time/index.js';
import type { TripKey } from './arrivals.js';

/** Two rounds of one vehicle on one trip are not nearer to each other than a short line's running time. */
const SAME_ROUND_SECONDS = 900;

interface Round {
  readonly index: number;
  readonly startTime: string | undefined;
  readonly vehicleId: string | undefined;
  readonly startSeconds: number;
  /** Seconds of the service day; not a number where no start_time is known. */
  readonly setOutSeconds: number;
}

export class ObservedTripFinder {
  readonly #rounds = new Map<string, Round[]>();

  /** `lateSeconds` is by how much the trip set out after its start_time, as far as is known. */
  add({ tripId, startDate, startTime, vehicleId }: TripKey, index: number, lateSeconds = 0): void {
    const name = `${tripId} ${startDate}`;
    const startSeconds = startTime === undefined ? NaN : secondsOf(startTime);
    const round = { index, startTime, vehicleId, startSeconds, setOutSeconds: startSeconds + lateSeconds };
    const rounds = this.#rounds.get(name);
    if (rounds) rounds.push(round);
    else this.#rounds.set(name, [round]);
  }

  find({
    tripId,
    startDate,
    startTime,
    vehicleId,
  }: TripKey): number | 'trip_not_observed' | 'ambiguous_trip' {
    const rounds = this.#rounds.get(`${tripId} ${startDate}`);
    if (!rounds) return 'trip_not_observed';
    const [first] = rounds;
    if (startTime === undefined || first!.startTime === undefined) {
      return rounds.length === 1 ? first!.index : 'ambiguous_trip';
    }
    const startSeconds = secondsOf(startTime);
    // By the time that is said, as 8:10:00 is 08:10:00; what is no time is at least a name.
    const named = rounds.find(
      (round) => round.startTime === startTime || round.startSeconds === startSeconds,
    );
    return (named ?? findNearest(rounds, startTime, vehicleId))?.index ?? 'trip_not_observed';
  }
}

/** Of the vehicle's own; of an unknown one there is none. */
function findNearest(
  rounds: readonly Round[],
  startTime: string,
  vehicleId: string | undefined,
): Round | undefined {
  let nearest: Round | undefined;
  let least = SAME_ROUND_SECONDS;
  for (const round of rounds) {
    if (vehicleId === undefined || round.vehicleId !== vehicleId) continue;
    const apart = Math.abs(round.setOutSeconds - secondsOf(startTime));
    if (apart <= least) [nearest, least] = [round, apart];
  }
  return nearest;
}

/** Far from everything, another no time too, where it is none. */
function secondsOf(gtfsTime: string): number {
  return findGtfsTime(gtfsTime) ?? NaN;
}
