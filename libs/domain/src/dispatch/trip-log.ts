/**
 * What was seen of the runs of trips of the last day: which vehicle, which stops and when. It is named by GTFS ids, so
 * that it outlives a version of the schedule.
 */
import type { TripInstance } from '../gtfs/index.js';

export interface TripSeen {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startSeconds: number;
  vehicleId: string;
  /** Index in the pattern and epoch seconds of each stop passed, by stop. */
  readonly stopIndexes: number[];
  readonly times: number[];
  firstSeenAt: number;
  lastSeenAt: number;
  departedAt?: number;
  arrivedAt?: number;
  isOver?: boolean;
}

const KEPT_SECONDS = 26 * 3600;

export class TripLog {
  readonly #trips = new Map<string, TripSeen>();

  constructor(readonly tripIdOf: (trip: number) => string) {}

  keyOf({ trip, serviceDate, startSeconds }: TripInstance): string {
    return tripKey(this.tripIdOf(trip), serviceDate, startSeconds);
  }

  find(instance: TripInstance): TripSeen | undefined {
    return this.#trips.get(this.keyOf(instance));
  }

  /** Those of which anything was seen since an instant, epoch seconds. */
  listSince(at: number): TripSeen[] {
    return [...this.#trips.values()].filter(({ lastSeenAt }) => lastSeenAt >= at);
  }

  /** A vehicle is on a run of a trip. */
  noteVehicle(instance: TripInstance, vehicleId: string, at: number): TripSeen {
    const key = this.keyOf(instance);
    let seen = this.#trips.get(key);
    if (!seen) {
      const { trip, serviceDate, startSeconds } = instance;
      seen = {
        tripId: this.tripIdOf(trip),
        serviceDate,
        startSeconds,
        vehicleId,
        stopIndexes: [],
        times: [],
        firstSeenAt: at,
        lastSeenAt: at,
      };
      this.#trips.set(key, seen);
    }
    seen.vehicleId = vehicleId;
    if (at > seen.lastSeenAt) seen.lastSeenAt = at;
    return seen;
  }

  /** A stop is passed; what was told before of the same stop stays. */
  noteStop(instance: TripInstance, vehicleId: string, stopIndex: number, at: number, isLast: boolean): void {
    const seen = this.noteVehicle(instance, vehicleId, at);
    if (seen.stopIndexes.length > 0 && seen.stopIndexes.at(-1)! >= stopIndex) return;
    seen.stopIndexes.push(stopIndex);
    seen.times.push(at);
    if (stopIndex === 0) seen.departedAt = at;
    if (isLast) seen.arrivedAt = at;
  }

  /** A run as history has it, whose stops may not be known. */
  recall(
    instance: TripInstance,
    vehicleId: string,
    { firstSeenAt, departedAt, arrivedAt }: Pick<TripSeen, 'firstSeenAt' | 'departedAt' | 'arrivedAt'>,
  ): void {
    const seen = this.noteVehicle(instance, vehicleId, firstSeenAt);
    if (departedAt !== undefined) seen.departedAt = departedAt;
    if (arrivedAt !== undefined) seen.arrivedAt = arrivedAt;
    seen.lastSeenAt = Math.max(seen.lastSeenAt, departedAt ?? 0, arrivedAt ?? 0);
  }

  noteEnd(instance: TripInstance): void {
    const seen = this.find(instance);
    if (seen) seen.isOver = true;
  }

  /** Takes over what another log, of another version of the schedule, has. */
  adopt(other: TripLog): void {
    for (const [key, seen] of other.#trips) this.#trips.set(key, seen);
  }

  trim(now: number): void {
    for (const [key, { lastSeenAt }] of this.#trips) {
      if (lastSeenAt < now - KEPT_SECONDS) this.#trips.delete(key);
    }
  }
}

export function tripKey(tripId: string, serviceDate: string, startSeconds: number): string {
  return `${tripId}|${serviceDate}|${startSeconds}`;
}
