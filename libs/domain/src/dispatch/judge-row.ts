/** The row of a vehicle as of now; the one it had where nothing of it has changed. */
import type { VehicleRow } from './live-view.js';
import { judgeVehicle } from './judge-vehicle.js';
import { occupancyOf } from './occupancy-of.js';
import type { ServiceWatch } from './service-watch.js';
import type { WatchedVehicle } from './watched-vehicle.js';
import { writeRow } from './write-row.js';

export function judgeRow(watch: ServiceWatch, vehicle: WatchedVehicle, now: number): VehicleRow {
  const trip = vehicle.assignment?.instance.trip;
  const rule = trip === undefined ? undefined : watch.ruleOf(watch.schedule.trips.route[trip]!);
  const state = judgeVehicle(vehicle, rule, now);
  const estimated = watch.occupancies.get(vehicle.vehicleId);
  const isSame =
    state === vehicle.state &&
    vehicle.writtenUpdate === vehicle.update &&
    vehicle.writtenOccupancy === estimated;
  if (vehicle.row && isSame) return vehicle.row;
  vehicle.state = state;
  vehicle.writtenUpdate = vehicle.update;
  vehicle.writtenOccupancy = estimated;
  return writeRow(watch.scales, vehicle, watch.carrierOf(vehicle), occupancyOf(watch, vehicle));
}
