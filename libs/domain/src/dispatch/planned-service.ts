/**
 * What the timetable has under way: trips due at an instant, by line and direction, and how far apart they are
 * planned. Trips of frequencies.txt without exact times have no departures: they are known by their headway only.
 */
import type { TripInstance } from '../gtfs/index.js';
import type { ServiceDate } from '../time/index.js';
import { type Run, type RunTrip, type Timetable, findPlannedHeadway } from '../tracking/index.js';
import type { LineScales } from './line-scale.js';

/** Departures so far round an instant make its planned headway. */
const HALF_WINDOWS_SECONDS = [1800, 3600];
const FEWEST_STARTS = 4;

/** Trips of one direction and day, by start. */
interface PlannedDirection {
  readonly trips: readonly RunTrip[];
  readonly longestSeconds: number;
}

/** A vehicle's work that the timetable has out now: the trip under way, or the next one where it waits between two. */
export interface PlannedRun {
  readonly trip: RunTrip;
  readonly isUnderWay: boolean;
}

/** A pause between two trips of a block that is longer is spent at the base. */
const LONGEST_LAYOVER_SECONDS = 2700;
/** It is asked for at each position: once a minute and line it is computed. */
const HEADWAY_STEP_SECONDS = 60;
const MOST_MINUTES = 240;
/** On a line with a longer pause nothing is said of gaps. */
const LONGEST_PAUSE_SECONDS = 7200;
/** What is out now is looked up so often. */
const LOOK_SECONDS = 10;

export class PlannedService {
  #runs: { readonly slot: number; readonly list: readonly PlannedRun[] } | undefined;
  /** By minute, then by direction: a name made of both for each vehicle and second cost more than all else here. */
  readonly #headways = new Map<number, Map<string, number | undefined>>();
  readonly #days = new Map<ServiceDate, ReadonlyMap<string, PlannedDirection>>();

  constructor(
    readonly timetable: Timetable,
    private readonly scales: LineScales,
  ) {}

