import { type RunTrip, type Timetable, findPlannedHeadway, routeDirectionOf } from '../tracking/index.js';
import { DepartureDelays } from './departure-delays.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * When vehicles by headway leave a first stop: the planned headway after the one before. Vehicles that wait there or
 * come in queue, each a headway behind the other; so every departure that is told has a vehicle to run it.
 */
interface Terminus {
  lastLeftAt: number | undefined;
  /** Vehicles that have yet to leave, with the time from which each can. */
  readonly queue: Map<string, { readonly readyAt: number; readonly toldAt: number }>;
}

/** A vehicle that said nothing for so long keeps nobody behind it waiting, seconds. */
const SILENT_SECONDS = 300;

export class HeadwayDepartures {
  readonly #termini = new Map<number, Terminus>();
  /** Delays against the headway, which are no delays against a timetable. */
  readonly delays: DepartureDelays;

  constructor(
    p: PredictionParameters,
    private readonly timetable: Timetable,
  ) {
    this.delays = new DepartureDelays(p);
  }

  /**
   * Expected departure of a vehicle that can leave at `readyAt` and has not left by `now`. It joins the queue.
   */
  expect(vehicleId: string, trip: RunTrip, readyAt: number, now: number): number {
    const terminus = this.#terminusOf(trip);
    const target = this.#targetOf(terminus, vehicleId, trip, readyAt, now);
    terminus.queue.set(vehicleId, { readyAt, toldAt: now });
    return this.delays.expect(target, readyAt, Math.max(now, readyAt));
  }

  /** A vehicle left that was there from `readyAt`, where that was seen. */
  learn(vehicleId: string, trip: RunTrip, leftAt: number, readyAt: number | undefined): void {
    const terminus = this.#terminusOf(trip);
    terminus.queue.delete(vehicleId);
    if (readyAt !== undefined && terminus.lastLeftAt !== undefined) {
      this.delays.learn(leftAt, this.#targetOf(terminus, vehicleId, trip, readyAt, readyAt), readyAt);
    }
    terminus.lastLeftAt = Math.max(leftAt, terminus.lastLeftAt ?? leftAt);
  }

  /** A vehicle met under way must have left about when its trip is said to have started. */
  noteUnderWay(trip: RunTrip): void {
    const terminus = this.#terminusOf(trip);
    terminus.lastLeftAt = Math.max(trip.startSeconds, terminus.lastLeftAt ?? trip.startSeconds);
  }

  /** A vehicle is no longer expected at any first stop. */
  forget(vehicleId: string): void {
    for (const { queue } of this.#termini.values()) queue.delete(vehicleId);
  }

  /** A headway after the vehicle before, which is the last that left or one ahead in the queue. */
  #targetOf(
    { lastLeftAt, queue }: Terminus,
    vehicleId: string,
    trip: RunTrip,
    readyAt: number,
    now: number,
  ): number {
    const headway = findPlannedHeadway(trip.headway!, readyAt);
    if (headway === undefined) return readyAt;
    const ahead = [...queue]
      .filter(([id, { toldAt }]) => id !== vehicleId && toldAt >= now - SILENT_SECONDS)
      .map(([, { readyAt: ready }]) => ready)
      .filter((ready) => ready < readyAt)
      .sort((a, b) => a - b);
    let target = lastLeftAt === undefined ? readyAt : lastLeftAt + headway;
    for (const ready of ahead) target = Math.max(target, ready) + headway;
    return Math.max(target, readyAt);
  }

  #terminusOf({ trip, pattern, headway }: RunTrip): Terminus {
    const { patterns, stops } = this.timetable.schedule;
    const key =
      routeDirectionOf(this.timetable.schedule, trip) * stops.ids.length + patterns[pattern]!.stops[0]!;
    let terminus = this.#termini.get(key);
    if (!terminus) this.#termini.set(key, (terminus = { lastLeftAt: undefined, queue: new Map() }));
    // A headway that was yesterday's says nothing.
    const opened = headway!.dayStartSeconds + headway!.periods[0]!.startSeconds;
    if (terminus.lastLeftAt !== undefined && terminus.lastLeftAt < opened) terminus.lastLeftAt = undefined;
    return terminus;
  }
}
