/** A stop passed as a row of stop_visits, with the times that the schedule had for it. */
import type { StopVisitRow } from '@rukh/adapters/postgres';
import type { StopVisit } from '@rukh/domain/tracking';
import {
  type TripContext,
  directionOf,
  findScheduledStop,
  performedTripId,
  routeIdOf,
} from './trip-context.js';

/** Undefined where the trip, in this version of the GTFS, has no stop at that place. */
export function toStopVisit(context: TripContext, visit: StopVisit): StopVisitRow | undefined {
  const { instance, vehicleId, stopIndex } = visit;
  const stop = findScheduledStop(context, instance, stopIndex);
  if (!stop) return undefined;
  return {
    schedule_arrival_time: stop.arrivalMs,
    schedule_departure_time: stop.departureMs,
    actual_arrival_time: toMilliseconds(visit.arrivalSeconds),
    actual_departure_time: toMilliseconds(visit.departureSeconds),
    service_date: instance.serviceDate,
    trip_stop_sequence: stopIndex + 1,
    scheduled_stop_sequence: stop.stopSequence,
    direction_id: directionOf(context, instance),
    timepoint: stop.timepoint,
    vehicle_id: vehicleId,
    trip_id_performed: performedTripId(context, instance, vehicleId),
    trip_id_scheduled: context.schedule.trips.ids[instance.trip]!,
    route_id: routeIdOf(context, instance),
    stop_id: stop.stopId,
  };
}

function toMilliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.round(seconds * 1000);
}
