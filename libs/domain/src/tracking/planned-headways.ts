import { type Schedule, type TripIndex, type TripInstance, shiftSeconds } from '../gtfs/index.js';
import type { ServiceDate } from '../time/index.js';
import { findPlannedHeadway } from './headway-trips.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';

/** Names a trip's route and direction by one number; trips of a route without directions are a group of their own. */
export function routeDirectionOf({ trips }: Schedule, trip: TripIndex): number {
  return 3 * trips.route[trip]! + trips.directionId[trip]! + 1;
}

/**
 * How long after the vehicle before one is planned to come: by frequencies.txt, all of whose trips of a route and
 * direction share a stop; or by the timetable, the time since the trip before that calls there. Routes and directions
 * are `groups`.
 */
export class PlannedHeadways {
  /** By day and group: the trips of the timetable, by start. */
  readonly #trips = new Map<ServiceDate, Map<number, RunTrip[]>>();

  constructor(private readonly timetable: Timetable) {}

  groupOf(trip: TripIndex): number {
    return routeDirectionOf(this.timetable.schedule, trip);
  }

  /** Names a stop as a group calls there: the same for all of its patterns. */
  placeOf(trip: TripIndex, stopIndex: number): number {
    const { stops } = this.timetable.schedule;
    return this.groupOf(trip) * stops.ids.length + this.#stopOf(trip, stopIndex);
  }

  isByHeadway({ trip, serviceDate }: TripInstance): boolean {
    return this.timetable.dayRuns(serviceDate).headwayTrips.has(trip);
  }

  /** Scheduled departure of an instance from a stop, from the last one its arrival; epoch seconds. */
  scheduledSeconds(instance: TripInstance, stopIndex: number): number {
    const { schedule, days } = this.timetable;
    const row = schedule.trips.firstStopTime[instance.trip]! + stopIndex;
    const shift = days.startSeconds(instance.serviceDate) + shiftSeconds(schedule, instance);
    return shift + schedule.stopTimes.departureSeconds[row]!;
  }

  /** Planned headway of an instance at a stop that it leaves at an instant; undefined for the first of the day. */
  at(instance: TripInstance, stopIndex: number, at: number): number | undefined {
    return this.isByHeadway(instance)
      ? this.#byFrequencies(instance, stopIndex, at)
      : this.#byTimetable(instance, stopIndex);
  }

  /** Frequencies add up where several trips of the group call. */
  #byFrequencies({ trip, serviceDate }: TripInstance, stopIndex: number, at: number): number | undefined {
    const stop = this.#stopOf(trip, stopIndex);
    const group = this.groupOf(trip);
    const { patterns } = this.timetable.schedule;
    let perSecond = 0;
    for (const other of this.timetable.dayRuns(serviceDate).headwayTrips.values()) {
      if (this.groupOf(other.trip) !== group || !patterns[other.pattern]!.stops.includes(stop)) continue;
      const headway = findPlannedHeadway(other, at - this.timetable.secondsToStop(trip, stopIndex));
      if (headway !== undefined) perSecond += 1 / headway;
    }
    return perSecond > 0 ? Math.round(1 / perSecond) : undefined;
  }

  #byTimetable(instance: TripInstance, stopIndex: number): number | undefined {
    const { patterns, stopTimes, trips } = this.timetable.schedule;
    const stop = this.#stopOf(instance.trip, stopIndex);
    const group = this.#groupTrips(instance.serviceDate).get(this.groupOf(instance.trip)) ?? [];
    const own = this.scheduledSeconds(instance, stopIndex);
    let place = group.findIndex(
      ({ trip, startOfDaySeconds }) => trip === instance.trip && startOfDaySeconds === instance.startSeconds,
    );
    for (let looked = 0; place > 0 && looked < LOOKED_AT; looked++) {
      const { trip, pattern, originSeconds } = group[--place]!;
      const index = patterns[pattern]!.stops.indexOf(stop);
      if (index < 0) continue;
      const before = originSeconds + stopTimes.departureSeconds[trips.firstStopTime[trip]! + index]!;
      if (before < own) return own - before;
    }
    return undefined;
  }

  #groupTrips(date: ServiceDate): ReadonlyMap<number, RunTrip[]> {
    let groups = this.#trips.get(date);
    if (groups) return groups;
    groups = new Map<number, RunTrip[]>();
    for (const trip of this.timetable.dayRuns(date).runs.flatMap(({ trips }) => trips)) {
      const group = this.groupOf(trip.trip);
      const trips = groups.get(group);
      if (trips) trips.push(trip);
      else groups.set(group, [trip]);
    }
    for (const trips of groups.values()) trips.sort((a, b) => a.startSeconds - b.startSeconds);
    this.#trips.set(date, groups);
    if (this.#trips.size > 3) this.#trips.delete([...this.#trips.keys()].sort()[0]!);
    return groups;
  }

  #stopOf(trip: TripIndex, stopIndex: number): number {
    const { patterns, trips } = this.timetable.schedule;
    return patterns[trips.pattern[trip]!]!.stops[stopIndex]!;
  }
}

/** The trip before is among the last few; branches of a route that do not call at the stop are passed over. */
const LOOKED_AT = 8;
