// The plan of a day and what was seen of it, joined: the one table that presence, trips, punctuality and headways are
// counted from, so that their figures never contradict each other.
import {
  type Schedule,
  type TripInstance,
  listTripInstances,
  patternOf,
  shiftSeconds,
  stopCount,
} from '../../gtfs/index.js';
import { type ServiceDate, type ServiceDays, formatGtfsTime } from '../../time/index.js';

export interface PlannedStop {
  readonly stopId: string;
  readonly stopSequence: number;
  /** Epoch seconds. */
  readonly arrivalSeconds: number;
  readonly departureSeconds: number;
  readonly isTimepoint: boolean;
}

export interface PlannedTrip {
  /** trip_id, and of frequencies.txt its start: `T1`, `T1@07:30:00`. */
  readonly tripKey: string;
  readonly tripId: string;
  readonly serviceDate: string;
  readonly routeId: string;
  readonly directionId: number | undefined;
  /** The run: its block, or the trip alone where it is in none. */
  readonly runId: string;
  readonly stops: readonly PlannedStop[];
}

/** A stop that a vehicle was seen to serve. */
export interface SeenStop {
  readonly tripKey: string;
  /** Place in the trip, from 0. */
  readonly stopIndex: number;
  readonly vehicleId: string;
  readonly arrivalSeconds?: number | undefined;
  readonly departureSeconds?: number | undefined;
}

export interface TripRecord {
  readonly plan: PlannedTrip;
  /** By place in the trip; undefined where no vehicle was seen. */
  readonly seen: readonly (SeenStop | undefined)[];
  /** What dispatchers ordered of it: not to run, or to run otherwise. */
  readonly order: 'cancelled' | 'changed' | undefined;
  readonly carrierId: string | undefined;
}

/** The plan of a day: of one route, or of all. */
export function listPlannedTrips(
  schedule: Schedule,
  days: ServiceDays,
  date: ServiceDate,
  routeId?: string,
): PlannedTrip[] {
  const route = routeId === undefined ? undefined : schedule.routeIndexOf.get(routeId);
  if (routeId !== undefined && route === undefined) return [];
  const instances = listTripInstances(schedule, date);
  const wanted = instances.filter(({ trip }) => route === undefined || schedule.trips.route[trip] === route);
  return wanted.map((instance) => planTrip(schedule, days, instance));
}

function planTrip(schedule: Schedule, days: ServiceDays, instance: TripInstance): PlannedTrip {
  const { trip, serviceDate, startSeconds } = instance;
  const { trips } = schedule;
  const tripId = trips.ids[trip]!;
  const shift = shiftSeconds(schedule, instance);
  const tripKey = shift === 0 ? tripId : `${tripId}@${formatGtfsTime(startSeconds)}`;
  const block = trips.block[trip]!;
  const direction = trips.directionId[trip]!;
  return {
    tripKey,
    tripId,
    serviceDate,
    routeId: schedule.routes[trips.route[trip]!]!.routeId,
    directionId: direction < 0 ? undefined : direction,
    runId: block < 0 ? tripKey : schedule.blockIds[block]!,
    stops: planStops(schedule, trip, days.startSeconds(serviceDate) + shift),
  };
}

function planStops(schedule: Schedule, trip: number, dayStart: number): PlannedStop[] {
  const { stops } = patternOf(schedule, trip);
  const { arrivalSeconds, departureSeconds, stopSequence, timepoint } = schedule.stopTimes;
  const first = schedule.trips.firstStopTime[trip]!;
  return Array.from({ length: stopCount(schedule, trip) }, (_, i) => ({
    stopId: schedule.stops.ids[stops[i]!]!,
    stopSequence: stopSequence[first + i]!,
    arrivalSeconds: dayStart + arrivalSeconds[first + i]!,
    departureSeconds: dayStart + departureSeconds[first + i]!,
    isTimepoint: timepoint[first + i] === 1,
  }));
}

export interface RecordContext {
  readonly orderOf: (plan: PlannedTrip) => TripRecord['order'];
  /** Whose a vehicle on a route is; without a vehicle, whose the route is. */
  readonly carrierOf: (routeId: string, vehicleId: string | undefined) => string | undefined;
}

/**
 * Joins a day's plan with what was seen. A stop served by two vehicles counts once: the one that was there first. A trip
 * is its carrier's whose vehicle served most of it.
 */
export function recordTrips(
  plans: readonly PlannedTrip[],
  seen: Iterable<SeenStop>,
  { orderOf, carrierOf }: RecordContext,
): TripRecord[] {
  const byTrip = new Map<string, (SeenStop | undefined)[]>();
  for (const { tripKey, stops } of plans) {
    byTrip.set(tripKey, new Array<SeenStop | undefined>(stops.length).fill(undefined));
  }
  for (const stop of seen) {
    const trip = byTrip.get(stop.tripKey);
    if (!trip || stop.stopIndex >= trip.length) continue;
    const before = trip[stop.stopIndex];
    if (!before || timeOf(stop) < timeOf(before)) trip[stop.stopIndex] = stop;
  }
  return plans.map((plan) => {
    const stops = byTrip.get(plan.tripKey)!;
    const carrierId = carrierOf(plan.routeId, findMainVehicle(stops));
    return { plan, seen: stops, order: orderOf(plan), carrierId };
  });
}

/** When a stop was served, as far as was seen. */
export function timeOf({ departureSeconds, arrivalSeconds }: SeenStop): number {
  return departureSeconds ?? arrivalSeconds ?? Infinity;
}

function findMainVehicle(stops: readonly (SeenStop | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const stop of stops) if (stop) counts.set(stop.vehicleId, (counts.get(stop.vehicleId) ?? 0) + 1);
  let main: string | undefined;
  for (const [vehicleId, count] of counts) {
    if (main === undefined || count > counts.get(main)!) main = vehicleId;
  }
  return main;
}
