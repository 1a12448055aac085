/**
 * A position as a row of vehicle_locations, with what tracking says of it or bare. Nothing of the driver, the
 * plate or the device goes into history.
 */
import { listFrequenciesOf } from '@rukh/domain/gtfs';
import type { VehicleLocationRow } from '@rukh/adapters/postgres';
import type { Assignment, Phase, VehicleUpdate } from '@rukh/domain/tracking';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import { type TripContext, findScheduledStop, performedTripId } from './trip-context.js';

const TRIP_TYPES: Readonly<Record<Phase, NonNullable<VehicleLocationRow['trip_type']>>> = {
  IN_PROGRESS: 'In service',
  OFF_ROUTE: 'In service',
  LAYOVER: 'Layover',
  DEADHEAD: 'Deadhead',
  AT_BASE: 'Other not in service',
};

const STATUSES: Readonly<
  Record<Assignment['stopStatus'], NonNullable<VehicleLocationRow['current_status']>>
> = {
  INCOMING_AT: 'Incoming at',
  STOPPED_AT: 'Stopped at',
  IN_TRANSIT_TO: 'In transit to',
};

/** Whether a vehicle in this phase runs its trip, rather than waiting for it or driving to it. */
export function isUnderWay(phase: Phase): boolean {
  return phase === 'IN_PROGRESS' || phase === 'OFF_ROUTE';
}

/** The row of a position of which tracking has said nothing. */
export function toBareLocation(position: VehiclePosition): VehicleLocationRow {
  return {
    event_timestamp: Math.round(position.atSeconds * 1000),
    received_at: Math.round(position.receivedAtSeconds * 1000),
    latitude: position.lat,
    longitude: position.lon,
    odometer: position.odometerMetres ?? null,
    service_date: null,
    heading: position.bearing ?? null,
    speed: position.speedMetresPerSecond ?? null,
    schedule_deviation: null,
    headway_deviation: null,
    planned_headway: null,
    trip_stop_sequence: null,
    scheduled_stop_sequence: null,
    shape_dist_traveled: null,
    confidence: null,
    current_status: null,
    trip_type: null,
    vehicle_id: position.vehicleId,
    trip_id_performed: null,
    trip_id_scheduled: null,
    stop_id: null,
    unassigned_reason: null,
    off_route: null,
    offset_metres: null,
    occupancy_status: position.occupancyStatus ?? null,
  };
}

export function toVehicleLocation(context: TripContext, update: VehicleUpdate): VehicleLocationRow {
  const { position, assignment, phase, reason } = update;
  const bare = toBareLocation(position);
  if (assignment) return { ...bare, ...describeAssignment(context, assignment, position.vehicleId) };
  return {
    ...bare,
    trip_type: phase === undefined ? null : TRIP_TYPES[phase],
    unassigned_reason: reason ?? null,
  };
}

function describeAssignment(
  context: TripContext,
  assignment: Assignment,
  vehicleId: string,
): Partial<VehicleLocationRow> {
  const { instance, phase, nextStopIndex } = assignment;
  const stop = findScheduledStop(context, instance, nextStopIndex);
  return {
    service_date: instance.serviceDate,
    ...describeDeviations(context, assignment),
    trip_stop_sequence: stop ? nextStopIndex + 1 : null,
    scheduled_stop_sequence: stop?.stopSequence ?? null,
    shape_dist_traveled: assignment.shapeMetres,
    confidence: assignment.confidence,
    current_status: STATUSES[assignment.stopStatus],
    trip_type: TRIP_TYPES[phase],
    off_route: phase === 'OFF_ROUTE',
    offset_metres: assignment.offsetMetres,
    // A trip that is only waited for is not performed yet.
    trip_id_performed: isUnderWay(phase) ? performedTripId(context, instance, vehicleId) : null,
    trip_id_scheduled: context.schedule.trips.ids[instance.trip]!,
    stop_id: stop?.stopId ?? null,
  };
}

/** Against the timetable, where there is one, and against the headway, where that is what counts. */
function describeDeviations(
  { schedule }: TripContext,
  { instance, deviationSeconds, headway }: Assignment,
): Pick<VehicleLocationRow, 'schedule_deviation' | 'headway_deviation' | 'planned_headway'> {
  const isTimed = listFrequenciesOf(schedule, instance.trip).every(({ exactTimes }) => exactTimes);
  return {
    schedule_deviation: isTimed ? Math.round(deviationSeconds) : null,
    headway_deviation:
      headway?.actualSeconds === undefined ? null : headway.actualSeconds - headway.plannedSeconds,
    planned_headway: headway?.plannedSeconds ?? null,
  };
}
