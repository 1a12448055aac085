/**
 * What becomes known of a trip, bit by bit, as rows of trips_performed: that a vehicle is on it, that it left the
 * first stop, that it came to the last, how it ended. Each bit alone makes a whole row; joining them gives the
 * same trip in whatever order they come.
 */
import type { TripPerformedRow } from '@rukh/adapters/postgres';
import { type TripInstance, patternOf, stopCount } from '@rukh/domain/gtfs';
import type { StopVisit, TripEnded } from '@rukh/domain/tracking';
import { findRouteTypeName } from './name-route-type.js';
import {
  type TripContext,
  directionOf,
  findScheduledStop,
  performedTripId,
  routeIdOf,
} from './trip-context.js';

type News = Partial<
  Pick<
    TripPerformedRow,
    'actual_trip_start' | 'actual_trip_end' | 'first_seen_at' | 'ended_at' | 'end_reason'
  >
>;

/** A vehicle is on a trip, epoch seconds. */
export function toTripSeen(
  context: TripContext,
  instance: TripInstance,
  vehicleId: string,
  atSeconds: number,
): TripPerformedRow {
  return createRow(context, instance, vehicleId, { first_seen_at: Math.round(atSeconds * 1000) });
}

/** The trip's start or end, where the visit is of its first or last stop. */
export function findTripEdge(context: TripContext, visit: StopVisit): TripPerformedRow | undefined {
  const { instance, vehicleId, stopIndex, arrivalSeconds, departureSeconds } = visit;
  const last = stopCount(context.schedule, instance.trip) - 1;
  if (stopIndex === 0 && departureSeconds !== undefined) {
    return createRow(context, instance, vehicleId, {
      actual_trip_start: Math.round(departureSeconds * 1000),
    });
  }
  if (stopIndex === last && arrivalSeconds !== undefined) {
    return createRow(context, instance, vehicleId, { actual_trip_end: Math.round(arrivalSeconds * 1000) });
  }
  return undefined;
}

export function toTripEnd(context: TripContext, ended: TripEnded): TripPerformedRow {
  return createRow(context, ended.instance, ended.vehicleId, {
    ended_at: Math.round(ended.atSeconds * 1000),
    end_reason: ended.how,
  });
}

/** Two rows of one trip as one: the first of the starts, the last of the ends. */
export function joinTrips(a: TripPerformedRow, b: TripPerformedRow): TripPerformedRow {
  const later = (b.ended_at ?? -Infinity) > (a.ended_at ?? -Infinity) ? b : a;
  const firstSeen = [a.first_seen_at, b.first_seen_at].filter((at) => at !== null);
  return {
    ...a,
    actual_trip_start: a.actual_trip_start ?? b.actual_trip_start,
    actual_trip_end: a.actual_trip_end ?? b.actual_trip_end,
    first_seen_at: firstSeen.length === 0 ? null : Math.min(...firstSeen),
    ended_at: later.ended_at,
    end_reason: later.end_reason,
  };
}

function createRow(
  context: TripContext,
  instance: TripInstance,
  vehicleId: string,
  news: News,
): TripPerformedRow {
  const { schedule } = context;
  const { trip } = instance;
  const first = findScheduledStop(context, instance, 0)!;
  const last = findScheduledStop(context, instance, stopCount(schedule, trip) - 1)!;
  const block = schedule.trips.block[trip]!;
  return {
    schedule_trip_start: first.departureMs,
    schedule_trip_end: last.arrivalMs,
    actual_trip_start: null,
    actual_trip_end: null,
    first_seen_at: null,
    ended_at: null,
    service_date: instance.serviceDate,
    direction_id: directionOf(context, instance),
    end_reason: null,
    vehicle_id: vehicleId,
    trip_id_performed: performedTripId(context, instance, vehicleId),
    trip_id_scheduled: schedule.trips.ids[trip]!,
    route_id: routeIdOf(context, instance),
    route_type: findRouteTypeName(schedule.routes[schedule.trips.route[trip]!]!.type) ?? null,
    shape_id: patternOf(schedule, trip).shapeId || null,
    block_id: block < 0 ? null : schedule.blockIds[block]!,
    trip_start_stop_id: first.stopId,
    trip_end_stop_id: last.stopId,
    ...news,
  };
}
