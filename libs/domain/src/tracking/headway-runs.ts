import type { Schedule, TripInstance } from '../gtfs/index.js';
import {
  type HeadwayTrip,
  findFreeStart,
  findPlannedHeadway,
  secondsOutside,
  takeStart,
} from './headway-trips.js';
import { type DayRuns, type Run, type RunTrip, createRunTrip } from './service-day-runs.js';

/**
 * Runs of trips by headway. There is no list of them: a run begins when a vehicle is met, with the departure that the
 * vehicle had or will have, and goes on as vehicles do, back from the terminus that it came to. A start once given
 * stays (GTFS-realtime has it immutable), and no two instances of a trip ever have the same.
 */
export class HeadwayRuns {
  readonly #members = new WeakMap<Run, RunTrip[]>();
  readonly #onward = new WeakMap<HeadwayTrip, readonly HeadwayTrip[]>();
  readonly #restored = new Map<string, RunTrip>();

  constructor(private readonly schedule: Schedule) {}

  /** A run of one trip that started, or will start, at an instant. It is nobody's until it is taken. */
  draft(headway: HeadwayTrip, startSeconds: number): RunTrip {
    return this.#create(headway, findFreeStart(headway, startSeconds - headway.dayStartSeconds));
  }

  /** Keeps the start of a drafted run from all others. */
  take({ headway, startOfDaySeconds }: RunTrip): void {
    if (headway) takeStart(headway, startOfDaySeconds);
  }

  /**
   * The trip after one in its run, begun for a vehicle that can leave at `readySeconds`; undefined where none is likely. One
   * thought of before keeps its start, unless its vehicle comes so much later that another would be meant by it.
   */
  next(day: DayRuns, trip: RunTrip, readySeconds: number): RunTrip | undefined {
    const { run, position } = trip;
    const after = run.trips[position + 1];
    const members = this.#members.get(run);
    if (!members || (after && !isOutdated(members, after, readySeconds))) return after;
    const headway = this.#listOnward(day, trip.headway!).find(
      (candidate) => findPlannedHeadway(candidate, readySeconds) !== undefined,
    );
    if (!headway) return undefined;
    const earliest = Math.max(readySeconds - headway.dayStartSeconds, trip.startOfDaySeconds + 1);
    members.length = trip.position + 1;
    const next = this.#add(run, members, headway, findFreeStart(headway, earliest));
    this.take(next);
    return next;
  }

  /** The run of an instance that was published before, as after a restart. */
  restore(headway: HeadwayTrip, { trip, serviceDate, startSeconds }: TripInstance): RunTrip | undefined {
    if (secondsOutside(headway, headway.dayStartSeconds + startSeconds) > OUTSIDE_MOST) return undefined;
    const key = `${trip}|${serviceDate}|${startSeconds}`;
    let found = this.#restored.get(key);
    if (!found) {
      found = this.#create(headway, startSeconds);
      this.take(found);
      this.#restored.set(key, found);
    }
    return found;
  }

  #create(headway: HeadwayTrip, start: number): RunTrip {
    const members: RunTrip[] = [];
    const { serviceDate, trip } = headway;
    const key = `${this.schedule.trips.ids[trip]!}|${serviceDate}|${start}`;
    const run: Run = { key, serviceDate, trips: members };
    this.#members.set(run, members);
    return this.#add(run, members, headway, start);
  }

  #add(run: Run, members: RunTrip[], headway: HeadwayTrip, start: number): RunTrip {
    const { trip, dayStartSeconds } = headway;
    const member = createRunTrip(this.schedule, run, members.length, trip, start, dayStartSeconds);
    members.push({ ...member, headway });
    return members[members.length - 1]!;
  }

  /** Trips of the same route and block that begin where one ends, the nearest first, back before round again. */
  #listOnward(day: DayRuns, from: HeadwayTrip): readonly HeadwayTrip[] {
    let onward = this.#onward.get(from);
    if (onward) return onward;
    const { trips } = this.schedule;
    const near = [...day.headwayTrips.values()]
      .filter(
        ({ trip }) =>
          trips.route[trip] === trips.route[from.trip] && trips.block[trip] === trips.block[from.trip],
      )
      .map((to) => ({
        to,
        metres: this.#metresBetween(from, to),
        isBack: trips.directionId[to.trip] !== trips.directionId[from.trip],
      }))
      .filter(({ metres }) => metres <= ONWARD_METRES);
    near.sort((a, b) => Math.round((a.metres - b.metres) / 100) || Number(b.isBack) - Number(a.isBack));
    onward = near.map(({ to }) => to);
    this.#onward.set(from, onward);
    return onward;
  }

  #metresBetween(from: HeadwayTrip, to: HeadwayTrip): number {
    const { patterns, stops } = this.schedule;
    const end = patterns[from.pattern]!.stops.at(-1)!;
    const start = patterns[to.pattern]!.stops[0]!;
    return Math.hypot(stops.x[end]! - stops.x[start]!, stops.y[end]! - stops.y[start]!);
  }
}

/** Vehicles go on from a stop at most so far from where they ended. */
const ONWARD_METRES = 500;
/** One that was only thought of, as nothing comes after it yet, by a start that is far from when its vehicle comes. */
function isOutdated(members: readonly RunTrip[], after: RunTrip, readySeconds: number): boolean {
  return members.length === after.position + 1 && readySeconds - after.startSeconds >= RENAMED_SECONDS;
}

/** A start that is as far off as this names no round any more. */
const RENAMED_SECONDS = 600;
/** Vehicles set out at most so long before the first and after the last of a headway's periods. */
export const OUTSIDE_MOST = 900;