  /** Trips of a direction that the timetable has under way at an instant, by start. */
  listUnderWay(key: string, at: number): RunTrip[] {
    return this.#around(key, at).flatMap(({ trips, longestSeconds }) =>
      between(trips, at - longestSeconds, at + 1).filter(({ endSeconds }) => endSeconds > at),
    );
  }

  /** Trips of a direction that start from `from` on and before `to`, by start. */
  listStarting(key: string, from: number, to: number): RunTrip[] {
    const trips = this.#around(key, (from + to) / 2).flatMap((day) => between(day.trips, from, to));
    return trips.sort((a, b) => a.startSeconds - b.startSeconds);
  }

  /** Trips of a direction with any part between two instants at most a day apart, by start. */
  listWithin(key: string, from: number, to: number): RunTrip[] {
    const trips = this.#around(key, (from + to) / 2).flatMap((day) =>
      between(day.trips, from - day.longestSeconds, to).filter(({ endSeconds }) => endSeconds > from),
    );
    return trips.sort((a, b) => a.startSeconds - b.startSeconds);
  }

  /** When the timetable has a run of a trip at the beginning of its line's scale; undefined by headway. */
  startAt(instance: TripInstance): number | undefined {
    const trip = this.timetable.findRunTrip(instance);
    return !trip || trip.headway ? undefined : this.#lineStartOf(trip);
  }

  /** How long before a run of a trip the timetable has the one before it on its line; undefined where there is none. */
  pauseBefore(instance: TripInstance): number | undefined {
    const at = this.startAt(instance);
    if (at === undefined) return undefined;
    const { key } = this.scales.ofTrip(instance.trip).direction;
    const before = this.listStarting(key, at - LONGEST_PAUSE_SECONDS, at + LONGEST_PAUSE_SECONDS)
      .filter(({ trip }) => trip !== instance.trip)
      .map((trip) => this.#lineStartOf(trip))
      .filter((startAt) => startAt <= at);
    return before.length === 0 ? undefined : at - Math.max(...before);
  }

  /** When a trip is at the beginning of its line's scale, or would be if it came from there. */
  #lineStartOf({ startSeconds, pattern }: RunTrip): number {
    return startSeconds - this.scales.ofPattern(pattern).places[0]!;
  }

  /** Mean planned headway of a direction round an instant, to the minute, seconds; undefined where fewer than two trips go. */
  headwayAt(key: string, instant: number): number | undefined {
    const at = Math.floor(instant / HEADWAY_STEP_SECONDS) * HEADWAY_STEP_SECONDS;
    let ofMinute = this.#headways.get(at);
    if (!ofMinute) {
      if (this.#headways.size >= MOST_MINUTES) this.#headways.clear();
      ofMinute = new Map();
      this.#headways.set(at, ofMinute);
    }
    const known = ofMinute.get(key);
    if (known !== undefined || ofMinute.has(key)) return known;
    const headway = this.#headwayAt(key, at);
    ofMinute.set(key, headway);
    return headway;
  }

  #headwayAt(key: string, at: number): number | undefined {
    const starts = this.#startsAround(key, at);
    const byFrequencies = this.#frequencyHeadway(key, at);
    const perSecond =
      (starts.length > 1
        ? (starts.length - 1) / (starts.at(-1)!.startSeconds - starts[0]!.startSeconds)
        : 0) + (byFrequencies === undefined ? 0 : 1 / byFrequencies);
    return perSecond > 0 && Number.isFinite(perSecond) ? Math.round(1 / perSecond) : undefined;
  }

  /** The runs that the timetable has out at an instant, to ten seconds. */
  listRuns(at: number): readonly PlannedRun[] {
    const slot = Math.floor(at / LOOK_SECONDS);
    if (this.#runs?.slot !== slot) {
      const list = this.timetable
        .around(at)
        .flatMap(({ runs }) => runs.flatMap((run) => findWork(run, at) ?? []));
      this.#runs = { slot, list };
    }
    return this.#runs.list;
  }

  /** Of the narrowest window that says something: two departures close together are no headway of a line. */
  #startsAround(key: string, at: number): RunTrip[] {
    let starts: RunTrip[] = [];
    for (const half of HALF_WINDOWS_SECONDS) {
      starts = this.listStarting(key, at - half, at + half);
      if (starts.length >= FEWEST_STARTS) break;
    }
    return starts;
  }

  #frequencyHeadway(key: string, at: number): number | undefined {
    let perSecond = 0;
    for (const { headwayTrips } of this.timetable.around(at)) {
      for (const trip of headwayTrips.values()) {
        if (this.scales.ofPattern(trip.pattern).direction.key !== key) continue;
        const headway = findPlannedHeadway(trip, at);
        if (headway !== undefined) perSecond += 1 / headway;
      }
    }
    return perSecond > 0 ? 1 / perSecond : undefined;
  }

  #around(key: string, at: number): PlannedDirection[] {
    return this.timetable.days.around(at).flatMap((date) => this.#day(date).get(key) ?? []);
  }

  #day(date: ServiceDate): ReadonlyMap<string, PlannedDirection> {
    let day = this.#days.get(date);
    if (!day) {
      day = this.#read(date);
      this.#days.set(date, day);
      if (this.#days.size > 4) this.#days.delete([...this.#days.keys()].sort()[0]!);
    }
    return day;
  }

  #read(date: ServiceDate): ReadonlyMap<string, PlannedDirection> {
    const lists = new Map<string, RunTrip[]>();
    for (const { trips } of this.timetable.dayRuns(date).runs) {
      for (const trip of trips) {
        const { key } = this.scales.ofPattern(trip.pattern).direction;
        const list = lists.get(key);
        if (list) list.push(trip);
        else lists.set(key, [trip]);
      }
    }
    return new Map(
      [...lists].map(([key, trips]) => {
        trips.sort((a, b) => a.startSeconds - b.startSeconds);
        const longestSeconds = Math.max(...trips.map((trip) => trip.endSeconds - trip.startSeconds));
        return [key, { trips, longestSeconds }];
      }),
    );
  }
}

/** Trips that start from `from` on and before `to`, of a list by start. */
function between(trips: readonly RunTrip[], from: number, to: number): readonly RunTrip[] {
  return trips.slice(firstAfter(trips, from), firstAfter(trips, to));
}

function firstAfter(trips: readonly RunTrip[], at: number): number {
  let low = 0;
  let high = trips.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (trips[middle]!.startSeconds < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findWork({ trips }: Run, at: number): PlannedRun | undefined {
  if (trips.length === 0 || at < trips[0]!.startSeconds || at >= trips.at(-1)!.endSeconds) return undefined;
  const next = trips.findIndex(({ startSeconds }) => startSeconds > at);
  const trip = trips.at(next < 0 ? -1 : next - 1)!;
  if (trip.endSeconds > at) return { trip, isUnderWay: true };
  const after = trips[next]!;
  return after.startSeconds - trip.endSeconds <= LONGEST_LAYOVER_SECONDS
    ? { trip: after, isUnderWay: false }
    : undefined;
}
