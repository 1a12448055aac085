import type { ExceptionSubject } from '../exception-book.js';
import type { DataLamp } from '../live-view.js';
import type { LineRule } from '../line-rules.js';
import type { ServiceWatch } from '../service-watch.js';
import type { WatchedVehicle } from '../watched-vehicle.js';

/** What the rules look at. */
export interface RuleContext {
  readonly watch: ServiceWatch;
  readonly lamp: DataLamp;
  /** Epoch seconds. */
  readonly now: number;
}

/** What an exception of a vehicle is about, whatever its kind. */
export function aboutVehicle({ watch }: RuleContext, vehicle: WatchedVehicle): ExceptionSubject {
  const carrierId = watch.carrierOf(vehicle);
  const owner = { vehicleId: vehicle.vehicleId, ...(carrierId === undefined ? {} : { carrierId }) };
  if (!vehicle.assignment) return owner;
  const { trips, blockIds } = watch.schedule;
  const { trip, serviceDate } = vehicle.assignment.instance;
  const block = trips.block[trip]!;
  return {
    ...owner,
    routeId: watch.routeIdOf(trip),
    directionId: watch.scales.ofTrip(trip).direction.directionId,
    tripId: trips.ids[trip]!,
    serviceDate,
    ...(block < 0 ? {} : { blockId: blockIds[block]! }),
  };
}

/** The rule of the line that a vehicle is on; undefined on none. */
export function ruleFor({ watch }: RuleContext, { assignment }: WatchedVehicle): LineRule | undefined {
  return assignment && watch.ruleOf(watch.schedule.trips.route[assignment.instance.trip]!);
}
