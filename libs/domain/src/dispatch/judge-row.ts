/** The row of a vehicle as of now; the one it had where nothing of it has changed. */
import type { VehicleRow } from './live-view.js';
import { judgeVehicle } from './judge-vehicle.js';
import type { LineRule } from './line-rules.js';
import type { LineScales } from './line-scale.js';
import { type KnownLoads, occupancyOf } from './occupancy-of.js';
import type { WatchedVehicle } from './watched-vehicle.js';
import { writeRow } from './write-row.js';

/** What the row of a vehicle is judged by. */
export interface RowScene extends KnownLoads {
  readonly scales: LineScales;
  ruleOf(route: number): LineRule;
  carrierOf(vehicle: WatchedVehicle): string | undefined;
}

export function judgeRow(scene: RowScene, vehicle: WatchedVehicle, now: number): VehicleRow {
  const trip = vehicle.assignment?.instance.trip;
  const rule = trip === undefined ? undefined : scene.ruleOf(scene.schedule.trips.route[trip]!);
  const state = judgeVehicle(vehicle, rule, now);
  const estimated = scene.occupancies.get(vehicle.vehicleId);
  const isSame =
    state === vehicle.state &&
    vehicle.writtenUpdate === vehicle.update &&
    vehicle.writtenOccupancy === estimated;
  if (vehicle.row && isSame) return vehicle.row;
  vehicle.state = state;
  vehicle.writtenUpdate = vehicle.update;
  vehicle.writtenOccupancy = estimated;
  return writeRow(scene.scales, vehicle, scene.carrierOf(vehicle), occupancyOf(scene, vehicle));
}
