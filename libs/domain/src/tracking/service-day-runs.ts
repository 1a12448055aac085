import {
  type PatternIndex,
  type Schedule,
  type TripIndex,
  type TripInstance,
  firstDepartureSeconds,
  lastArrivalSeconds,
  listFrequenciesOf,
  listStartSeconds,
  servicesOn,
} from '../gtfs/index.js';
import { type ServiceDate, type ServiceDays } from '../time/index.js';
import { type HeadwayTrip, createHeadwayTrip } from './headway-trips.js';

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
  /** The trip on its day, as all others name it. */
  readonly instance: TripInstance;
  readonly pattern: PatternIndex;
  /** Departure from the first stop in seconds of the service day: the instance's start. */
  readonly startOfDaySeconds: number;
  /** Epoch seconds to add to a stop time of the trip. */
  readonly originSeconds: number;
  /** Epoch seconds of the first departure and the last arrival. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Where frequencies.txt only lends the start (exact_times = 0): nobody is late against it. */
  readonly headway?: HeadwayTrip;
}

/** All runs of a service day, and its trips by pattern and by start. */
export interface DayRuns {
  readonly runs: readonly Run[];
  /** By start; empty for patterns without service that day. */
  readonly byPattern: readonly (readonly RunTrip[])[];
  /** Every run of a trip that day: one, or one a start for trips of frequencies.txt with exact times. */
  readonly byTrip: ReadonlyMap<TripIndex, readonly RunTrip[]>;
  /** Trips that run by headway that day; their runs begin when vehicles do. */
  readonly headwayTrips: ReadonlyMap<TripIndex, HeadwayTrip>;
  readonly headwayByPattern: ReadonlyMap<PatternIndex, readonly HeadwayTrip[]>;
}

export function listDayRuns(schedule: Schedule, days: ServiceDays, date: ServiceDate): DayRuns {
  const services = servicesOn(schedule, date);
  const dayStart = days.startSeconds(date);
  const runs: Run[] = [];
  const add = (key: string, trips: readonly { trip: TripIndex; start: number }[]): void => {
    const members: RunTrip[] = [];
    const run: Run = { key, serviceDate: date, trips: members };
    for (const { trip, start } of trips) {
      members.push(createRunTrip(schedule, run, members.length, trip, start, dayStart));
    }
    runs.push(run);
  };
  const headwayTrips: HeadwayTrip[] = [];
  const isPlain = (trip: TripIndex): boolean =>
    services[schedule.trips.service[trip]!] === 1 && listFrequenciesOf(schedule, trip).length === 0;
  schedule.blockTrips.forEach((blockTrips, block) => {
    const trips = Array.from(blockTrips).filter(isPlain);
    if (trips.length === 0) return;
    add(
      `${schedule.blockIds[block]!}|${date}`,
      trips.map((trip) => ({ trip, start: firstDepartureSeconds(schedule, trip) })),
    );
  });
  schedule.trips.ids.forEach((tripId, trip) => {
    if (services[schedule.trips.service[trip]!] !== 1) return;
    if (schedule.trips.block[trip]! >= 0 && isPlain(trip)) return;
    if (listFrequenciesOf(schedule, trip).some(({ exactTimes }) => !exactTimes)) {
      headwayTrips.push(createHeadwayTrip(schedule, trip, date, dayStart));
      return;
    }
    for (const start of listStartSeconds(schedule, trip)) {
      add(`${tripId}|${date}|${start}`, [{ trip, start }]);
    }
  });
  return { ...indexRuns(schedule, runs), ...indexHeadwayTrips(headwayTrips) };
}

export function createRunTrip(
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
    instance: { trip, serviceDate: run.serviceDate, startSeconds: start },
    pattern: schedule.trips.pattern[trip]!,
    startOfDaySeconds: start,
    originSeconds,
    startSeconds: dayStart + start,
    endSeconds: originSeconds + lastArrivalSeconds(schedule, trip),
  };
}

function indexHeadwayTrips(
  trips: readonly HeadwayTrip[],
): Pick<DayRuns, 'headwayTrips' | 'headwayByPattern'> {
  const byPattern = new Map<PatternIndex, HeadwayTrip[]>();
  for (const trip of trips) byPattern.set(trip.pattern, [...(byPattern.get(trip.pattern) ?? []), trip]);
  return { headwayTrips: new Map(trips.map((trip) => [trip.trip, trip])), headwayByPattern: byPattern };
}

function indexRuns(schedule: Schedule, runs: readonly Run[]): Pick<DayRuns, 'runs' | 'byPattern' | 'byTrip'> {
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
