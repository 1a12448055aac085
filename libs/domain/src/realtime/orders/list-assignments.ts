/**
 * What dispatchers assigned, as tracking follows it: a vehicle that was put on a run is tracked as if it said itself
 * that it is on it. It is believed, and not blindly: one that drives elsewhere is found there all the same.
 */
import type { VehiclePosition } from '../../vehicle/index.js';
import type { ServiceOrder, TripRun } from '../service-order.js';

/** By vehicle, the run it was put on last. Who was put on a run after somebody else has it alone. */
export function listAssignments(orders: readonly ServiceOrder[]): ReadonlyMap<string, TripRun> {
  return followAssignments(orders).assigned;
}

/** Vehicles whose run a later order gave to another, and that were put on nothing else since, with that run. */
export function listDisplaced(orders: readonly ServiceOrder[]): ReadonlyMap<string, TripRun> {
  return followAssignments(orders).displaced;
}

function followAssignments(orders: readonly ServiceOrder[]): {
  readonly assigned: ReadonlyMap<string, TripRun>;
  readonly displaced: ReadonlyMap<string, TripRun>;
} {
  const assigned = new Map<string, TripRun>();
  const displaced = new Map<string, TripRun>();
  for (const { action } of orders.toSorted((a, b) => a.confirmedAt - b.confirmedAt)) {
    if (action.kind !== 'assign' && action.kind !== 'out_of_service') continue;
    assigned.delete(action.vehicleId);
    displaced.delete(action.vehicleId);
    if (action.kind === 'out_of_service' || !action.run) continue;
    for (const [other, run] of assigned) {
      if (!isSameRun(run, action.run)) continue;
      assigned.delete(other);
      displaced.set(other, run);
    }
    assigned.set(action.vehicleId, action.run);
  }
  return { assigned, displaced };
}

/** A position as it would be if the vehicle had been told its run; what it says itself of trip and line is left out. */
export function followAssignment(position: VehiclePosition, run: TripRun): VehiclePosition {
  const own = ['tripId', 'startDate', 'startTime', 'routeId', 'directionId'];
  const kept = Object.entries(position).filter(([name]) => !own.includes(name));
  const { tripId, serviceDate: startDate, startTime } = run;
  const told = { tripId, startDate, ...(startTime === undefined ? {} : { startTime }) };
  return { ...(Object.fromEntries(kept) as unknown as VehiclePosition), ...told };
}

export function isSameRun(a: TripRun, b: TripRun): boolean {
  return a.tripId === b.tripId && a.serviceDate === b.serviceDate && a.startTime === b.startTime;
}
