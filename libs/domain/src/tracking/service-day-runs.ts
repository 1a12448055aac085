import {
  type PatternIndex,
  type Schedule,
  type TripIndex,
  firstDepartureSeconds,
  lastArrivalSeconds,
  servicesOn,
} from '../gtfs/index.js';
import { type ServiceDate, type ServiceDays } from '../time/index.js';

/**
 * A run is what one vehicle is to do on one service day: the trips of a block in order or, where the schedule
 * has no blocks, a single trip. It is the unit that tracking follows and that vehicles hold exclusively.
 */
export interface Run {
  /** `blockId|date`, or `tripId|date|start` for a trip in no block. */
  readonly key: string;
  readonly serviceDate: ServiceDate;
  readonly trips: readonly RunTrip[];
}

export interface RunTrip {
  readonly run: Run;
  /** Place in the run. */
  readonly position: number;
  readonly trip: TripIndex;
  readonly pattern: PatternIndex;
  /** Departure from the first stop in seconds of the service day: the instance's start. */
  readonly startOfDaySeconds: number;
  /** Epoch seconds to add to a stop time of the trip. */
  readonly originSeconds: number;
  /** Epoch seconds of the first departure and the last arrival. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** All runs of a service day, and its trips by pattern and by start. */
export interface DayRuns {
  readonly runs: readonly Run[];
  /** By start; empty for patterns without service that day. */
  readonly byPattern: readonly (readonly RunTrip[])[];
  /** Every run of a trip that day: one, or one a start for trips of frequencies.txt. */
  readonly byTrip: ReadonlyMap<TripIndex, readonly RunTrip[]>;
}

export function listDayRuns(schedule: Schedule, days: ServiceDays, date: ServiceDate): DayRuns {
  const services = servicesOn(schedule, date);
  const dayStart = days.startSeconds(date);
  const frequencyTrips = new Set(schedule.frequencies.map(({ trip }) => trip));
  const runs: Run[] = [];
  const add = (key: string, trips: readonly { trip: TripIndex; start: number }[]): void => {
    const members: RunTrip[] = [];
    const run: Run = { key, serviceDate: date, trips: members };
    for (const { trip, start } of trips) {
      members.push(createRunTrip(schedule, run, members.length, trip, start, dayStart));
    }
    runs.push(run);
  };
  const isPlain = (trip: TripIndex): boolean =>
    services[schedule.trips.service[trip]!] === 1 && !frequencyTrips.has(trip);
  schedule.blockTrips.forEach((blockTrips, block) => {
    const trips = Array.from(blockTrips).filter(isPlain);
    if (trips.length === 0) return;
    add(
      `${schedule.blockIds[block]!}|${date}`,
      trips.map((trip) => ({ trip, start: firstDepartureSeconds(schedule, trip) })),
    );
  });
  schedule.trips.ids.forEach((tripId, trip) => {
    if (schedule.trips.block[trip]! >= 0 || !isPlain(trip)) return;
    const start = firstDepartureSeconds(schedule, trip);
    add(`${tripId}|${date}|${start}`, [{ trip, start }]);
  });
  for (const { trip, startSeconds, endSeconds, headwaySeconds } of schedule.frequencies) {
    if (services[schedule.trips.service[trip]!] !== 1) continue;
    for (let start = startSeconds; start < endSeconds; start += headwaySeconds) {
      add(`${schedule.trips.ids[trip]!}|${date}|${start}`, [{ trip, start }]);
    }
  }
  return indexRuns(schedule, runs);
}

function createRunTrip(
  schedule: Schedule,
  run: Run,
  position: number,
  trip: TripIndex,
  start: number,
  dayStart: number,
): RunTrip {
  const originSeconds = dayStart + start - firstDepartureSeconds(schedule, trip);
  return {
    run,
    position,
    trip,
    pattern: schedule.trips.pattern[trip]!,
    startOfDaySeconds: start,
    originSeconds,
    startSeconds: dayStart + start,
    endSeconds: originSeconds + lastArrivalSeconds(schedule, trip),
  };
}

function indexRuns(schedule: Schedule, runs: readonly Run[]): DayRuns {
  const byPattern: RunTrip[][] = schedule.patterns.map(() => []);
  const byTrip = new Map<TripIndex, RunTrip[]>();
  for (const trip of runs.flatMap(({ trips }) => trips)) {
    byPattern[trip.pattern]!.push(trip);
    const instances = byTrip.get(trip.trip);
    if (instances) instances.push(trip);
    else byTrip.set(trip.trip, [trip]);
  }
  for (const trips of byPattern) trips.sort((a, b) => a.startSeconds - b.startSeconds);
  return { runs, byPattern, byTrip };
}
