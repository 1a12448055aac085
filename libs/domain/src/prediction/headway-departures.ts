import type { StopIndex } from '../gtfs/index.js';
import { type RunTrip, type Timetable, findPlannedHeadway, routeDirectionOf } from '../tracking/index.js';
import { DepartureDelays } from './departure-delays.js';
import { HeldShare } from './held-share.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * When vehicles by headway leave a first stop: held back for the planned headway after the one before, as far as they
 * are held there. Vehicles that wait there or come in queue; so every departure that is told has a vehicle to run it.
 */
interface Terminus {
  lastLeftAt: number | undefined;
  /** Vehicles that have yet to leave, with the time from which each can. */
  readonly queue: Map<string, { readonly readyAt: number; readonly toldAt: number }>;
  readonly held: HeldShare;
}

/** A vehicle that said nothing for so long keeps nobody behind it waiting, seconds. */
const SILENT_SECONDS = 300;
/** Until something else is seen, a headway is kept. */
const AS_PLANNED = 1;

export class HeadwayDepartures {
  readonly #termini = new Map<number, Terminus>();
  /** Delays against the headway, which are no delays against a timetable. */
  readonly delays: DepartureDelays;
  /** Of all termini. */
  readonly #held: HeldShare;

  constructor(
    private readonly p: PredictionParameters,
    private readonly timetable: Timetable,
  ) {
    this.delays = new DepartureDelays(p);
    this.#held = new HeldShare(p);
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
    const { lastLeftAt } = terminus;
    terminus.queue.delete(vehicleId);
    if (readyAt !== undefined && lastLeftAt !== undefined) {
      const headway = findPlannedHeadway(trip.headway!, readyAt);
      if (headway !== undefined) {
        this.delays.learn(leftAt, this.#heldUntil(terminus, lastLeftAt + headway, readyAt), readyAt);
        terminus.held.learn(readyAt, leftAt, lastLeftAt + headway);
        this.#held.learn(readyAt, leftAt, lastLeftAt + headway);
      }
    }
    terminus.lastLeftAt = Math.max(leftAt, lastLeftAt ?? leftAt);
  }

  /** A vehicle met under way must have left about when its trip is said to have started. */
  noteUnderWay(trip: RunTrip): void {
    const terminus = this.#terminusOf(trip);
    terminus.lastLeftAt = Math.max(trip.startSeconds, terminus.lastLeftAt ?? trip.startSeconds);
  }

  /** Rows that `restoreHeld` reads: route_id, direction, stop_id and sums; of all termini without them. */
  dumpHeld(): (string | number)[][] {
    const { routes, stops } = this.timetable.schedule;
    const rows: (string | number)[][] = [['', '', '', ...this.#held.dump()]];
    for (const [key, { held }] of this.#termini) {
      const stop = key % stops.ids.length;
      const routeDirection = (key - stop) / stops.ids.length;
      const { routeId } = routes[Math.floor(routeDirection / 3)]!;
      rows.push([routeId, routeDirection % 3, stops.ids[stop]!, ...held.dump()]);
    }
    return rows;
  }

  /** Termini that the schedule does not have are left out. */
  restoreHeld([routeId, direction, stopId, ...sums]: readonly (string | number)[]): void {
    const { routeIndexOf, stops } = this.timetable.schedule;
    if (routeId === '') {
      this.#held.restore(sums.map(Number));
      return;
    }
    const route = routeIndexOf.get(String(routeId));
    const stop = stops.indexOf.get(String(stopId));
    if (route === undefined || stop === undefined) return;
    this.#terminusAt(route * 3 + Number(direction), stop).held.restore(sums.map(Number));
  }

  /** A vehicle is no longer expected at any first stop. */
  forget(vehicleId: string): void {
    for (const { queue } of this.#termini.values()) queue.delete(vehicleId);
  }

  /** After the vehicle before, which is the last that left or one ahead in the queue. */
  #targetOf(terminus: Terminus, vehicleId: string, trip: RunTrip, readyAt: number, now: number): number {
    const headway = findPlannedHeadway(trip.headway!, readyAt);
    if (headway === undefined) return readyAt;
    const ahead = [...terminus.queue]
      .filter(([id, { toldAt }]) => id !== vehicleId && toldAt >= now - SILENT_SECONDS)
      .map(([, { readyAt: ready }]) => ready)
      .filter((ready) => ready < readyAt)
      .sort((a, b) => a - b);
    let before = terminus.lastLeftAt;
    for (const ready of ahead) {
      // Who is ready and still there leaves now at the soonest.
      before = Math.max(
        now,
        before === undefined ? ready : this.#heldUntil(terminus, before + headway, ready),
      );
    }
    return before === undefined ? readyAt : this.#heldUntil(terminus, before + headway, readyAt);
  }

  /** When a vehicle is let go that is ready before the headway is over. */
  #heldUntil({ held }: Terminus, headwayOverAt: number, readyAt: number): number {
    const usual = this.#held.shareBeside(AS_PLANNED);
    return readyAt + held.shareBeside(usual) * Math.max(0, headwayOverAt - readyAt);
  }

  #terminusOf({ trip, pattern, headway }: RunTrip): Terminus {
    const { schedule } = this.timetable;
    const terminus = this.#terminusAt(
      routeDirectionOf(schedule, trip),
      schedule.patterns[pattern]!.stops[0]!,
    );
    // A headway that was yesterday's says nothing.
    const opened = headway!.dayStartSeconds + headway!.periods[0]!.startSeconds;
    if (terminus.lastLeftAt !== undefined && terminus.lastLeftAt < opened) terminus.lastLeftAt = undefined;
    return terminus;
  }

  #terminusAt(routeDirection: number, stop: StopIndex): Terminus {
    const key = routeDirection * this.timetable.schedule.stops.ids.length + stop;
    let terminus = this.#termini.get(key);
    if (!terminus) {
      terminus = { lastLeftAt: undefined, queue: new Map(), held: new HeldShare(this.p) };
      this.#termini.set(key, terminus);
    }
    return terminus;
  }
}
