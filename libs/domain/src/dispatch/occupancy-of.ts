/** How full a vehicle is, as dispatchers are told. */
import { type Occupancy, findOccupancy } from '../realtime/index.js';
import type { ServiceWatch } from './service-watch.js';
import type { WatchedVehicle } from './watched-vehicle.js';

export function occupancyOf(
  { schedule, occupancies }: ServiceWatch,
  { vehicleId, update, assignment }: WatchedVehicle,
): Occupancy | undefined {
  const tripId = assignment && schedule.trips.ids[assignment.instance.trip];
  return findOccupancy(update.position.occupancyStatus, tripId, occupancies.get(vehicleId));
}
